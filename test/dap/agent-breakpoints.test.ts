/** Stops before, in and after calls of agents: what no Lua line is, but what a script is about. */
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { asks, goOn, poet, run, scopeRef, served, top } from './agent-scene.ts';
import type { StdioAdapter } from './client.ts';
import { KEY } from './model-server.ts';
import { script } from './script.ts';

test('all filters are announced, off, with conditions', async () => {
  const { exceptionBreakpointFilters } = await adapter().initialize();
  const ours = exceptionBreakpointFilters!.filter(({ filter }) => !['uncaught', 'caught', 'host'].includes(filter));
  expect(ours.map(({ filter }) => filter)).toEqual(['agent_call', 'agent_error', 'agent_response', 'tool_call', 'tool_error', 'http_error', 'token_limit']);
  for (const filter of ours) expect(filter).toMatchObject({ default: false, supportsCondition: true });
});

test('filters that need a condition, and conditions that are no Lua, are told in the reply', async () => {
  const program = script(asks);
  const dap = adapter();
  await dap.launch(program.path, {}, async () => {
    const filterOptions = [{ filterId: 'agent_response' }, { filterId: 'token_limit', condition: '  ' }, { filterId: 'agent_call', condition: 'request ==' }, { filterId: 'http_error' }];
    const { breakpoints } = await dap.request('setExceptionBreakpoints', { filters: ['agent_response', 'agent_call'], filterOptions });
    expect(breakpoints).toEqual([
      { id: expect.any(Number) as number, reason: 'failed', verified: false, message: expect.stringContaining('agent_response needs a condition') as string },
      { id: expect.any(Number) as number, verified: true },
      { id: expect.any(Number) as number, reason: 'failed', verified: false, message: expect.stringContaining('agent_response needs a condition') as string },
      { id: expect.any(Number) as number, reason: 'failed', verified: false, message: expect.stringContaining('tokens > 1000') as string },
      { id: expect.any(Number) as number, reason: 'failed', verified: false, message: expect.stringContaining('no Lua expression') as string },
      { id: expect.any(Number) as number, verified: true },
    ]);
  });
});

