/** The store that the configuration names, for a command that looks into it, whether kernels are running or not. */
import { StoredState } from '../kernel/stored-state.ts';
import { configure, type CliContext } from './context.ts';
import { ExitCodes } from './errors.ts';

export async function withStoredState(context: CliContext, work: (state: StoredState) => Promise<void>): Promise<number> {
  const { config, logger } = await configure(context);
  const state = new StoredState(context.environment, config, (message) => logger.target('state').warn({}, message));
  try {
    await work(state);
    return ExitCodes.Ok;
  } finally {
    await state.close();
  }
}

/** What scripts have named must not steer the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\u{fffd}');
