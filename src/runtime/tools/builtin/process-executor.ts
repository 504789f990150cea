/** The tool `process-executor`: runs a program to its end and answers what it wrote. Arguments mean nothing but themselves; a `command` is read as `os.execute` does. */
import type { HostValue } from '../../../common/values.ts';
import { RuntimeError } from '../../errors.ts';
import { Refused, failureText } from '../../files/failures.ts';
import type { Judged, Launch } from '../../sandbox/processes.ts';
import { invalidCall } from '../parameters.ts';
import { collect, type Collected } from '../processes/collect.ts';
import type { Tool, ToolOutcome, ToolParameters, ToolRun } from '../tool.ts';

const OPERATION = 'execute';

export const processExecutor: Tool = {
  name: 'process-executor',
  description: 'Runs a program that the configuration allows, and answers its output and exit code.',
  category: 'system',
  version: '1.0.0',
  parameters: [
    { name: 'executable', type: 'string', description: 'The program: a name, or its path' },
    { name: 'arguments', type: 'array', description: 'Its arguments' },
    { name: 'command', type: 'string', description: 'Instead of both: program and arguments in one line' },
    { name: 'input', type: 'string', description: 'What it reads from its standard input' },
    { name: 'working_directory', type: 'string', description: 'Where it runs; default: the working directory of the script' },
    { name: 'environment', type: 'object', description: 'Variables that are set for it; each has to be in allowed_env_vars' },
  ],
  async run(parameters, run) {
    const policy = run.runtime.policyOf(run.call);
    const judged = judge(parameters, run);
    if ('refusal' in judged) throw new RuntimeError('process_not_allowed', judged.refusal);
    const { launch } = judged;
    const env = environment(parameters['environment'], run);
    const cwd = await workingFolder(parameters['working_directory'] as string | undefined, run);
    const input = parameters['input'] as string | undefined;
    try {
      return outcome(launch, parameters, await collect({ launch, env, cwd, input }, run, policy));
    } catch (error) {
      const text = failureText(error);
      if (text === undefined) throw error;
      return { operation: OPERATION, success: false, error: { code: 'start_failed', message: `${launch.shown}: ${text}` } };
    }
  },
};

function judge(parameters: ToolParameters, { call, runtime }: ToolRun): Judged {
  const { processes } = runtime.policyOf(call);
  const { executable, command, arguments: given } = parameters as { executable?: string; command?: string; arguments?: HostValue };
  if ((executable === undefined) === (command === undefined)) throw invalidCall(processExecutor, 'give "executable" with "arguments", or "command"');
  if (command !== undefined) return processes.judgeCommand(command);
  // An empty table of Lua comes as an object.
  const args = Array.isArray(given) ? (given as readonly HostValue[]) : [];
  return processes.judgeProgram(
    executable!,
    args.map((arg, i) => {
      if (typeof arg === 'string' || typeof arg === 'number' || typeof arg === 'bigint') return String(arg);
      throw invalidCall(processExecutor, `parameter "arguments": element ${i + 1}: string expected, got ${arg === null ? 'nil' : typeof arg}`);
    }),
  );
}

function environment(given: HostValue, { call, runtime }: ToolRun): Record<string, string> {
  const { variables } = runtime.policyOf(call);
  return Object.fromEntries(
    Object.entries((given ?? {}) as Record<string, HostValue>).map(([name, value]) => {
      if (typeof value !== 'string' && typeof value !== 'number') throw invalidCall(processExecutor, `parameter "environment": ${name}: string expected, got ${typeof value}`);
      const refusal = variables.refuseSetting(name);
      if (refusal !== undefined) throw new RuntimeError('variable_not_allowed', refusal);
      return [name, String(value)];
    }),
  );
}

/** Real; undefined: the script's own. */
async function workingFolder(asked: string | undefined, { call, runtime }: ToolRun): Promise<string | undefined> {
  if (asked === undefined) return undefined;
  try {
    const found = await runtime.filesOf(call).stats(asked);
    if (found?.stats.isDirectory() === true) return found.real;
  } catch (error) {
    throw error instanceof Refused ? new RuntimeError('path_not_allowed', error.message, { cause: error }) : error;
  }
  throw invalidCall(processExecutor, `parameter "working_directory": ${asked} is no folder`);
}

function outcome(launch: Launch, parameters: ToolParameters, { end, stdout, stderr, truncated, elapsed, failure }: Collected): ToolOutcome {
  const exitCode = end?.how === 'exit' ? end.code : undefined;
  const result = {
    executable: (parameters['executable'] as string | undefined) ?? launch.shown,
    arguments: [...launch.args],
    success: exitCode === 0,
    stdout,
    stderr,
    truncated,
    execution_time_ms: elapsed,
    timed_out: failure !== undefined,
    ...(exitCode !== undefined && { exit_code: exitCode }),
    ...(end?.how === 'signal' && { signal: end.code }),
  };
  if (exitCode === 0) return { operation: OPERATION, success: true, message: `${launch.shown} ended with exit code 0`, result };
  const code = failure === undefined ? 'exit_status' : 'time_limit';
  return { operation: OPERATION, success: false, error: { code, message: failure ?? `${launch.shown} ${exitCode === undefined ? `was ended by signal ${end?.code ?? ''}` : `ended with exit code ${exitCode}`}` }, result };
}