describe('before an agent is called', () => {
  test('the program stands at the line that asks, with the request as the first scope of that frame', async () => {
    const { dap, program } = await run(`${poet}local function ask(about)\n  return poet:execute({ prompt = about }) --@asks\nend\nask("rain") --@calls\n`, ['agent_call']);
    const stop = await dap.stopped('exception');
    expect(stop).toMatchObject({ description: 'Paused: before the call of agent "poet" (demo/echo)', text: 'before the call of agent "poet" (demo/echo)' });
    const info = await dap.request('exceptionInfo', { threadId: stop.threadId });
    expect(info).toMatchObject({ exceptionId: 'agent_call', description: 'before the call of agent "poet" (demo/echo)', breakMode: 'always' });
    const frames = await dap.stack(stop.threadId);
    expect(frames.map(({ name, line }) => `${name}:${line}`)).toEqual([`ask:${program.at('asks')}`, `main chunk:${program.at('calls')}`]);
    const { scopes } = await dap.request('scopes', { frameId: frames[0]!.id });
    expect(scopes.map(({ name }) => name)).toEqual(['Request', 'Arguments', 'Upvalues', 'Globals']);
    expect((await dap.request('scopes', { frameId: frames[1]!.id })).scopes.map(({ name }) => name)).not.toContain('Request');
    expect(await dap.scope(frames[0]!.id, 'Request')).toEqual({
      agent: '"poet"', provider: '"demo"', model: '"echo"', prompt: '"rain"', system_prompt: '"Be brief."', messages: expect.stringContaining('{') as string, temperature: 'nil', max_tokens: 'nil',
    });
    const request = await dap.variables(await scopeRef(dap, frames[0]!.id, 'Request'));
    const [first] = await dap.variables(request.find(({ name }) => name === 'messages')!.variablesReference);
    expect(await dap.variables(first!.variablesReference)).toMatchObject([
      { name: 'content', value: '"rain"', evaluateName: 'request.messages[1].content' },
      { name: 'role', value: '"user"' },
    ]);
    await goOn(dap);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(1);
  });

  type Change = (dap: StdioAdapter, frameId: number) => Promise<unknown>;
  const whole = 'request = { agent = "poet", provider = "demo", model = request.model, prompt = "snow", messages = { { role = "user", content = "snow" } } }';
  test.each<[string, Change]>([
    ['a field of the scope', async (dap, frameId) => dap.request('setVariable', { variablesReference: await scopeRef(dap, frameId, 'Request'), name: 'prompt', value: '"snow"' })],
    ['an expression', (dap, frameId) => dap.request('setExpression', { expression: 'request.prompt', value: '"sn" .. "ow"', frameId })],
    ['a message', (dap, frameId) => dap.evaluate('request.messages[1].content = "snow"', frameId)],
    ['the request as a whole', (dap, frameId) => dap.evaluate(whole, frameId)],
  ])('the request can be changed: %s; the answer is the answer to that', async (_, change) => {
    const { dap } = await run(asks, ['agent_call']);
    const { frameId, threadId } = await top(dap, 'agent_call');
    await change(dap, frameId);
    // One text with two names.
    expect(await dap.evaluate('request.prompt, request.messages[1].content, about', frameId)).toBe('"snow", "snow", "rain"');
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toContain('you asked "snow"');
  });

  test('what makes no sense is refused with the reason, and everything is as before', async () => {
    const { dap } = await run(asks, ['agent_call']);
    const { frameId, threadId } = await top(dap, 'agent_call');
    const ref = await scopeRef(dap, frameId, 'Request');
    const refused = (name: string, value: string): Promise<string> => dap.request('setVariable', { variablesReference: ref, name, value }).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
    expect(await refused('prompt', '42')).toBe('request.prompt cannot be set: a string is expected, not a number.');
    expect(await refused('prompt', 'nil')).toContain('it is needed');
    expect(await refused('agent', '"critic"')).toContain('request.agent cannot be set');
    expect(await refused('temperature', '-1')).toContain('at least 0');
    expect(await refused('max_tokens', '1.5')).toContain('an integer is expected');
    expect(await refused('messages', '{}')).toContain('a list of { role');
    expect(await refused('prompt', 'print')).toContain('function');
    const failed = (expression: string): Promise<string> => dap.evaluate(expression, frameId).catch((error: Error) => error.message);
    expect(await failed('request.messages[1].role = "system"')).toContain('message 1');
    expect(await failed('request.messages[1] = nil')).toContain('a list of { role');
    expect(await failed('table.insert(request.messages, { role = "assistant", content = "x" })')).toContain('role "user"');
    expect(await failed('request.promt = "typo"')).toContain('request.promt cannot be set: a request has agent, provider, model, prompt');
    expect(await failed('request = nil')).toContain('request cannot be set');
    expect(await failed('tokens = 1')).toContain('tokens cannot be set');
    expect(await failed('request.prompt = "a"; request.messages[1].content = "b"')).toContain('set one of the two');
    expect(await failed('request.prompt = "half"; about.x.y = 1')).toContain('attempt to index');
    expect(await dap.scope(frameId, 'Request')).toMatchObject({ prompt: '"rain"', temperature: 'nil', agent: '"poet"' });
    expect(await dap.evaluate('request.messages[1].content, request.messages[1].role, #request.messages, tokens', frameId)).toBe('"rain", "user", 1, 0');
    // What does make sense still works.
    expect(await refused('temperature', '0.5')).toBe('accepted');
    expect(await refused('max_tokens', '99')).toBe('accepted');
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toContain('you asked "rain"');
  });

  test('its names are there for the Debug Console, watches, hovers and completions; response and error are nil', async () => {
    const { dap } = await run(asks, [{ filterId: 'agent_call', condition: 'request.agent == "poet" and about == "rain" and not response and not error and not status and tokens == 0' }]);
    const { frameId } = await top(dap, 'agent_call');
    expect(await dap.evaluate('request.prompt', frameId, 'hover')).toBe('"rain"');
    expect(await dap.evaluate('#request.messages', frameId, 'watch')).toBe('1');
    const { targets } = await dap.request('completions', { text: 'request.sys', column: 12, frameId });
    expect(targets.map(({ label }) => label)).toEqual(['system_prompt']);
    expect((await dap.request('completions', { text: 'reque', column: 6, frameId })).targets.map(({ label }) => label)).toContain('request');
  });

  test('what was changed is what the server gets, and what the agent remembers', async () => {
    const { dap, model } = await served('a:execute({ prompt = "one" })\na:execute({ prompt = "two" })\n', ['agent_call'], [{ kind: 'answer', text: '1' }, { kind: 'answer', text: '2' }]);
    const first = await top(dap, 'agent_call');
    await dap.evaluate('request.prompt = "uno"; request.temperature = 0.25; request.max_tokens = 7; request.model = "m2"; request.system_prompt = "Be kind."', first.frameId);
    await goOn(dap);
    const second = await top(dap, 'agent_call');
    expect(await dap.evaluate('#request.messages, request.messages[1].content, request.messages[2].content, request.model', second.frameId)).toBe('3, "uno", "1", "m"');
    await dap.evaluate('table.remove(request.messages, 1); table.remove(request.messages, 1)', second.frameId);
    await goOn(dap);
    expect(await dap.exitCode()).toBe(0);
    expect(model.requests[0]).toMatchObject({ model: 'm2', temperature: 0.25, max_tokens: 7, messages: [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'uno' }] });
    expect(model.requests[1]!.messages).toEqual([{ role: 'user', content: 'two' }]);
    expect(JSON.stringify(dap.messages)).not.toContain(KEY);
  });
});

