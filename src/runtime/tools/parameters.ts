/** Checks what a tool was given against its description, and fills in defaults. Errors name the tool, the parameter, the wanted and the given type. */
import { didYouMean } from '../../base/nearest.ts';
import type { HostValue } from '../../common/values.ts';
import { RuntimeError } from '../errors.ts';
import type { ParameterType, Tool, ToolParameter, ToolParameters } from './tool.ts';

export function checkParameters(tool: Tool, given: HostValue): ToolParameters {
  const values = tableOf(tool, given);
  const known = tool.parameters.map(({ name }) => name);
  for (const name of Object.keys(values)) {
    if (!known.includes(name)) throw invalid(tool, `unknown parameter "${name}"${didYouMean(name, known)}: known are ${known.join(', ')}`);
  }
  const checked: Record<string, HostValue> = {};
  for (const parameter of tool.parameters) {
    const value = values[parameter.name] ?? parameter.default;
    if (value === undefined) {
      if (parameter.required) throw invalid(tool, `parameter "${parameter.name}" is missing (${parameter.type} expected: ${parameter.description})`);
      continue;
    }
    checkOne(tool, parameter, value);
    checked[parameter.name] = value;
  }
  return checked;
}

/** An empty table may be either; a list is no set of parameters. */
function tableOf(tool: Tool, given: HostValue): { readonly [key: string]: HostValue } {
  if (given === null || given === undefined) return {};
  if (Array.isArray(given)) throw invalid(tool, 'the parameters are a list: name them, as in { input = "..." }');
  return given as { readonly [key: string]: HostValue };
}

function checkOne(tool: Tool, { name, type, values }: ToolParameter, value: HostValue): void {
  if (!fits(value, type)) throw invalid(tool, `parameter "${name}": ${type} expected, got ${typeOf(value)}`);
  if (values !== undefined && !values.includes(value as string)) {
    throw invalid(tool, `parameter "${name}": "${value as string}" is not known${didYouMean(value as string, values)}; known are ${values.join(', ')}`);
  }
}

function fits(value: HostValue, type: ParameterType): boolean {
  if (type === 'any') return true;
  if (type === 'number') return typeof value === 'number' || typeof value === 'bigint';
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'array') return Array.isArray(value) || isEmpty(value);
  if (type === 'object') return typeof value === 'object' && (!Array.isArray(value) || isEmpty(value));
  return typeof value === type;
}

/** Lua's empty table. */
const isEmpty = (value: HostValue): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function typeOf(value: HostValue): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a table';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

const invalid = (tool: Tool, message: string): RuntimeError => new RuntimeError('invalid_argument', `Tool '${tool.name}' execution failed: ${message}`);
export const invalidCall = invalid;
