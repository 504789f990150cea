/** Whole conversations, word by word: what a client sees of one debug session. The files in test/golden are meant to be read. */
import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { adapter } from './adapter.ts';
import { script } from './script.ts';
import { expectGolden, transcript } from './transcript.ts';

test('what the adapter says it can do', async () => {
  const dap = adapter();
  await dap.initialize();
  expectGolden('initialize', transcript(dap, { folder: '/nowhere' }));
});

test('one breakpoint: stop, look, step, continue, end', async () => {
  const program = script(`local Account = {}
Account.__index = Account

function Account:deposit(amount)
  -- money comes in --@comment
  self.balance = self.balance + amount
  return self.balance
end

local account = setmetatable({ balance = 10 }, Account)
print("balance", account:deposit(5))
`);
  const dap = adapter();
  await dap.launch(program.path, {}, async () => {
    await dap.breakpoints(program.path, [program.at('comment'), 99]);
    await dap.request('setExceptionBreakpoints', { filters: ['uncaught'] });
  });
  const { threadId } = await dap.stopped('breakpoint');
  await dap.request('threads');
  const { stackFrames } = await dap.request('stackTrace', { threadId, startFrame: 0, levels: 20 });
  const { scopes } = await dap.request('scopes', { frameId: stackFrames[0]!.id });
  const { variables } = await dap.request('variables', { variablesReference: scopes[0]!.variablesReference });
  await dap.request('variables', { variablesReference: variables[0]!.variablesReference });
  await dap.request('evaluate', { expression: 'self.balance + amount', frameId: stackFrames[0]!.id, context: 'repl' });
  await dap.request('next', { threadId });
  await dap.stopped('step');
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('breakpoint', transcript(dap, program));
});

test('an uncaught error: stop where it is raised, exception info, traceback, exit code', async () => {
  const program = script(`local function parse(text)
  local value = tonumber(text)
  return value.integer
end
print(pcall(parse, "x"))
parse("y")
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters: ['uncaught'] }));
  const { threadId } = await dap.stopped('exception');
  await dap.request('exceptionInfo', { threadId });
  await dap.request('stackTrace', { threadId });
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('uncaught-error', transcript(dap, program));
});

test('coroutines as threads', async () => {
  const program = script(`local function numbers(n)
  for i = 1, n do
    coroutine.yield(i) --@yield
  end
end
local co = coroutine.create(numbers)
local ok, first = coroutine.resume(co, 2)
print(first) --@main
coroutine.resume(co)
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('yield'), program.at('main')]));
  for (let stops = 0; stops < 3; stops++) {
    const { threadId } = await dap.stopped('breakpoint');
    const { threads } = await dap.request('threads');
    for (const thread of threads) await dap.request('stackTrace', { threadId: thread.id });
    await dap.request('continue', { threadId });
  }
  await dap.exitCode();
  await dap.quit();
  expectGolden('coroutines', transcript(dap, program));
});

test('going on elsewhere: into one call, to another line, from the start of a frame, without a coroutine', async () => {
  const program = script(`local function add(a, b)
  local sum = a + b --@sum
  return sum
end
local one = add(add(1, 2), tonumber("3")) --@start
for i = 1, 2 do
  one = one + i --@loop
end
local worker = coroutine.create(add)
print(one) --@last
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('start')]));
  const { threadId } = await dap.stopped('breakpoint');
  const main = await dap.request('stackTrace', { threadId });
  const { targets } = await dap.request('stepInTargets', { frameId: main.stackFrames[0]!.id });
  await dap.request('stepIn', { threadId, targetId: targets.at(-1)!.id });
  await dap.stopped('step');
  await dap.request('next', { threadId });
  await dap.stopped('step');
  const inside = await dap.request('stackTrace', { threadId });
  await dap.request('restartFrame', { frameId: inside.stackFrames[0]!.id });
  await dap.stopped('restart');
  await dap.request('stepOut', { threadId });
  await dap.stopped('step');
  const source = { path: program.path };
  const loop = await dap.request('gotoTargets', { source, line: program.at('loop') });
  await dap.request('goto', { threadId, targetId: loop.targets[0]!.id }).catch(() => undefined);
  const last = await dap.request('gotoTargets', { source, line: program.at('last') - 1 });
  await dap.request('goto', { threadId, targetId: last.targets[0]!.id });
  await dap.stopped('goto');
  await dap.request('next', { threadId });
  await dap.stopped('step');
  const { threads } = await dap.request('threads');
  await dap.request('terminateThreads', { threadIds: [threads[1]!.id] });
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('jumps', transcript(dap, program));
});

test('a launch that fails, and requests that make no sense', async () => {
  const program = script('print("x")\n');
  const dap = adapter();
  await dap.request('threads').catch(() => undefined);
  await dap.initialize();
  await dap.request('launch', { program: `${program.folder}/missing.lua` }).catch(() => undefined);
  await dap.request('launch', { program: program.folder }).catch(() => undefined);
  await dap.request('launch', {}).catch(() => undefined);
  await dap.request('continue', { threadId: 1 }).catch(() => undefined);
  await dap.request('readMemory', {}).catch(() => undefined);
  await dap.quit();
  expectGolden('refusals', transcript(dap, program));
});

test('a restart, a logpoint, a terminate', async () => {
  const program = script('for i = 1, 2 do\n  local square = i * i --@log\nend\nlocal last = true --@here\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () =>
    dap.breakpoints(program.path, [{ line: program.at('log') + 1, condition: 'false' }, { line: program.at('log'), logMessage: 'i is {i}' }, program.at('here')]),
  );
  await dap.stopped('breakpoint');
  await dap.request('restart');
  await dap.stopped('breakpoint');
  await dap.request('terminate');
  await dap.exitCode();
  await dap.quit();
  expectGolden('restart', transcript(dap, program));
});

test('an agent breakpoint: before the call, the request changed, the answer to it', async () => {
  const program = script(`local poet = Agent.create("poet", { model = "demo/echo" })
local function ask(about)
  return poet:execute({ prompt = about }).text
end
print(ask("rain"):match('you asked "(%a+)"'))
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () =>
    dap.request('setExceptionBreakpoints', {
      filters: ['agent_call', 'token_limit'],
      filterOptions: [{ filterId: 'agent_response', condition: 'response.text:find("snow")' }],
    }),
  );
  const { threadId } = await dap.stopped('exception');
  await dap.request('exceptionInfo', { threadId });
  const { stackFrames } = await dap.request('stackTrace', { threadId });
  const frameId = stackFrames[0]!.id;
  const { scopes } = await dap.request('scopes', { frameId });
  const variablesReference = scopes[0]!.variablesReference;
  await dap.request('variables', { variablesReference });
  await dap.request('setVariable', { variablesReference, name: 'prompt', value: '42' }).catch(() => undefined);
  await dap.request('setVariable', { variablesReference, name: 'prompt', value: '"snow"' });
  await dap.request('evaluate', { expression: 'request.messages[1].content', frameId, context: 'watch' });
  await dap.request('continue', { threadId });
  await dap.stopped('exception');
  await dap.request('exceptionInfo', { threadId });
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('agent-breakpoint', transcript(dap, program));
});

