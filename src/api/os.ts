/** Lua's `os` library. */
import type { ApiFunction, ApiModule, ApiParameter } from './types.ts';

const DATE_FIELDS = [
  { name: 'year', type: 'integer|string', doc: 'The full year.' },
  { name: 'month', type: 'integer|string', doc: '1 to 12; more and less carry over.' },
  { name: 'day', type: 'integer|string', doc: '1 to 31; more and less carry over.' },
  { name: 'hour', type: 'integer|string?', doc: '0 to 23; 12 when absent.' },
  { name: 'min', type: 'integer|string?', doc: '0 to 59.' },
  { name: 'sec', type: 'integer|string?', doc: '0 to 61.' },
  { name: 'isdst', type: 'boolean?', doc: 'Whether the clock that was read shows summer time. Needed only in the hour that comes twice in autumn.' },
] as const satisfies readonly ApiParameter[];

const FAILURE = [
  { type: 'boolean?', doc: 'true, or nil when it failed.' },
  { type: 'string?', doc: 'Then: what is wrong, with the path.' },
  { type: 'integer?', doc: 'Then: the error number of the system.' },
] as const;

const functions = [
  {
    name: 'os.clock',
    thread: 'vm',
    doc: 'Tells how much processor time the kernel has used.',
    parameters: [],
    results: [{ type: 'number', doc: 'Seconds.' }],
  },
  {
    name: 'os.date',
    thread: 'vm',
    doc: 'Formats a time, or takes it apart into a table. A `!` at the start means UTC, else the time zone of the machine; then `*t` asks for a table, anything else is a format as in C\'s `strftime`.',
    parameters: [
      { name: 'format', type: 'string?', doc: 'The format; `%c` when absent.' },
      { name: 'time', type: 'integer?', doc: 'Seconds since 1970; now when absent.' },
    ],
    results: [{ type: 'string|table', doc: 'The text, or a table with `year`, `month`, `day`, `hour`, `min`, `sec`, `wday`, `yday`, `isdst`.' }],
    example: 'print(os.date("!%Y-%m-%dT%H:%M:%SZ", 0)) --> 1970-01-01T00:00:00Z',
  },
  {
    name: 'os.difftime',
    thread: 'vm',
    doc: 'Tells the seconds from one time to another.',
    parameters: [
      { name: 't2', type: 'number', doc: 'The later time.' },
      { name: 't1', type: 'number?', doc: 'The earlier time; 0 when absent.' },
    ],
    results: [{ type: 'number', doc: '`t2 - t1`.' }],
  },
  {
    name: 'os.execute',
    thread: 'vm',
    doc: 'Runs a program to its end, where `allow_process_execution` and `allowed_commands` in `[tools.system]` allow it; what it writes is output of the script. The command is read without a shell, as by `io.popen`. Without a command: tells whether programs may be started at all.',
    parameters: [{ name: 'command', type: 'string?', doc: 'The command.' }],
    results: [
      { type: 'boolean?', doc: 'true when it ended with exit code 0, else nil. Without a command: whether programs may be started.' },
      { type: 'string?', doc: '`"exit"` or `"signal"`; or why it was not started, with the key that would allow it.' },
      { type: 'integer?', doc: 'The exit code, the number of the signal, or the error number of the system.' },
    ],
    example: 'print(os.execute("git --version")) --> true exit 0',
  },
  {
    name: 'os.exit',
    thread: 'vm',
    doc: 'Ends the script at once, also from within `pcall` and coroutines. What was written before is not lost.',
    parameters: [
      { name: 'code', type: 'boolean|integer?', doc: 'The exit code; true (or nothing) is 0, false is 1.' },
      { name: 'close', type: 'boolean?', doc: 'Taken for compatibility: everything is closed in any case.' },
    ],
    results: [],
  },
  {
    name: 'os.getenv',
    thread: 'vm',
    doc: "Reads a variable of the script's environment. Variables that hold secrets - by their names (`…_API_KEY`, `…_TOKEN`, `…_PASSWORD`), or as addresses with a password - are nil unless `allowed_env_vars` in `[tools.system]` names them: the second result says so, and `assert(os.getenv(name))` raises it. Agents need no key from here: theirs is found without the script. Where `allowed_env_vars` is set, no others are read but those it names.",
    parameters: [{ name: 'varname', type: 'string', doc: 'Its name.' }],
    results: [
      { type: 'string?', doc: 'Its value, or nil.' },
      { type: 'string?', doc: 'When it is there and may not be read: why, with the key that would allow it.' },
    ],
  },
  {
    name: 'os.remove',
    thread: 'vm',
    doc: 'Removes a file or an empty folder within the allowed paths.',
    parameters: [{ name: 'filename', type: 'string', doc: 'The path.' }],
    results: FAILURE,
  },
  {
    name: 'os.rename',
    thread: 'vm',
    doc: 'Renames or moves a file within the allowed paths.',
    parameters: [
      { name: 'oldname', type: 'string', doc: 'The path as it is.' },
      { name: 'newname', type: 'string', doc: 'The path as it shall be.' },
    ],
    results: FAILURE,
  },
  {
    name: 'os.setlocale',
    thread: 'vm',
    doc: 'Asks for or sets the locale. There is only `C`.',
    parameters: [
      { name: 'locale', type: 'string?', doc: '`C`, or empty for the default.' },
      { name: 'category', type: '"all"|"collate"|"ctype"|"monetary"|"numeric"|"time"?', doc: 'Which part.' },
    ],
    results: [{ type: 'string?', doc: '`C`, or nil when another locale was asked for.' }],
  },
  {
    name: 'os.time',
    thread: 'vm',
    doc: 'Tells the time, or the time that a table describes in the time zone of the machine.',
    parameters: [{ name: 'date', type: 'table?', doc: 'A date; its fields are brought into their ranges.', fields: DATE_FIELDS }],
    results: [{ type: 'integer', doc: 'Seconds since 1970-01-01 00:00 UTC.' }],
    example: 'print(os.time({ year = 2026, month = 1, day = 1, hour = 0 }))',
  },
  {
    name: 'os.tmpname',
    thread: 'vm',
    doc: 'Makes a new, empty temporary file. Removing it is up to the script.',
    parameters: [],
    results: [{ type: 'string', doc: 'Its path.' }],
  },
] as const satisfies readonly ApiFunction[];

export const osApi = {
  id: 'os',
  title: 'os: time, environment, files',
  doc: "Lua's `os` library, within the rules for files.",
  isStandard: true,
  values: [{ name: 'os', type: 'table', doc: 'Time, environment, files.' }],
  classes: [],
  functions,
} as const satisfies ApiModule;
