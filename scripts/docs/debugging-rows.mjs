// @ts-check
/**
 * The rows of the tables in docs/debugging.md, one line each: what is announced (a capability, or `filter:` and an exception filter), or the name
 * of a feature; what it gives; the file and the name of a test that proves it; for readers another title, where that name is a pattern.
 * `npm run generate:docs` checks all of it and writes the tables.
 */

/** @typedef {readonly [what: string, gives: string, file: string, test: string, title?: string]} Row */

const dap = (/** @type {string} */ name) => `test/dap/${name}.test.ts`;

/** @type {readonly Row[]} */
export const announced = [
  ['supportsConfigurationDoneRequest', 'breakpoints are there before the first instruction runs', dap('complaints/10-reconnect'), 'waits for the breakpoints: one on the very first line is hit without stopOnEntry (duktape#13)'],
  ['supportsFunctionBreakpoints', 'stop in functions by name: `name`, `M.f`, `Obj:m`', dap('breakpoints'), '%s stops once in each call, at the first line of the body', 'a breakpoint on a function, however it is named, stops once in each call, at the first line of the body'],
  ['supportsConditionalBreakpoints', 'a condition is any Lua expression; its error is told once', dap('breakpoints'), '%j stops at %j', 'conditions and hit counts of every kind stop where they hold'],
  ['supportsHitConditionalBreakpoints', 'hit counts: `3`, `>=3`, `%3`', dap('breakpoints'), 'hits go on counting when another breakpoint is added'],
  ['supportsLogPoints', 'write a text with `{expressions}` instead of stopping', dap('breakpoints'), 'a log message is written with its expressions, nested braces included, and does not stop'],
  ['supportsDataBreakpoints', 'stop when a variable or field is written, with old and new value', dap('data-breakpoints'), 'after each change, at the line that wrote, with old and new value and its id'],
  ['supportsBreakpointLocationsRequest', 'the lines on which a stop is possible', dap('breakpoints'), 'breakpointLocations names the lines on which a stop is possible'],
  ['filter:uncaught', 'errors that nothing catches, where they are raised', dap('exceptions'), 'stop where they are raised, with the whole stack and its values'],
  ['filter:caught', 'errors that the script catches', dap('exceptions'), 'stop each time when asked for, and the program behaves the same'],
  ['filter:host', 'errors of agents, tools and other host functions', dap('host-calls'), 'the filter for host errors stops where a host call fails, caught or not'],
  ['filter:agent_call', 'before an agent is called; the request can be changed', dap('agent-breakpoints'), 'the program stands at the line that asks, with the request as the first scope of that frame'],
  ['filter:agent_error', 'when an agent fails', dap('agent-breakpoints'), 'a connection that is reset is a failure without a status'],
  ['filter:agent_response', 'when an answer fulfils a condition', dap('agent-breakpoints'), 'the program stops at an answer that fulfils the condition, with request and response'],
  ['filter:tool_call', 'before a tool runs; its parameters can be changed', dap('tool-breakpoints'), 'before a tool runs, its parameters can be changed'],
  ['filter:tool_error', 'when a tool fails', dap('tool-breakpoints'), 'where a tool fails, the program stops, whether the failure is raised or given back'],
  ['filter:http_error', 'when a server answers with 400 or more', dap('agent-breakpoints'), 'HTTP %i stops without a condition, 200 does not', 'statuses 400 and 500 stop without a condition, 200 does not'],
  ['filter:token_limit', 'when the tokens used pass a limit', dap('agent-breakpoints'), 'a limit of tokens is passed once, counted over all calls'],
  ['supportsExceptionFilterOptions', 'each of these filters takes a condition', dap('exceptions'), 'stop under a condition over err and the names of the place'],
  ['supportsExceptionInfoRequest', 'the error value itself, with its fields', dap('complaints/04-errors'), 'the error that is shown is the value itself: a table keeps its fields, an object is not made a string'],
  ['supportsEvaluateForHovers', 'hovers, which never run code of the program', dap('evaluate'), 'reads names, fields and inherited fields'],
  ['supportsClipboardContext', 'values are copied as Lua that makes them again', dap('evaluate'), 'the clipboard gets Lua that makes the value again'],
  ['supportsSetVariable', 'set what is shown, in every scope and table', dap('setting'), 'variables of every scope, table fields, and what closures share'],
  ['supportsSetExpression', 'assign to any expression', dap('setting'), 'setVariable sets the entry that is shown; setExpression assigns as Lua does'],
  ['supportsCompletionsRequest', 'names and members in the Debug Console', dap('completions'), 'own and inherited, of any expression that needs no code'],
  ['completionTriggerCharacters', 'completion comes by itself behind `.`, `:`, `[` and `"`', dap('completions'), 'the characters that ask for them are announced'],
  ['supportsANSIStyling', 'colours in output', dap('value-format'), 'terminal escapes pass in output and never in values'],
  ['supportsValueFormattingOptions', 'integers in hexadecimal', dap('value-format'), 'for the session, until it is changed; clients are told to look again'],
  ['supportsDelayedStackTraceLoading', 'stacks of a hundred thousand calls come in pages', dap('stepping'), 'a stack of a hundred thousand calls comes in pages'],
  ['supportsLoadedSourcesRequest', 'files and texts of `load`, as they come', dap('load-chunks'), 'a chunk from load is a source by reference; its breakpoints survive a re-load of the same text and a restart'],
  ['supportsRestartRequest', 'a new VM in the same session', dap('lifecycle'), 'runs the program anew in the same session, with its breakpoints, and no terminated in between'],
  ['supportsRestartFrame', 'start a function anew, or one of its callers', dap('jumps'), 'the frames that can, say so; a caller begins anew without those above it'],
  ['supportsGotoTargetsRequest', 'jump to another statement of the function', dap('jumps'), 'out of a loop and back: it stops there, and goes on from there'],
  ['supportsStepInTargetsRequest', 'choose which call of the line to step into', dap('jumps'), 'the calls of the line as they are written, in the order in which they run'],
  ['supportsTerminateThreadsRequest', 'end one coroutine', dap('jumps'), 'a suspended one is dead; the running one is left, and the program stops where it was resumed'],
  ['supportsTerminateRequest', 'end the program, whatever it does', dap('host-calls'), 'terminate ends a program that waits in a host call, and the request with it'],
  ['supportTerminateDebuggee', 'leave with or without the program', dap('watching'), 'it may end the program for all'],
  ['supportSuspendDebuggee', 'leave a stopped program stopped for the next debugger', dap('reattach'), 'leaves a stopped program stopped, and the next debugger is told'],
  ['supportsCancelRequest', 'end an evaluation', dap('evaluate'), 'cancel ends an evaluation at once'],
];

