/**
 * What `run --debug` does before its script begins: it opens the kernel's debug port, tells the editor window of this terminal, or else the user,
 * and waits until a debugger has attached. Everything it says goes to stderr, because stdout is the script's.
 */
import { EDITOR_ATTACH_VARIABLE } from '../common/editor-attach.ts';
import { PortError } from '../kernel/bind-port.ts';
import type { DebugPlace } from '../kernel/debug-port.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { VmSession } from '../kernel/sessions/vm-session.ts';
import { write, type CliContext } from './context.ts';
import { askEditorWindow } from './editor-window.ts';
import { CliError } from './errors.ts';
import { howToAttach, waitingText } from './waiting-text.ts';

export interface DebuggerWish {
  /** undefined: the usual one, or any free one. */
  readonly port: number | undefined;
}

export interface AwaitedProgram {
  readonly kernel: Kernel;
  readonly session: VmSession;
  /** Absolute. */
  readonly program: string;
  /** Ends the waiting, by a rejection. */
  readonly signal: AbortSignal;
}

export async function awaitDebugger(context: CliContext, { port }: DebuggerWish, { kernel, session, program, signal }: AwaitedProgram): Promise<void> {
  const attached = session.debuggers.whenAttached(signal);
  // Whatever fails first is told.
  attached.catch(() => undefined);
  const place = await openPort(kernel, port, program);
  await write(context.stderr, waitingText(place));
  const window = context.environment.vars[EDITOR_ATTACH_VARIABLE];
  if (window) {
    const told = askEditorWindow(window, { type: 'attach', connectionFile: place.connectionFile, program, cwd: context.environment.cwd }, signal);
    // A debugger that came from elsewhere is as good.
    const reply = await Promise.race([attached, told.catch((error: Error) => ({ ok: false as const, message: `it cannot be reached (${error.message})` }))]);
    if (reply?.ok === true) await write(context.stderr, 'the editor window of this terminal was told and attaches\n');
    else if (reply?.ok === false && !signal.aborted) await write(context.stderr, `the editor window of this terminal does not attach: ${reply.message}\n${howToAttach(place)}`);
  } else await write(context.stderr, howToAttach(place));
  await attached;
}

async function openPort(kernel: Kernel, port: number | undefined, program: string): Promise<DebugPlace> {
  try {
    return await kernel.debugPort.open({ port: port ?? 'preferred', program, otherwise: 'choose another with --debug-port, or 0 for any free one' });
  } catch (error) {
    throw error instanceof PortError ? new CliError(error.message, undefined, { cause: error }) : error;
  }
}