describe('when an answer is there', () => {
  test('the program stops at an answer that fulfils the condition, with request and response', async () => {
    const { dap } = await run(`${poet}for _, about in ipairs({ "rain", "snow" }) do\n  poet:execute({ prompt = about })\nend\n`, [{ filterId: 'agent_response', condition: 'response.text:find("snow")' }]);
    const { frameId, threadId } = await top(dap, 'agent_response');
    expect((await dap.request('scopes', { frameId })).scopes.slice(0, 2).map(({ name }) => name)).toEqual(['Request', 'Response']);
    expect(await dap.scope(frameId, 'Response')).toMatchObject({ text: expect.stringContaining('you asked \\"snow\\"') as string, model: '"echo"', finish_reason: '"stop"', cost: '0', duration_ms: expect.stringMatching(/^\d+$/) as string });
    expect(await dap.evaluate('response.tokens.input + response.tokens.output == response.tokens.total, tokens > response.tokens.total', frameId)).toBe('true, true');
    // It has been sent, it has arrived: there is nothing to change.
    for (const [name, value] of [['request.prompt', '"x"'], ['response.text', '"x"']] as const) {
      await expect(dap.request('setExpression', { expression: name, value, frameId })).rejects.toThrow('cannot be set');
    }
    expect(await dap.evaluate('request.prompt', frameId)).toBe('"snow"');
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(1);
  });

  test('a limit of tokens is passed once, counted over all calls', async () => {
    const { dap, program } = await run(`${poet}local used = 0\nfor i = 1, 4 do\n  used = used + poet:execute({ prompt = "p" }).metadata.token_count --@asks\nend\nprint(used)\n`, [{ filterId: 'token_limit', condition: 'i >= 3 and tokens > used' }]);
    const { frameId, line, threadId } = await top(dap, 'token_limit');
    expect(line).toBe(program.at('asks'));
    expect(await dap.evaluate('i', frameId)).toBe('3');
    const { description } = await dap.request('exceptionInfo', { threadId });
    expect(description).toBe(`after the answer of agent "poet" (demo/echo): ${await dap.evaluate('tokens', frameId)} tokens used so far`);
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(1);
  });

  test('a limit that has been passed stays so when other filters change', async () => {
    const limit = { filterId: 'token_limit', condition: 'tokens > 0' };
    const { dap } = await run(`${poet}for i = 1, 3 do\n  poet:execute({ prompt = "p" })\nend\n`, [limit]);
    const { threadId } = await top(dap, 'token_limit');
    await dap.request('setExceptionBreakpoints', { filters: ['caught'], filterOptions: [limit] });
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(1);
  });

  test('stops of several filters come in the order of the call', async () => {
    const { dap } = await served('a:execute({ prompt = "p" })\n', ['agent_call', { filterId: 'http_error', condition: 'status == 200' }, { filterId: 'agent_response', condition: 'status == 200' }], [{ kind: 'answer', text: 'yes' }]);
    for (const filter of ['agent_call', 'http_error', 'agent_response']) await goOn(dap, (await top(dap, filter)).threadId);
    expect(await dap.exitCode()).toBe(0);
  });
});