/** @type {readonly Row[]} */
export const beyond = [
  ['Edit while the program is stopped', 'saving a file replaces its functions; state, callbacks and breakpoints stay', dap('edit'), 'is stepped into with its new code, and keeps what it has captured'],
  ['Old code is shown as such', 'a function that runs ends with the text it began with', dap('edit'), 'ends with its old code, which its frames show; the next call runs the new one'],
  ['Edit and restart a frame', 'a function that runs begins anew with its new code', dap('edit'), 'runs its new code when its frame is restarted'],
  ['Launch configurations are checked', 'wrong values are refused before anything starts, with the reason', 'test/vscode/suites/launch.suite.ts', 'of a wrong type are refused before anything starts'],
  ['F5 without launch.json', 'the file in the editor is debugged', 'test/vscode/suites/start.suite.ts', 'starts the file in the editor with F5 and no launch.json'],
  ['Running kernels to pick from', 'in launch.json, without a port, and by a command', 'test/vscode/suites/launch.suite.ts', 'asks when several run: in launch.json, without a port, and by the command'],
  ['Compound launches', 'several programs at once, completed with the names of their configurations', 'test/vscode/suites/launch.suite.ts', 'is completed with the names of its members, and starts them together'],
  ['Dynamic configurations', 'one for each running kernel, and one that asks for arguments', 'test/ui/launching.ui.ts', 'the list of configurations has one for each running kernel, and one that asks for arguments'],
  ['Arguments', 'asked for at the start, and remembered for the file', 'test/ui/launching.ui.ts', 'arguments are asked for, split as in a shell, and remembered for the file'],
  ['launch.json explains itself', 'completion and a description of every attribute', 'src/extension/debug/attributes.test.ts', 'are those that package.json offers in launch.json, each explained'],
  ['Progress', 'a kernel that starts slowly says so, and can be cancelled', 'test/ui/launching.ui.ts', 'a kernel that starts slowly shows progress, which can be cancelled'],
  ['Network view', 'every HTTP request stands below the agent call that made it', 'test/ui/http.ui.ts', 'HTTP requests are rows below their agent call'],
  ['Auto-attach', '`llmspell run --debug` in a terminal attaches its window', 'test/cli/run-debug.test.ts', 'tells its window where to attach'],
  ['Agents of an attached program', 'their calls and answers in the panel and beside the lines, over the debug connection', dap('followed-events'), 'a debugger that asks gets them with their content, from its coming to the end of the program'],
  ['The integrated terminal', '`console: integratedTerminal` for programs that talk to a terminal', dap('terminal'), 'has its input, output and environment there, stops at breakpoints, and ends with its exit code'],
  ['A real terminal', 'echo, line editing and Ctrl-C are as without a debugger', 'test/cli/pseudo-terminal.test.ts', 'what is typed is echoed, edited and read, also what is typed while the program is stopped'],
  ['`io.read` from the Debug Console', 'what the program reads is entered there', dap('input'), 'the console says how to enter lines and their end, after what the program wrote before'],
  ['Inline values', 'values stand behind the lines of the stopped function', 'test/ui/inspecting.ui.ts', 'values stand behind the lines of the stopped function'],
  ['Hovers take expressions whole', '`a.b:c`, and nothing in comments', 'test/ui/inspecting.ui.ts', 'a hover takes an expression whole, and nothing in comments and key words'],
  ['Hovers are checked before they run', 'no function and no metamethod is called', 'src/script/debug/evaluation/pure-evaluation.test.ts', 'a hover changes nothing, and gives what Lua gives whenever it answers'],
  ['Values as JSON', 'copied, and viewed in a document', 'test/vscode/suites/inspection.suite.ts', 'are viewed as JSON in a document that cannot be changed'],
  ['Lazy variables', 'what needs a metamethod is offered, and runs when it is opened', dap('lazy-variables'), 'metamethods are offered behind the fields and do not run'],
  ['Paging', 'tables of any size are sorted and come in pages', dap('complaints/08-tables'), 'come in pages: what is asked for is answered, from the front, the middle and the end, and never all at once'],
  ['Scopes', 'arguments, locals, varargs, upvalues, globals; the value of an error; request and response of an agent', dap('variables'), 'have the agreed names in their order; empty ones are left out'],
  ['Values lead to their code', 'functions to their definition, coroutines to where they stand', dap('value-locations'), 'functions lead to their definition, coroutines to where they stand or were created'],
  ['Views are told when to look again', 'after a value was set, integers are shown otherwise, a file was saved', dap('value-format'), 'for the session, until it is changed; clients are told to look again'],
  ['Skipped files', '`skipFiles`: steps pass through them and stop in your callbacks', dap('stepping'), 'skipFiles: steps pass through skipped files and stop in callbacks from them'],
  ['Coroutines are threads', 'each with its stack, in every state', dap('complaints/03-coroutines'), 'each coroutine is a thread with its own stack, in every state it can have'],
  ['Several debuggers at once', 'the first one controls the program, the others watch and take over', dap('watching'), 'watches: it sees the stop at once, the stack, the values, the output and the end'],
  ['Steered from Lua', '`Debug.breakpoint`, `Debug.step`, `Debug.enableDAP`', dap('steered'), 'sets places by file, name and function, beside those of the client and not touched by them'],
  ['Protocol log', 'what VS Code and the adapter say, without secrets', 'test/ui/inspecting.ui.ts', 'the protocol log shows what is said, without secrets'],
  ['No hooks', 'breakpoints that are not reached cost nothing', dap('complaints/02-speed'), 'there is no hook: 200 breakpoints in 50 files, none reached, and the script sees none either'],
  ['A debugged program does what it does alone', 'same output, same errors, same steps of the VM', 'src/script/debugged-run.property.test.ts', 'random programs do the same alone and debugged'],
];
