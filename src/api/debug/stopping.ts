/** `Debug`: the debugger as a script steers it, and where the script is. */
import type { ApiFunction, ApiParameter } from '../types.ts';

const TRACE_OPTIONS = {
  name: 'options',
  type: 'table?',
  doc: 'What to include.',
  closed: true,
  fields: [
    { name: 'max_depth', type: 'integer?', doc: 'Functions at most. Default 50.' },
    { name: 'capture_locals', type: 'boolean?', doc: 'Adds the local variables of each function. Default false.' },
    { name: 'capture_upvalues', type: 'boolean?', doc: 'Adds the upvalues of each function. Default false.' },
    { name: 'include_source', type: 'boolean?', doc: 'Names file and line. Default true.' },
  ],
} as const satisfies ApiParameter;

export const stoppingFunctions = [
  {
    name: 'Debug.enableDAP',
    thread: 'host',
    doc: 'Lets debuggers attach to the script over TCP, on this machine. The address is in a connection file, which is there until the kernel ends. Calling it again answers the same address.',
    parameters: [
      {
        name: 'options',
        type: 'table?',
        doc: 'Where, and whether to wait.',
        closed: true,
        fields: [
          { name: 'port', type: 'integer?', doc: 'The port of the debug adapter; 0 takes any free one. Default 9556. Where the kernel listens already, its port stays.' },
          { name: 'wait_for_debugger', type: 'boolean?', doc: 'Waits until a debugger has attached and set its breakpoints; the time counts against no limit. Default false.' },
        ],
      },
    ],
    results: [{ type: 'table', doc: 'A table with `port` and `connection_file`.' }],
    example: 'local dap = Debug.enableDAP({ port = 0, wait_for_debugger = true })\nprint(dap.port, dap.connection_file)',
  },
  {
    name: 'Debug.breakpoint',
    thread: 'vm',
    doc: 'Stops in the debugger: here and now without arguments, else whenever the script comes to that line or function. Without a debugger nothing happens; the breakpoint counts once one attaches.',
    parameters: [
      { name: 'file_or_function', type: 'string|function?', doc: 'The path of a file (relative to the script), the name of a function as it is written (`name`, `M.f`, `Obj:m`), or a function.' },
      { name: 'line', type: 'integer?', doc: 'The line in the file; a function without one stops at its first line.' },
    ],
    results: [],
    example: 'Debug.breakpoint("lib/parser.lua", 10)\nDebug.breakpoint("handle_answer")\nDebug.breakpoint()',
  },
  {
    name: 'Debug.step',
    thread: 'vm',
    doc: 'Stops at the next line that runs, also inside a function that is called before. Does nothing without a debugger.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.stepOver',
    thread: 'vm',
    doc: 'Stops at the next line of the function that calls it, or of its caller when it ends. Does nothing without a debugger.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.continue',
    thread: 'vm',
    doc: 'Takes back a `Debug.step` or `Debug.stepOver` that has not stopped yet. Does nothing without a debugger.',
    parameters: [],
    results: [],
  },
  {
    name: 'Debug.stackTrace',
    thread: 'vm',
    doc: 'Tells where the script is, as text: one line for each function that is being called, innermost first.',
    parameters: [TRACE_OPTIONS],
    results: [{ type: 'string', doc: 'The text.' }],
  },
  {
    name: 'Debug.stackTraceJson',
    thread: 'vm',
    doc: 'Tells where the script is, as JSON.',
    parameters: [TRACE_OPTIONS],
    results: [{ type: 'string', doc: 'An object with `frames`, innermost first: objects with `level`, `name` (where it has one), `what` (`Lua`, `C` or `main`), `source`, `line`, and, when asked for, `locals` and `upvalues` as objects of texts.' }],
    example: 'print(JSON.parse(Debug.stackTraceJson()).frames[1].line)',
  },
] as const satisfies readonly ApiFunction[];
