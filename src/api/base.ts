/** Lua's own global functions that are ours: `print`, modules and source files, and the script's arguments. */
import type { ApiFunction, ApiModule } from './types.ts';

const functions = [
  {
    name: 'print',
    thread: 'vm',
    doc: 'Writes its arguments to the standard output, as `tostring` shows them, with tabs between and a newline after.',
    parameters: [{ name: '...', type: 'any', doc: 'What to show.' }],
    results: [],
    example: 'print("answer", 42, { 1, 2 })',
  },
  {
    name: 'require',
    thread: 'vm',
    doc: "Loads a module once and answers what it returned. Looks in the script's own folder, then along `package.path`.",
    parameters: [{ name: 'modname', type: 'string', doc: 'The name; dots separate folders.' }],
    results: [{ type: 'any', doc: 'What the module returned, or `true`.' }],
    example: 'local tools = require("lib.tools")',
  },
  {
    name: 'dofile',
    thread: 'vm',
    doc: "Runs a Lua file and answers what it returned. The file may lie in the script's folder, the working directory, a folder of `package.path`, or an allowed path.",
    parameters: [{ name: 'filename', type: 'string', doc: 'The path, relative to the working directory.' }],
    results: [{ name: '...', type: 'any', doc: 'What the file returned.' }],
  },
  {
    name: 'loadfile',
    thread: 'vm',
    doc: 'Compiles a Lua file without running it.',
    parameters: [
      { name: 'filename', type: 'string', doc: 'The path, relative to the working directory.' },
      { name: 'mode', type: '"b"|"t"|"bt"?', doc: 'Whether binary chunks (`b`), text (`t`) or both may be loaded.' },
      { name: 'env', type: 'any?', doc: 'The environment of the chunk, in place of the globals.' },
    ],
    results: [
      { type: 'function?', doc: 'The chunk as a function, or nil when it cannot be read or compiled.' },
      { type: 'string?', doc: 'Then: what is wrong.' },
    ],
  },
  {
    name: 'package.searchpath',
    thread: 'vm',
    doc: 'Finds the file of a module along a path of templates.',
    parameters: [
      { name: 'name', type: 'string', doc: 'The name of the module.' },
      { name: 'path', type: 'string', doc: 'Templates with `?`, separated by semicolons.' },
      { name: 'sep', type: 'string?', doc: 'What stands for the separator of folders in the name; a dot.' },
      { name: 'rep', type: 'string?', doc: 'What takes its place; a slash.' },
    ],
    results: [
      { type: 'string?', doc: 'The file, or nil.' },
      { type: 'string?', doc: 'Then: where it was looked for.' },
    ],
  },
] as const satisfies readonly ApiFunction[];

export const baseApi = {
  id: 'base',
  title: 'Basic functions and modules',
  doc: 'What every script has: output, modules, source files, arguments.',
  isStandard: true,
  values: [
    { name: 'arg', type: 'string[]', doc: "The script's arguments from 1, its path at 0." },
  ],
  classes: [],
  functions,
} as const satisfies ApiModule;
