import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';

describe('output and ends', () => {
  afterEach(endAllSessions);

  it('all output arrives in order before the end, each stream under its name', async () => {
    const run = await DebugRun.launch('fixtures/basics.lua');
    assert.equal(await run.ended(), 0);
    assert.equal(run.output(), 'area\t49\nfalse\tcaught\nloaded\t2\nwritten in pieces\ntotal\t45\n'.replace('false\tcaught', `false\t${inWorkspace('fixtures/basics.lua')}:${lineOf('fixtures/basics.lua', 'in-pcall') + 1}: caught`));
    assert.equal(run.output('stderr'), 'to stderr\n');
    const last = run.recording.messages.findLastIndex(({ event, body }) => event === 'output' && body?.['category'] !== 'telemetry');
    assert.ok(last < run.recording.messages.findIndex(({ event }) => event === 'terminated'));
  });

  it('an uncaught error stops where it happens, and ends with code 1 and a traceback of whole paths', async () => {
    const run = await DebugRun.launch('fixtures/fails.lua');
    const stop = await run.stopped();
    assert.deepEqual([stop.reason, stop.frames[0]!.line], ['exception', lineOf('fixtures/fails.lua', 'error')]);
    await run.do('continue');
    assert.equal(await run.ended(), 1);
    assert.equal(run.output(), 'before the error\n');
    const place = `${inWorkspace('fixtures/fails.lua')}:${lineOf('fixtures/fails.lua', 'error')}:`;
    assert.ok(run.output('stderr').includes(place), run.output('stderr'));
    assert.match(run.output('stderr'), /stack traceback:/);
  });

  it('run without debugging (Ctrl+F5): breakpoints and errors do not stop', async () => {
    breakAt('fixtures/fails.lua', 'error');
    const run = await DebugRun.f5('fixtures/fails.lua', { noDebug: true });
    assert.equal(await run.ended(), 1);
    assert.deepEqual(run.recording.events('stopped'), []);
  });

  it('os.exit(3) ends with 3, also in a coroutine and under pcall', async () => {
    const run = await DebugRun.launch('fixtures/exits.lua');
    assert.equal(await run.ended(), 3);
    assert.equal(run.output(), 'before the exit\n');
  });

  it('pause stops a busy loop, and stop ends it', async () => {
    const run = await DebugRun.launch('fixtures/busy.lua');
    await run.next('the first output', ({ event, body }) => event === 'output' && body?.['output'] === 'busy\n');
    await run.session.customRequest('pause', { threadId: 1 });
    const stop = await run.stopped();
    assert.equal(stop.reason, 'pause');
    assert.ok(Math.abs(stop.frames[0]!.line - lineOf('fixtures/busy.lua', 'busy')) <= 1);
    await run.do('continue');
    await eventually('the program to run', () => !(vscode.debug.activeStackItem instanceof vscode.DebugStackFrame));
    await run.do('stop');
    await run.ended();
  });

  it('restart begins anew in the same session', async () => {
    breakAt('fixtures/basics.lua', 'top');
    const run = await DebugRun.launch('fixtures/basics.lua');
    await run.stopped();
    await run.do('restart');
    const again = await run.stopped();
    assert.equal(again.frames[0]!.line, lineOf('fixtures/basics.lua', 'top'));
    assert.deepEqual(run.recording.events('terminated'), []);
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('what cannot be run fails with the reason', async () => {
    writeFileSync(inWorkspace('binary.lua'), Buffer.from([0, 1, 2, 255, 0, 7]));
    for (const [file, reason] of [
      ['fixtures/not-there.lua', /not-there\.lua/],
      ['fixtures/syntax-error.lua', /syntax-error\.lua:4:/],
      ['binary.lua', /binary\.lua/],
    ] as const) {
      const recordings: DebugRun[] = [];
      const started = DebugRun.nextSession().then((run) => recordings.push(run));
      await vscode.debug.startDebugging(undefined, { type: 'llmspell', request: 'launch', name: file, program: inWorkspace(file) }).then(undefined, () => undefined);
      await started;
      const { recording } = recordings[0]!;
      await recording.next('the end', ({ event, command, success }) => event === 'terminated' || (command === 'launch' && success === false));
      const said = recording.messages.map(({ message, body }) => `${message ?? ''} ${JSON.stringify(body ?? {})}`).join('\n');
      assert.match(said, reason);
      assert.doesNotMatch(said, /\.mjs:\d+/, 'no stack of our own code');
      await endAllSessions();
    }
  });
});
