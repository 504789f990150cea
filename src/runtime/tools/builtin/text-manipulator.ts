/** The tool `text-manipulator`: what is often done to a text. Lengths and positions count characters, not bytes; positions count from 1, as in Lua. */
import type { HostValue } from '../../../common/values.ts';
import { invalidCall } from '../parameters.ts';
import type { Tool } from '../tool.ts';

class Options {
  constructor(
    private readonly operation: string,
    private readonly given: { readonly [name: string]: HostValue },
  ) {}

  text(name: string, otherwise?: string): string {
    const value = this.given[name] ?? otherwise;
    if (typeof value !== 'string') throw invalidCall(textManipulator, `operation "${this.operation}": options.${name}: string expected, got ${value === undefined ? 'nothing' : typeof value}`);
    return value;
  }

  integer(name: string, least: number, otherwise?: number): number {
    const value = this.given[name] ?? otherwise;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    const got = typeof value === 'number' ? String(value) : value === undefined ? 'nothing' : typeof value;
    throw invalidCall(textManipulator, `operation "${this.operation}": options.${name}: integer of at least ${least} expected, got ${got}`);
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.given[name];
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw invalidCall(textManipulator, `operation "${this.operation}": options.${name}: list of strings expected`);
    return value as readonly string[];
  }
}

const words = (text: string): string[] => text.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').match(/[\p{L}\p{N}]+/gu) ?? [];
const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
const lines = (text: string): string[] => text.split(/\r?\n/);

type Operation = (text: string, options: Options) => string | readonly string[];

const operations: Readonly<Record<string, Operation>> = {
  uppercase: (text) => text.toUpperCase(),
  lowercase: (text) => text.toLowerCase(),
  reverse: (text) => [...text].reverse().join(''),
  trim: (text) => text.trim(),
  replace: (text, options) => text.replaceAll(options.text('from'), () => options.text('to', '')),
  substring: (text, options) => {
    const letters = [...text];
    return letters.slice(options.integer('start', 1, 1) - 1, options.integer('end', 0, letters.length)).join('');
  },
  split: (text, options) => text.split(options.text('delimiter', ',')),
  join: (text, options) => (options.texts('parts') ?? lines(text)).join(options.text('delimiter', ' ')),
  snake_case: (text) => words(text).map((word) => word.toLowerCase()).join('_'),
  camel_case: (text) => words(text).map((word, index) => (index === 0 ? word.toLowerCase() : capitalised(word))).join(''),
  pascal_case: (text) => words(text).map(capitalised).join(''),
  // Control characters do harm in terminals and in files; tabs and line ends do not.
  sanitize: (text) => text.replace(/[^\P{Cc}\t\n\r]|\p{Cf}/gu, ''),
  truncate: (text, options) => {
    const letters = [...text];
    const length = options.integer('length', 0);
    const suffix = [...options.text('suffix', '…')];
    return letters.length <= length ? text : [...letters.slice(0, Math.max(0, length - suffix.length)), ...suffix].slice(0, length).join('');
  },
  indent: (text, options) => {
    const space = ' '.repeat(options.integer('spaces', 0, 2));
    return lines(text).map((line) => (line === '' ? '' : space + line)).join('\n');
  },
  dedent: (text) => {
    const all = lines(text);
    const margin = Math.min(...all.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0].length));
    return all.map((line) => line.slice(Math.min(margin, line.length))).join('\n');
  },
  normalize_whitespace: (text) => text.trim().replace(/\s+/g, ' '),
  word_wrap: (text, options) => lines(text).map((line) => wrapped(line, options.integer('width', 1, 80))).join('\n'),
};

/** A word longer than the width stands in a line of its own. */
function wrapped(line: string, width: number): string {
  const result: string[] = [];
  for (const word of line.split(/\s+/).filter((piece) => piece !== '')) {
    const last = result.at(-1);
    if (last !== undefined && [...last].length + 1 + [...word].length <= width) result[result.length - 1] = `${last} ${word}`;
    else result.push(word);
  }
  return result.join('\n');
}

export const textManipulator: Tool = {
  name: 'text-manipulator',
  description: 'Changes a text: case, parts, spaces, lines.',
  category: 'utility',
  version: '1.0.0',
  parameters: [
    { name: 'input', type: 'string', description: 'The text.', required: true },
    { name: 'operation', type: 'string', description: 'What to do.', required: true, values: Object.keys(operations) },
    {
      name: 'options',
      type: 'object',
      description:
        'replace: from, to; substring: start, end; split: delimiter (","); join: delimiter (" "), parts (else the lines of input); truncate: length, suffix ("…"); indent: spaces (2); word_wrap: width (80).',
    },
  ],
  run(parameters) {
    const input = parameters['input'] as string;
    const operation = parameters['operation'] as string;
    const result = operations[operation]!(input, new Options(operation, (parameters['options'] ?? {}) as { readonly [name: string]: HostValue }));
    const length = typeof result === 'string' ? [...result].length : result.length;
    return { operation, success: true, message: `Text ${operation} operation completed`, result: { result, operation, original_length: [...input].length, result_length: length } };
  },
};
