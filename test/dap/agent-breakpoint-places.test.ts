/** Agent breakpoints wherever a call can stand, and what can happen while the program stands at one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asks, goOn, poet, run, served, tcpKernel, top } from './agent-scene.ts';
import { localProvider, modelServer } from './model-server.ts';
import { script } from './script.ts';

describe('wherever the call stands', () => {
  test.each([
    ['complete', 'print(poet:complete("rain").text) --@asks'],
    ['a coroutine', 'local co = coroutine.wrap(function() return poet:execute({ prompt = "rain" }).text end) --@asks\nprint(co())'],
    ['pcall', 'print(select(2, pcall(poet.execute, poet, { prompt = "rain" })).text) --@asks'],
    ['code from load', 'local f = load("return (...):execute({ prompt = \\"rain\\" }).text") --@asks\nprint(f(poet))'],
    ['a sort callback', 'local first = true\ntable.sort({ 2, 1 }, function(x, y)\n  if first then first = false; print(poet:execute({ prompt = "rain" }).text) end --@asks\n  return x < y\nend)'],
    ['a metamethod', 'local t = setmetatable({}, { __index = function(_, key) return poet:execute({ prompt = key }).text end }) --@asks\nprint(t.rain)'],
  ])('%s', async (_, text) => {
    const { dap, program } = await run(`${poet}${text}\n`, ['agent_call']);
    const { threadId } = await dap.stopped('exception');
    const frame = (await dap.stack(threadId))[0]!;
    expect(frame.source?.path === program.path ? frame.line : program.at('asks')).toBe(program.at('asks'));
    await dap.evaluate('request.prompt = "snow"', frame.id);
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toContain('you asked "snow"');
  });

  test('a coroutine that is the agent’s method itself, without a line of its own', async () => {
    const { dap } = await run(`${poet}local co = coroutine.create(poet.execute)\nprint(select(2, coroutine.resume(co, poet, { prompt = "rain" })).text)\n`, ['agent_call']);
    const { threadId } = await dap.stopped('exception');
    expect((await dap.stack(threadId)).length).toBeGreaterThan(0);
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toContain('you asked "rain"');
  });

  test('a stream: before it, in its callbacks, and after its last piece', async () => {
    const text = `${poet}local pieces = {}\nlocal result = poet:invokeStream({ prompt = "rain" }, function(piece)\n  pieces[#pieces + 1] = piece --@piece\nend)\nprint(table.concat(pieces) == result.text, result.text)\n`;
    const { dap, program } = await run(text, ['agent_call', { filterId: 'agent_response', condition: 'response.text:find("snow")' }], (client, file) => client.breakpoints(file.path, [{ line: file.at('piece'), hitCondition: '2' }]));
    const before = await top(dap, 'agent_call');
    expect(before.line).toBe(program.at('piece') - 1);
    await dap.evaluate('request.prompt = "snow"', before.frameId);
    await goOn(dap);
    await dap.stopped('breakpoint');
    await goOn(dap);
    const after = await top(dap, 'agent_response');
    expect(after.line).toBe(program.at('piece') - 1);
    await goOn(dap);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toMatch(/^true\t\[demo\] .*you asked "snow"/);
  });

  test('a step from there leads to the next line', async () => {
    const { dap, program } = await run(asks, ['agent_call']);
    const { threadId } = await top(dap, 'agent_call');
    await dap.request('next', { threadId });
    expect(await dap.stoppedAt('step')).toBe(`main chunk:${program.at('asks') + 1}`);
  });

  test('what the Debug Console asks of an agent stops nowhere', async () => {
    const { dap } = await run(asks, ['agent_call', { filterId: 'agent_response', condition: 'true' }]);
    const { frameId, threadId } = await top(dap, 'agent_call');
    expect(await dap.evaluate('poet:execute({ prompt = "aside" }).text', frameId)).toContain('aside');
    await goOn(dap, threadId);
    await goOn(dap, (await top(dap, 'agent_response')).threadId);
    expect(await dap.exitCode()).toBe(0);
  });
});

describe('while the program stands there', () => {
  test('terminate ends it and nothing is sent', async () => {
    const { dap, model } = await served('a:execute({ prompt = "p" })\n', ['agent_call'], []);
    await top(dap, 'agent_call');
    await dap.request('terminate');
    expect(await dap.exitCode()).toBe(1);
    expect(model.requests).toEqual([]);
    expect(await dap.quit()).toBe(0);
  });

  test('disconnect ends a launched program', async () => {
    const { dap, model } = await served('a:execute({ prompt = "p" })\n', ['agent_call'], []);
    await top(dap, 'agent_call');
    expect(await dap.quit()).toBe(0);
    expect(model.requests).toEqual([]);
  });

  test('filters can be taken away and set anew; a restart meets them again', async () => {
    const { dap } = await run(`${asks}poet:execute({ prompt = "more" })\n`, ['agent_call']);
    await top(dap, 'agent_call');
    await dap.request('restart');
    await top(dap, 'agent_call');
    await dap.request('setExceptionBreakpoints', { filters: [] });
    await goOn(dap);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.events('stopped')).toHaveLength(2);
  });

  test('it cannot be told to go on elsewhere: the call has to be answered first', async () => {
    const { dap, program } = await run(`local function ask(poet)\n  return poet:execute({ prompt = "rain" }).text --@asks\nend\n${poet}local early = 1 --@early\nprint(ask(poet))\n`, ['agent_call']);
    const { threadId, frameId } = await top(dap, 'agent_call');
    for (const mark of ['asks', 'early']) {
      const { targets } = await dap.request('gotoTargets', { source: { path: program.path }, line: program.at(mark) });
      await expect(dap.request('goto', { threadId, targetId: targets[0]!.id }), mark).rejects.toThrow(/waits in a host function, .*let that return first/);
    }
    const frames = await dap.stack(threadId);
    expect(frames.map(({ canRestart }) => canRestart)).toEqual([false, false]);
    for (const frame of frames) await expect(dap.request('restartFrame', { frameId: frame.id }), frame.name).rejects.toThrow(/waits in a host function, .*let that return first/);
    expect(await dap.evaluate('request.prompt', frameId)).toBe('"rain"');
    await goOn(dap, threadId);
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toContain('you asked "rain"');
  });

  test('other programs of the kernel go on, and a debugger that lets go lets the changed request go', async () => {
    const model = await modelServer();
    const { connect, token } = await tcpKernel();
    const program = script(`${model.agent}\nwhile not go do end\na:execute({ prompt = "p" }) --@asks\n`);
    const config = join(program.folder, 'llmspell.toml');
    writeFileSync(config, localProvider);
    const starter = connect();
    await starter.launch(program.path, { token, config });
    await starter.request('disconnect');
    await starter.closed();

    const dap = connect();
    await dap.initialize();
    await dap.request('attach', { token });
    await dap.event('initialized');
    await dap.request('setExceptionBreakpoints', { filters: ['agent_call'] });
    await dap.request('configurationDone');
    await dap.evaluate('go = true');
    const { threadId } = await dap.stopped('exception');
    const [frame] = await dap.stack(threadId);
    expect(frame!.line).toBe(program.at('asks'));

    const other = connect();
    await other.launch(script(`${poet}print(poet:execute({ prompt = "meanwhile" }).text)\n`).path, { token });
    expect(await other.exitCode()).toBe(0);
    expect(other.output('stdout')).toContain('you asked "meanwhile"');

    await dap.evaluate('request.prompt = "changed"', frame!.id);
    await dap.request('disconnect');
    await dap.closed();
    await model.asked();
    expect(model.requests.map(({ messages }) => messages)).toEqual([[{ role: 'user', content: 'changed' }]]);
  });
});