test('a data breakpoint: what can be watched, a change, the end of the variable', async () => {
  const program = script(`local function count(words)
  local total = 0
  for _, word in ipairs(words) do --@loop
    total = total + #word --@write
  end
  return total
end
count({ "a", "", "ab" })
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('loop')]));
  const { threadId } = await dap.stopped('breakpoint');
  const { stackFrames } = await dap.request('stackTrace', { threadId });
  const frameId = stackFrames[0]!.id;
  const { dataId } = await dap.request('dataBreakpointInfo', { name: 'total', frameId });
  await dap.request('dataBreakpointInfo', { name: 'count(words)', frameId });
  await dap.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write', condition: 'new > old + 1' }] });
  await dap.breakpoints(program.path, []);
  await dap.request('continue', { threadId });
  await dap.stopped('data breakpoint');
  await dap.request('stackTrace', { threadId });
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('data-breakpoint', transcript(dap, program));
});

test('values: what a table shows, what waits to be asked, hexadecimal, as JSON, set, completed', async () => {
  const program = script(`local Config = { __tostring = function() return "the config" end, __index = function(_, key) return key:upper() end }
local config = setmetatable({ port = 8080, 1, "two", text = "\\27[1m" }, Config)
local worker = coroutine.create(function() coroutine.yield() end)
print(config.host) --@here
`);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('here')]));
  const { threadId } = await dap.stopped('breakpoint');
  const frameId = (await dap.request('stackTrace', { threadId, format: { parameters: true, line: true } })).stackFrames[0]!.id;
  const { scopes } = await dap.request('scopes', { frameId });
  const locals = await dap.variables(scopes[0]!.variablesReference);
  await dap.request('locations', { locationReference: locals[2]!.valueLocationReference });
  await dap.request('locations', { locationReference: locals[2]!.declarationLocationReference });
  const children = await dap.variables(locals[1]!.variablesReference);
  for (const { presentationHint, variablesReference } of children) if (presentationHint?.lazy) await dap.variables(variablesReference);
  await dap.request('evaluate', { expression: 'config.port // 1000 .. config[2]', frameId, context: 'hover' });
  await dap.request('evaluate', { expression: 'config.host', frameId, context: 'hover' }).catch(() => undefined);
  await dap.request('setValueFormat', { hex: true });
  await dap.event('invalidated');
  await dap.request('setVariable', { variablesReference: locals[1]!.variablesReference, name: 'port', value: 'config.port + 1' });
  await dap.request('valueText', { variablesReference: locals[1]!.variablesReference, format: 'json' });
  await dap.request('completions', { text: 'config["po', column: 11, frameId });
  await dap.request('evaluate', { expression: 'local lost = 1', frameId, context: 'repl' });
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('values', transcript(dap, program));
});

test('an edit: a running function ends with its old code, the next call runs the new one', async () => {
  const text = `local calls = 0
local function price(amount)
  calls = calls + 1 --@in
  return amount * 2
end
print(price(10))
print(price(10), calls)
`;
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('in')]));
  const { threadId } = await dap.stopped('breakpoint');
  writeFileSync(program.path, text.replace('amount * 2', 'amount * ('));
  await dap.request('fileSaved', { path: program.path }).catch(() => undefined);
  writeFileSync(program.path, `-- prices\n${text.replace('amount * 2', 'amount * 3')}`);
  await dap.request('fileSaved', { path: program.path });
  await dap.event('invalidated');
  const [old] = await dap.stack(threadId);
  await dap.request('source', { source: old!.source, sourceReference: old!.source!.sourceReference });
  await dap.request('continue', { threadId });
  await dap.stopped('breakpoint');
  await dap.stack(threadId);
  await dap.request('continue', { threadId });
  await dap.exitCode();
  await dap.quit();
  expectGolden('edit', transcript(dap, program));
});
