/**
 * The tool `calculator`, in two shapes: an expression (`{ input = "2 + 2 * 3" }`, `expression` is another name for it), and one operation on two
 * numbers (`{ operation = "add", a = 5, b = 3 }`).
 */
import type { HostValue } from '../../../common/values.ts';
import { invalidCall } from '../parameters.ts';
import type { Tool, ToolOutcome, ToolParameters } from '../tool.ts';
import { ExpressionError, evaluateExpression, functions } from './expression.ts';

const signs: Readonly<Record<string, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/', modulo: '%', power: '^' };
const ofTwo = Object.keys(signs);

export const calculator: Tool = {
  name: 'calculator',
  description: 'Computes arithmetic expressions, or one operation on two numbers.',
  category: 'utility',
  version: '1.0.0',
  parameters: [
    { name: 'operation', type: 'string', description: `evaluate, validate or functions for an expression; ${ofTwo.join(', ')} for two numbers.`, default: 'evaluate', values: ['evaluate', 'validate', 'functions', ...ofTwo] },
    { name: 'input', type: 'string', description: 'The expression, for instance 2 + 2 * 3 or sqrt(x) ^ 2.' },
    { name: 'expression', type: 'string', description: 'Another name for input.' },
    { name: 'variables', type: 'object', description: 'Numbers that the expression may use by name.' },
    { name: 'a', type: 'number', description: 'The first number.' },
    { name: 'b', type: 'number', description: 'The second number.' },
  ],
  run(parameters) {
    const operation = parameters['operation'] as string;
    if (operation === 'functions') return listFunctions();
    return ofTwo.includes(operation) ? computeTwo(operation, parameters) : useExpression(operation, parameters);
  },
};

function listFunctions(): ToolOutcome {
  const names = [...functions.keys()].sort();
  return { operation: 'functions', success: true, message: `${names.length} functions are known`, result: { functions: names, operators: ['+', '-', '*', '/', '%', '^'] } };
}

function computeTwo(operation: string, parameters: ToolParameters): ToolOutcome {
  const [a, b] = ['a', 'b'].map((name) => {
    const value = parameters[name];
    if (value === undefined) throw invalidCall(calculator, `parameter "${name}" is missing (number expected by operation "${operation}")`);
    return Number(value);
  }) as [number, number];
  const variables = new Map([['a', a], ['b', b]]);
  const result = evaluateExpression(`a ${signs[operation]} b`, variables);
  if (operation !== 'power' && b === 0 && !Number.isFinite(result)) return failure(operation, 'division_by_zero', `${a} cannot be divided by 0`);
  return { operation, success: true, message: 'Expression evaluated successfully', result: { input: `${a} ${signs[operation]} ${b}`, ...resultOf(result), variables: {} } };
}

function useExpression(operation: string, parameters: ToolParameters): ToolOutcome {
  const { input, expression } = parameters as { readonly input?: string; readonly expression?: string };
  if (input !== undefined && expression !== undefined && input !== expression) throw invalidCall(calculator, 'input and expression are two names for one thing, but they differ: give one of them');
  const text = input ?? expression;
  if (text === undefined) throw invalidCall(calculator, `parameter "input" is missing (an expression like "2 + 2" expected by operation "${operation}")`);
  const variables = numbersIn((parameters['variables'] ?? {}) as { readonly [name: string]: HostValue });
  try {
    const value = evaluateExpression(text, variables);
    if (operation === 'validate') return { operation, success: true, message: 'The expression is valid', result: { input: text, valid: true } };
    return { operation, success: true, message: 'Expression evaluated successfully', result: { input: text, ...resultOf(value), variables: Object.fromEntries(variables) } };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    if (operation === 'validate') return { operation, success: true, message: 'The expression is not valid', result: { input: text, valid: false, error: error.message } };
    return failure(operation, 'invalid_expression', `"${text}": ${error.message}`);
  }
}

function numbersIn(given: { readonly [name: string]: HostValue }): Map<string, number> {
  return new Map(
    Object.entries(given).map(([name, value]) => {
      if (typeof value !== 'number' && typeof value !== 'bigint') throw invalidCall(calculator, `variable "${name}": number expected, got ${value === null ? 'nil' : typeof value}`);
      return [name, Number(value)];
    }),
  );
}

/** JSON has no numbers for what is none. */
const resultOf = (value: number): { readonly result: number | string; readonly result_type: 'float' | 'special' } =>
  Number.isFinite(value) ? { result: value, result_type: 'float' } : { result: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf', result_type: 'special' };

const failure = (operation: string, code: string, message: string): ToolOutcome => ({ operation, success: false, error: { message, code } });
