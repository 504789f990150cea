import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions, pathOf, variable } from '../support/debug-run.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';

const FILE = 'fixtures/basics.lua';
const LIB = 'fixtures/lib/shapes.lua';

describe('breakpoints', () => {
  afterEach(endAllSessions);

  /** Runs the file, and at each stop notes the innermost line. */
  async function stops(run: DebugRun, count: number): Promise<number[]> {
    const lines: number[] = [];
    for (let i = 0; i < count; i++) {
      lines.push((await run.stopped()).frames[0]!.line);
      await run.do('continue');
    }
    return lines;
  }

  for (const [file, mark, place, count] of [
    [FILE, 'in-function', 'in a function', 3],
    [LIB, 'in-method', 'in a method of a module', 1],
    [FILE, 'in-pcall', 'in code that pcall protects', 1],
    [FILE, 'in-sort', 'in a function that table.sort calls', 1],
  ] as const) {
    it(`stop ${place}`, async () => {
      breakAt(file, mark);
      const run = await DebugRun.launch(FILE);
      assert.deepEqual(await stops(run, count), Array<number>(count).fill(lineOf(file, mark)));
      assert.equal(run.recording.events('stopped')[0]!.body?.['reason'], 'breakpoint');
    });
  }

  it('show the whole call stack with files and lines', async () => {
    breakAt(LIB, 'in-method');
    const run = await DebugRun.launch(FILE);
    const { frames } = await run.stopped();
    assert.deepEqual(
      frames.slice(0, 2).map((frame) => [pathOf(frame), frame.line]),
      [
        [inWorkspace(LIB), lineOf(LIB, 'in-method')],
        [inWorkspace(FILE), lineOf(FILE, 'method-call')],
      ],
    );
  });

  it('on an empty line move to the next line that runs', async () => {
    breakAt(FILE, lineOf(FILE, 'top') - 1);
    const run = await DebugRun.launch(FILE);
    assert.equal((await run.stopped()).frames[0]!.line, lineOf(FILE, 'top'));
  });

  it('beyond the end of the file are not verified, with the reason', async () => {
    breakAt(FILE, 'top');
    breakAt(FILE, lineOf(FILE, 'end') + 1);
    const run = await DebugRun.launch(FILE);
    await run.stopped();
    const replies = run.recording.messages.filter(({ command }) => command === 'setBreakpoints');
    const states = replies.flatMap(({ body }) => body?.['breakpoints'] as { verified: boolean; message?: string }[]);
    const events = run.recording.events('breakpoint').map(({ body }) => body?.['breakpoint'] as { verified: boolean; message?: string });
    const unverified = [...states, ...events].filter(({ verified }) => !verified).at(-1);
    assert.ok(unverified?.message, 'an unverified breakpoint says why');
  });

  it('stop only when their condition holds', async () => {
    breakAt(FILE, 'loop', { condition: 'number == 5' });
    const run = await DebugRun.launch(FILE);
    const { frames } = await run.stopped();
    const scopes = await run.scopes(frames[0]!);
    assert.equal(variable(scopes.get('Locals'), 'number'), '5');
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('count hits', async () => {
    breakAt(FILE, 'loop', { hit: '3' });
    const run = await DebugRun.launch(FILE);
    const { frames } = await run.stopped();
    assert.equal(variable((await run.scopes(frames[0]!)).get('Locals'), 'index'), '3');
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('log without stopping', async () => {
    breakAt(FILE, 'after-call', { log: 'double of {number} is {double}' });
    const run = await DebugRun.launch(FILE);
    assert.equal(await run.ended(), 0);
    assert.deepEqual(run.recording.events('stopped'), []);
    const logged = run.output('console').split('\n').filter((line) => line.startsWith('double of'));
    assert.deepEqual(logged, ['double of 4 is 12', 'double of 5 is 15', 'double of 6 is 18']);
  });

  it('on functions stop at the first line of their body, as the + of the Breakpoints view sets them', async () => {
    vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('scaled', true, 'value == 5')]);
    const run = await DebugRun.launch(FILE);
    const stop = await run.stopped();
    assert.deepEqual([stop.reason, stop.frames[0]!.line], ['function breakpoint', lineOf(FILE, 'in-function')]);
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });

  it('can be added while the program is stopped', async () => {
    breakAt(FILE, 'top');
    const run = await DebugRun.launch(FILE);
    await run.stopped();
    const answered = run.next('the answer to setBreakpoints', ({ command }) => command === 'setBreakpoints');
    breakAt(LIB, 'in-method');
    await answered;
    await run.do('continue');
    assert.equal((await run.stopped()).frames[0]!.line, lineOf(LIB, 'in-method'));
  });
});
