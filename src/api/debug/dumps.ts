/** `Debug.dump` and its kin: values as text. */
import type { ApiFunction, ApiParameter } from '../types.ts';

const DUMP_FIELDS = [
  { name: 'max_depth', type: 'integer?', doc: 'Tables nested deeper are shown as `{...}`. Default 10.' },
  { name: 'indent_size', type: 'integer?', doc: 'Spaces for each level. Default 2.' },
  { name: 'max_string_length', type: 'integer?', doc: 'Longer strings are cut. Default 200 bytes.' },
  { name: 'max_array_elements', type: 'integer?', doc: 'Further elements are counted only. Default 50.' },
  { name: 'max_table_pairs', type: 'integer?', doc: 'Further pairs are counted only. Default 50.' },
  { name: 'show_types', type: 'boolean?', doc: 'Adds the type to values. Default false.' },
  { name: 'show_addresses', type: 'boolean?', doc: 'Adds addresses to tables. Default false.' },
  { name: 'compact_mode', type: 'boolean?', doc: 'Everything on one line. Default false.' },
] as const satisfies readonly ApiParameter[];

export const dumpFunctions = [
  {
    name: 'Debug.dump',
    thread: 'vm',
    doc: 'Shows a value with everything in it, as text. Tables that contain themselves are marked, keys are sorted, and no code of the value runs.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'label', type: 'string|table?', doc: 'A label put before the text, or a table of options.', closed: true, fields: DUMP_FIELDS },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
    example: 'print(Debug.dump({ nested = { 1, 2 } }, { max_depth = 1 }))',
  },
  {
    name: 'Debug.dumpCompact',
    thread: 'vm',
    doc: 'Shows a value on one line, three levels deep.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'label', type: 'string?', doc: 'A label put before the text.' },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  {
    name: 'Debug.dumpVerbose',
    thread: 'vm',
    doc: 'Shows a value twenty levels deep, with types and addresses.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'label', type: 'string?', doc: 'A label put before the text.' },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  {
    name: 'Debug.dumpWithOptions',
    thread: 'vm',
    doc: 'Shows a value as the options say.',
    parameters: [
      { name: 'value', type: 'any', doc: 'What to show.' },
      { name: 'options', type: 'table', doc: 'How to show it.', closed: true, fields: DUMP_FIELDS },
      { name: 'label', type: 'string?', doc: 'A label put before the text.' },
    ],
    results: [{ type: 'string', doc: 'The text.' }],
  },
] as const satisfies readonly ApiFunction[];
