/** Lua's `io` library and the methods of files. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const FORMATS = {
  name: '...',
  type: 'string|integer',
  doc: '`"l"` a line without its end (the default), `"L"` with it, `"n"` a number, `"a"` everything, or a number of bytes. A `*` before the letter is allowed.',
} as const satisfies ApiParameter;
const VALUES = { name: '...', type: 'string|number', doc: 'What to write.' } as const satisfies ApiParameter;

const READ_RESULTS = [{ name: '...', type: 'string|number?', doc: 'One value for each format; nil at the end of the file.' }] as const;
const WRITE_RESULTS = [
  { type: 'File?', doc: 'The file, to go on with; nil when it failed.' },
  { type: 'string?', doc: 'Then: what is wrong.' },
  { type: 'integer?', doc: 'Then: the error number of the system.' },
] as const;
const CLOSE_RESULTS = [
  { type: 'boolean?', doc: 'true, or nil when it failed.' },
  { type: 'string?', doc: 'Then: what is wrong. Of a program: `"exit"` or `"signal"`.' },
  { type: 'integer?', doc: 'Then: the error number of the system. Of a program: its exit code, or the number of the signal.' },
] as const;
const DONE_RESULTS = [
  { type: 'boolean?', doc: 'true, or nil when it failed.' },
  { type: 'string?', doc: 'Then: what is wrong.' },
  { type: 'integer?', doc: 'Then: the error number of the system.' },
] as const;

const functions = [
  {
    name: 'io.write',
    thread: 'vm',
    doc: 'Writes to the default output, the standard output at the start.',
    parameters: [VALUES],
    results: WRITE_RESULTS,
    example: 'io.write("no newline", " ", 1, "\\n")',
  },
  {
    name: 'io.read',
    thread: 'vm',
    doc: 'Reads from the default input, the standard input at the start.',
    parameters: [FORMATS],
    results: READ_RESULTS,
  },
  {
    name: 'io.lines',
    thread: 'vm',
    doc: 'Goes through a file line by line in a `for` loop, and closes it at its end. Without a name: through the default input.',
    parameters: [{ name: 'filename', type: 'string?', doc: 'The path.' }, FORMATS],
    results: [{ type: 'function', doc: 'The iterator.' }],
    example: 'for line in io.lines("notes.txt") do print(line) end',
  },
  {
    name: 'io.open',
    thread: 'vm',
    doc: "Opens a file. A script may read its own folder, and read and write the folders of `allowed_paths` in `[tools.file_operations]`; it is judged by where the opened file really lies. Devices and pipes are not opened, but `/dev/null`; a file does not grow beyond `max_file_size`.",
    parameters: [
      { name: 'filename', type: 'string', doc: 'The path, relative to the working directory.' },
      { name: 'mode', type: 'string?', doc: '`r`, `w`, `a`, `r+`, `w+` or `a+`, with or without `b`; `r` when absent.' },
    ],
    results: [
      { type: 'File?', doc: 'The file, or nil when it cannot be opened.' },
      { type: 'string?', doc: 'Then: what is wrong, with the path.' },
      { type: 'integer?', doc: 'Then: the error number of the system.' },
    ],
    example: 'local file, problem = io.open("/tmp/out.txt", "w")\nif not file then error(problem) end\nfile:write("hello\\n")\nfile:close()',
  },
  {
    name: 'io.close',
    thread: 'vm',
    doc: 'Closes a file, or the default output.',
    parameters: [{ name: 'file', type: 'File?', doc: 'The file.' }],
    results: CLOSE_RESULTS,
  },
  {
    name: 'io.input',
    thread: 'vm',
    doc: 'Sets the default input to a file or to the file of a name; without argument only tells it.',
    parameters: [{ name: 'file', type: 'File|string?', doc: 'The file or its path.' }],
    results: [{ type: 'File', doc: 'The default input.' }],
  },
  {
    name: 'io.output',
    thread: 'vm',
    doc: 'Sets the default output to a file or to the file of a name; without argument only tells it.',
    parameters: [{ name: 'file', type: 'File|string?', doc: 'The file or its path.' }],
    results: [{ type: 'File', doc: 'The default output.' }],
  },
  {
    name: 'io.tmpfile',
    thread: 'vm',
    doc: 'Opens a new temporary file for reading and writing, which is removed when it is closed.',
    parameters: [],
    results: [
      { type: 'File?', doc: 'The file, or nil.' },
      { type: 'string?', doc: 'Then: what is wrong.' },
    ],
  },
  {
    name: 'io.popen',
    thread: 'vm',
    doc: 'Starts a program and connects to it, where `allow_process_execution` and `allowed_commands` in `[tools.system]` allow it. The command is read without a shell - words, quotes, `2>&1`, output to `/dev/null` - unless `sh` (or `*`) is among the allowed commands. What it writes elsewhere than to the file (its errors; with `w` all its output) is output of the script. Closing the file drops what was not read, waits for the program and answers as `os.execute`: `nil, "signal", 13` for a program that was still writing. A program ends with the execution that started it.',
    parameters: [
      { name: 'prog', type: 'string', doc: 'The command.' },
      { name: 'mode', type: 'string?', doc: '`r` to read what the program writes (the default), `w` to write what it reads.' },
    ],
    results: [
      { type: 'File?', doc: 'The file, or nil when the program may not be started.' },
      { type: 'string?', doc: 'Then: why, with the key that would allow it.' },
      { type: 'integer?', doc: 'Then: the error number of the system.' },
    ],
    example: 'local git, problem = io.popen("git log --oneline -5")\nif git then\n  print(git:read("a"))\n  print(git:close()) --> true exit 0\nelse\n  print(problem)\nend',
  },
  {
    name: 'io.type',
    thread: 'vm',
    doc: 'Tells whether a value is a file.',
    parameters: [{ name: 'obj', type: 'any', doc: 'Any value.' }],
    results: [{ type: 'string?', doc: '`"file"`, `"closed file"`, or nil.' }],
  },
  { name: 'File:read', thread: 'vm', doc: 'Reads from the file.', parameters: [FORMATS], results: READ_RESULTS },
  { name: 'File:write', thread: 'vm', doc: 'Writes to the file.', parameters: [VALUES], results: WRITE_RESULTS },
  {
    name: 'File:lines',
    thread: 'vm',
    doc: 'Goes through the rest of the file in a `for` loop. The file stays open.',
    parameters: [FORMATS],
    results: [{ type: 'function', doc: 'The iterator.' }],
  },
  {
    name: 'File:seek',
    thread: 'vm',
    doc: 'Sets and tells the position in the file.',
    parameters: [
      { name: 'whence', type: '"set"|"cur"|"end"?', doc: 'From where: the start, the current position (default), or the end.' },
      { name: 'offset', type: 'integer?', doc: 'Bytes; 0 when absent.' },
    ],
    results: [
      { type: 'integer?', doc: 'The position in bytes from the start, or nil.' },
      { type: 'string?', doc: 'Then: what is wrong.' },
      { type: 'integer?', doc: 'Then: the error number of the system.' },
    ],
  },
  { name: 'File:flush', thread: 'vm', doc: 'Makes sure that what was written is in the file.', parameters: [], results: DONE_RESULTS },
  {
    name: 'File:setvbuf',
    thread: 'vm',
    doc: 'Chooses when what was written goes to the file: at once (`no`), at line ends (`line`), or when there is enough (`full`).',
    parameters: [
      { name: 'mode', type: '"no"|"full"|"line"', doc: 'When.' },
      { name: 'size', type: 'integer?', doc: 'Bytes that are enough, for `full`.' },
    ],
    results: [{ type: 'boolean', doc: 'true.' }],
  },
  { name: 'File:close', thread: 'vm', doc: 'Closes the file.', parameters: [], results: CLOSE_RESULTS },
  { name: 'io.flush', thread: 'vm', doc: 'Makes sure that what was written to the default output is there.', parameters: [], results: DONE_RESULTS },
] as const satisfies readonly ApiFunction[];

const classes = [
  {
    name: 'File',
    doc: 'An open (or closed) file.',
    fields: [
      { name: 'path', type: 'string', doc: 'The path it was opened under.' },
      { name: 'mode', type: 'string', doc: 'How it was opened.' },
      { name: 'closed', type: 'boolean', doc: 'Whether it is closed.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const ioApi = {
  id: 'io',
  title: 'io: files, input, output',
  doc: "Lua's `io` library, within the rules for files.",
  isStandard: true,
  values: [
    { name: 'io', type: 'table', doc: 'Files, input, output.' },
    { name: 'io.stdin', type: 'File', doc: 'The standard input.' },
    { name: 'io.stdout', type: 'File', doc: 'The standard output.' },
    { name: 'io.stderr', type: 'File', doc: 'The standard error.' },
  ],
  classes,
  functions,
} as const satisfies ApiModule;
