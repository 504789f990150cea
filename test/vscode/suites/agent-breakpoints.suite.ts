import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { DebugRun, endAllSessions, pathOf, variable, type Stop } from '../support/debug-run.ts';
import { inWorkspace, lineOf } from '../support/places.ts';

const FILE = 'fixtures/agent-stops.lua';
const FILTERS = ['agent_call', 'agent_error', 'agent_response', 'tool_call', 'tool_error', 'http_error', 'token_limit'];

interface Filter {
  readonly filter: string;
  readonly label: string;
  readonly default?: boolean;
  readonly supportsCondition?: boolean;
}

describe('agent breakpoints', () => {
  afterEach(endAllSessions);

  /** Started with filters as the Breakpoints view sends them. */
  async function started(filterOptions: readonly { filterId: string; condition?: string }[]): Promise<{ run: DebugRun; verified: { verified: boolean; message?: string }[] }> {
    const run = await DebugRun.launch(FILE, { stopOnEntry: true });
    await run.stopped();
    const { breakpoints } = (await run.session.customRequest('setExceptionBreakpoints', { filters: [], filterOptions })) as { breakpoints: { verified: boolean; message?: string }[] };
    await run.do('continue');
    return { run, verified: breakpoints };
  }

  async function infoOf(run: DebugRun, stop: Stop): Promise<{ exceptionId: string; description: string }> {
    return (await run.session.customRequest('exceptionInfo', { threadId: stop.threadId })) as { exceptionId: string; description: string };
  }

  it('are offered to VS Code as exception breakpoints, off, each with a condition', async () => {
    const { run } = await started([]);
    const reply = run.recording.messages.find(({ command }) => command === 'initialize');
    const offered = (reply?.body?.['exceptionBreakpointFilters'] as Filter[]).filter(({ filter }) => FILTERS.includes(filter));
    assert.deepEqual(offered.map(({ filter }) => filter), FILTERS);
    assert.ok(offered.every((filter) => filter.default === false && filter.supportsCondition === true && filter.label !== ''));
    assert.equal(await run.ended(), 0);
  });

  it('stop before a call, at the line that asks; the request is the first scope, and what it becomes is sent', async () => {
    const { run } = await started([{ filterId: 'agent_call', condition: 'request.agent == "poet"' }]);
    const stop = await run.stopped();
    assert.equal(stop.reason, 'exception');
    assert.deepEqual(await infoOf(run, stop).then(({ exceptionId, description }) => [exceptionId, description]), ['agent_call', 'before the call of agent "poet" (demo/poem)']);
    const [top] = stop.frames;
    assert.equal(pathOf(top!), inWorkspace(FILE));
    assert.equal(top!.line, lineOf(FILE, 'ask'));
    const { scopes } = (await run.session.customRequest('scopes', { frameId: top!.id })) as { scopes: { name: string; variablesReference: number }[] };
    assert.equal(scopes[0]!.name, 'Request');
    const reference = scopes[0]!.variablesReference;
    assert.equal(variable(await run.variables(reference), 'prompt'), '"the sea"');
    await assert.rejects(run.session.customRequest('setVariable', { variablesReference: reference, name: 'prompt', value: '{}' }) as Promise<unknown>, /a string is expected/);
    await run.session.customRequest('setVariable', { variablesReference: reference, name: 'prompt', value: '"the moon"' });
    assert.equal(await run.evaluate('request.messages[1].content', top!, 'watch'), '"the moon"');
    await run.do('continue');
    assert.equal(await run.ended(), 0);
    assert.match(run.output(), /you asked "the moon"/);
  });

  it('stop at an answer and where a tool fails, and say which filters cannot work', async () => {
    const { run, verified } = await started([{ filterId: 'agent_response', condition: 'response.tokens.total > 1' }, { filterId: 'tool_error' }, { filterId: 'token_limit' }]);
    assert.deepEqual(verified.map((each) => each.verified), [true, true, false]);
    assert.match(verified[2]!.message!, /needs a condition/);
    const answered = await run.stopped();
    assert.equal((await infoOf(run, answered)).exceptionId, 'agent_response');
    const scopes = await run.scopes(answered.frames[0]!);
    assert.match(variable(scopes.get('Response'), 'text')!, /you asked/);
    await run.do('continue');
    const failed = await run.stopped();
    assert.equal((await infoOf(run, failed)).exceptionId, 'tool_error');
    assert.equal(failed.frames[0]!.line, lineOf(FILE, 'tool'));
    assert.match(failed.text!, /unknown parameter "sharp"/);
    await run.do('continue');
    assert.equal(await run.ended(), 0);
  });
});
