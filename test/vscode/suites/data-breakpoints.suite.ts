/** Data breakpoints: VS Code stops where a field, a variable or a global was written, and shows that line. */
import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions, variable, type Stop } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { breakAt, lineOf } from '../support/places.ts';

const FILE = 'fixtures/watched.lua';

interface Info {
  readonly dataId: string | null;
  readonly description: string;
  readonly accessTypes?: readonly string[];
  readonly canPersist?: boolean;
}

describe('data breakpoints', () => {
  afterEach(endAllSessions);

  async function stoppedAtStart(mark = 'ready'): Promise<{ run: DebugRun; stop: Stop }> {
    breakAt(FILE, mark);
    const run = await DebugRun.launch(FILE);
    return { run, stop: await run.stopped() };
  }

  /** By expressions of the frame. The extension API has no data breakpoints: they are set as VS Code's own menu does. */
  async function watch(run: DebugRun, frameId: number, ...breakpoints: readonly { name: string; condition?: string }[]): Promise<void> {
    const wanted: object[] = [];
    for (const { name, ...rules } of breakpoints) {
      const info = (await run.session.customRequest('dataBreakpointInfo', { name, frameId })) as Info;
      assert.ok(info.dataId, info.description);
      assert.deepEqual(info.accessTypes, ['write']);
      wanted.push({ dataId: info.dataId, accessType: 'write', ...rules });
    }
    const answer = (await run.session.customRequest('setDataBreakpoints', { breakpoints: wanted })) as { breakpoints: { verified: boolean }[] };
    assert.deepEqual(answer.breakpoints.map(({ verified }) => verified), wanted.map(() => true));
  }

  /** Goes on to the next stop for a write. */
  async function nextWrite(run: DebugRun): Promise<Stop> {
    await run.do('continue');
    const stop = await run.stopped();
    assert.equal(stop.reason, 'data breakpoint');
    return stop;
  }

  /** The frame that VS Code has put its focus on, and shows. */
  async function focusedOn(stop: Stop, mark: string): Promise<void> {
    const frame = stop.frames.find(({ line }) => line === lineOf(FILE, mark));
    assert.ok(frame, `no frame stands on @${mark}`);
    await eventually(`the focus on @${mark}`, () => (vscode.debug.activeStackItem as vscode.DebugStackFrame | undefined)?.frameId, (id) => id === frame.id);
    await eventually(`@${mark} in the editor`, () => vscode.window.activeTextEditor?.selection.active.line, (line) => line === lineOf(FILE, mark) - 1);
  }

  it('stop at the line that wrote, with the new value in view', async () => {
    const { run, stop } = await stoppedAtStart();
    await watch(run, stop.frames[0]!.id, { name: 'state.count' });
    const first = await nextWrite(run);
    assert.equal(first.text, 'state.count: 0 → 1');
    await focusedOn(first, 'add');
    assert.equal(variable((await run.scopes(first.frames[0]!)).get('Locals'), 'before'), '0');
    assert.equal(await run.evaluate('state.count', first.frames[0]!), '1');
    const second = await nextWrite(run);
    assert.equal(second.text, 'state.count: 1 → 10');
    assert.notEqual(second.threadId, first.threadId);
    await focusedOn(second, 'coroutine');
    await run.do('continue');
    await run.ended();
    assert.equal(run.output(), 'ready\ncount\t10\n');
  });

  it('stop in a library function, with the focus on the line that called it', async () => {
    const { run, stop } = await stoppedAtStart();
    await watch(run, stop.frames[0]!.id, { name: 'state.list[1]', condition: 'new == 1' });
    const sorting = await nextWrite(run);
    assert.equal(sorting.text, 'state.list[1]: 2 → 1');
    assert.equal(sorting.frames[0]!.name, 'sort');
    await focusedOn(sorting, 'sort');
  });

  it('end with the function of a local, and VS Code hears of it', async () => {
    const { run, stop } = await stoppedAtStart('add');
    await watch(run, stop.frames[0]!.id, { name: 'before' });
    await run.do('continue');
    const { body } = await run.next('the end of the breakpoint', ({ event }) => event === 'breakpoint');
    const told = body?.['breakpoint'] as { verified: boolean; message: string };
    assert.deepEqual([told.verified, told.message], [false, 'before is gone: its function has returned.']);
    await run.ended();
  });

  it('on globals go on in a restarted session', async () => {
    const { run, stop } = await stoppedAtStart();
    const info = (await run.session.customRequest('dataBreakpointInfo', { name: 'total', frameId: stop.frames[0]!.id })) as Info;
    assert.deepEqual([info.description, info.canPersist], ['total (global)', true]);
    await watch(run, stop.frames[0]!.id, { name: 'total', condition: 'old ~= nil' });
    await run.do('restart');
    await run.stopped();
    const written = await nextWrite(run);
    assert.equal(written.text, 'total: 0 → 10');
    await focusedOn(written, 'total');
  });
});
