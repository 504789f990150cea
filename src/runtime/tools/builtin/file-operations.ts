/** The tool `file-operations`: reads, writes and arranges files within the allowed paths. What may not be is an error, what fails is an outcome. */
import { RuntimeError } from '../../errors.ts';
import { Refused, failureText } from '../../files/failures.ts';
import { OPERATION_NAMES, operationOf, perform, type FileTask, type OperationName } from '../files/operations.ts';
import { invalidCall } from '../parameters.ts';
import type { Tool, ToolOutcome, ToolParameters, ToolRun } from '../tool.ts';

/** Operations with two paths, and with content. */
const NEEDS_TARGET: ReadonlySet<OperationName> = new Set(['copy', 'move']);
const NEEDS_CONTENT: ReadonlySet<OperationName> = new Set(['write', 'append']);

export const fileOperations: Tool = {
  name: 'file-operations',
  description: 'Reads, writes, copies, moves, lists and removes files within the allowed paths.',
  category: 'filesystem',
  version: '1.0.0',
  parameters: [
    { name: 'operation', type: 'string', description: 'What to do', required: true, values: OPERATION_NAMES },
    { name: 'path', type: 'string', description: 'The file or folder, relative to the working directory' },
    { name: 'input', type: 'string', description: 'What to write or append' },
    { name: 'content', type: 'string', description: 'Another name of input' },
    { name: 'encoding', type: 'string', description: 'How input is given: as text, or any bytes in base64', default: 'text', values: ['text', 'base64'] },
    { name: 'source_path', type: 'string', description: 'For copy and move: what; path does as well' },
    { name: 'target_path', type: 'string', description: 'For copy and move: where to' },
    { name: 'recursive', type: 'boolean', description: 'For list_dir, copy and delete: with all that is in a folder', default: false },
  ],
  async run(parameters, run) {
    const operation = operationOf(parameters['operation'] as string);
    const policy = run.runtime.policyOf(run.call).files;
    const off = policy.refuseTools(fileOperations.name);
    if (off !== undefined) throw new RuntimeError('tool_not_allowed', off);
    const task = taskOf(operation, parameters, run);
    try {
      return await perform(operation, task);
    } catch (error) {
      return failed(operation, task.path, error);
    }
  },
};

function taskOf(operation: OperationName, parameters: ToolParameters, { call, runtime }: ToolRun): FileTask {
  const path = one(parameters, NEEDS_TARGET.has(operation) ? ['source_path', 'path'] : ['path', 'source_path'], operation);
  const target = NEEDS_TARGET.has(operation) ? one(parameters, ['target_path'], operation) : '';
  const input = NEEDS_CONTENT.has(operation) ? one(parameters, ['input', 'content'], operation) : '';
  const content = Buffer.from(input, parameters['encoding'] === 'base64' ? 'base64' : 'utf8');
  return { files: runtime.filesOf(call), policy: runtime.policyOf(call).files, path, target, content, recursive: parameters['recursive'] === true };
}

/** One value under several names. */
function one(parameters: ToolParameters, names: readonly string[], operation: string): string {
  const given = names.filter((name) => parameters[name] !== undefined);
  const [first] = given;
  if (first === undefined) throw invalidCall(fileOperations, `parameter "${names[0]!}" is missing (string expected by operation "${operation}")`);
  if (given.some((name) => parameters[name] !== parameters[first])) throw invalidCall(fileOperations, `${given.join(' and ')} are one parameter and differ: give one of them`);
  return parameters[first] as string;
}

function failed(operation: OperationName, path: string, error: unknown): ToolOutcome {
  if (error instanceof Refused) throw new RuntimeError('path_not_allowed', error.message, { cause: error });
  const text = failureText(error);
  if (text === undefined) throw error;
  return { operation, success: false, error: { message: `File operation error: ${path}: ${text}`, code: (error as NodeJS.ErrnoException).code ?? 'file_error' } };
}
