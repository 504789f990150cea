/** The system calls behind `io.popen`, `os.execute` and `os.getenv`: programs and variables, each under the policy. */
import type { ProcessEvent, SystemCallName, SystemResult } from '../../common/system-calls.ts';
import { RuntimeError } from '../errors.ts';
import { attempt, refused } from '../files/failures.ts';
import { asHostFunctions } from '../system-functions.ts';
import { MAX_PROGRAMS } from './programs.ts';

type ProcessCall = Extract<SystemCallName, `$process.${string}` | `$variable.${string}`>;

export const processFunctions = asHostFunctions<ProcessCall>({
  '$process.start': async (call, runtime, command, mode): Promise<SystemResult<number>> => {
    const policy = runtime.policyOf(call);
    const judged = policy.processes.judgeCommand(command);
    if ('refusal' in judged) return refused(judged.refusal);
    if (!runtime.programs.hasRoom(call.context.sessionId)) return refused(`${judged.launch.shown}: this script has ${MAX_PROGRAMS} programs running: close each with file:close() when you are done with it`);
    return attempt(judged.launch.shown, () => runtime.programs.start({ launch: judged.launch, takesInput: mode === 'w' }, call, policy));
  },
  '$process.next': async (call, runtime, id, until): Promise<ProcessEvent> => {
    try {
      const event = await runtime.programs.get(call.context.sessionId, id).next(until, call.signal);
      if (event.kind === 'end') runtime.programs.told(id);
      return event;
    } catch (error) {
      if (!call.signal.aborted) throw error;
      // Nobody has its number any more when a call that waits for its end is given up.
      if (until === 'end') void runtime.programs.end(id);
      throw new RuntimeError('cancelled', 'the call was cancelled: its script has ended or was interrupted', { cause: error });
    }
  },
  '$process.write': (call, runtime, id, bytes) => (runtime.programs.get(call.context.sessionId, id).write(bytes), null),
  '$process.closeEnd': async (call, runtime, id) => (await runtime.programs.get(call.context.sessionId, id).closeEnds(), null),
  '$process.available': (call, runtime) => runtime.policyOf(call).processes.isOpen,
  '$variable.read': (call, runtime, name) => {
    const { variables } = runtime.policyOf(call);
    const isThere = Object.hasOwn(call.context.env, name);
    return { value: Object.hasOwn(variables.visible, name) ? variables.visible[name]! : null, refusal: isThere ? (variables.refuse(name) ?? null) : null };
  },
});