describe('when something fails', () => {
  test('HTTP 429: the program stops at each answer; no secret is shown; then at the failure; then at the Lua error', async () => {
    const { dap, program, model } = await served(
      'local ok, message = pcall(a.execute, a, { prompt = "p" }) --@asks\nprint(ok, message)\n',
      ['http_error', 'agent_error', 'caught'],
      [{ kind: 'status', status: 429, headers: { 'x-limit': '3', 'set-cookie': 'session=secret-of-the-server' }, message: `slow down, ${KEY}` }],
    );
    const stop = await dap.stopped('exception');
    expect(stop.text).toBe(`HTTP 429 from POST ${model.baseUrl}/chat/completions`);
    const frame = (await dap.stack(stop.threadId))[0]!;
    expect(frame.line).toBe(program.at('asks'));
    expect(await dap.scope(frame.id, 'Response')).toMatchObject({ status: '429', method: '"POST"', url: `"${model.baseUrl}/chat/completions"` });
    expect(await dap.evaluate('JSON.parse(response.body).error.message:gsub("%[.*", "")', frame.id)).toMatch(/^"slow down, /);
    expect(await dap.evaluate('status, response.headers["x-limit"], response.headers["set-cookie"], response.headers.authorization', frame.id)).toBe('429, "3", nil, nil');
    await goOn(dap, stop.threadId);
    const failure = await top(dap, 'agent_error');
    const info = await dap.request('exceptionInfo', { threadId: failure.threadId });
    expect(info).toMatchObject({ description: 'after agent "a" (local/m) failed', details: { message: expect.stringContaining('HTTP 429') as string, typeName: 'http_status' } });
    expect(await dap.evaluate('status, error:find("HTTP 429") ~= nil, request.prompt', failure.frameId)).toBe('429, true, "p"');
    await goOn(dap, failure.threadId);
    expect((await dap.stopped('exception')).description).toBe('Paused on a caught error');
    await goOn(dap);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toContain('false');
    expect(JSON.stringify(dap.messages)).not.toContain(KEY);
    expect(JSON.stringify(dap.messages)).not.toContain('secret-of-the-server');
  });

  test.each([400, 500])('HTTP %i stops without a condition, 200 does not', async (status) => {
    const { dap } = await served('pcall(a.execute, a, { prompt = "p" })\nprint(a:execute({ prompt = "q" }).text)\n', ['http_error'], [{ kind: 'status', status }, { kind: 'answer', text: 'yes' }]);
    const { frameId, threadId } = await top(dap, 'http_error');
    expect(await dap.evaluate('status', frameId)).toBe(String(status));
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(1);
    expect(dap.output('stdout')).toBe('yes\n');
  });

  test('a connection that is reset is a failure without a status', async () => {
    const { dap } = await served('a:execute({ prompt = "p" }) --@asks\n', [{ filterId: 'agent_error', condition: 'error:find("closed the connection")' }, 'uncaught'], [{ kind: 'reset' }]);
    const { frameId, threadId } = await top(dap, 'agent_error');
    expect(await dap.evaluate('status, response', frameId)).toBe('nil, nil');
    await goOn(dap, threadId);
    expect((await dap.stopped('exception')).description).toBe('Paused on an error');
    await goOn(dap);
    expect(await dap.exitCode()).toBe(1);
  });

  test('a condition that fails is told once and stops nothing', async () => {
    const { dap } = await run(`${poet}for i = 1, 3 do poet:execute({ prompt = "p" }) end\n`, [{ filterId: 'agent_call', condition: 'request.nothing.at_all' }]);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(0);
    const complaints = dap.events('output').filter(({ category }) => category === 'important');
    expect(complaints).toHaveLength(1);
    expect(complaints[0]!.output).toContain('request.nothing.at_all');
  });
});
