import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { DebugRun, endAllSessions, variable, type Stop } from '../support/debug-run.ts';
import { breakAt } from '../support/places.ts';

const FILE = 'fixtures/basics.lua';

describe('values', () => {
  afterEach(endAllSessions);

  async function stoppedInFunction(): Promise<{ run: DebugRun; stop: Stop }> {
    breakAt(FILE, 'in-function', { hit: '1' });
    const run = await DebugRun.launch(FILE);
    return { run, stop: await run.stopped() };
  }

  it('are shown in scopes: arguments, locals, varargs, upvalues, globals', async () => {
    const { run, stop } = await stoppedInFunction();
    const scopes = await run.scopes(stop.frames[0]!);
    const own = [...(scopes.get('Arguments') ?? []), ...(scopes.get('Locals') ?? [])];
    assert.equal(variable(own, 'value'), '4');
    assert.deepEqual(
      scopes.get('Varargs')?.map(({ value }) => value),
      ['1', '"extra"'],
    );
    assert.equal(variable(scopes.get('Upvalues'), 'factor'), '3');
    assert.ok(variable(scopes.get('Globals'), 'print'), 'print is among the globals');
  });

  it('of tables open to their fields', async () => {
    const { run, stop } = await stoppedInFunction();
    const upper = await run.scopes(stop.frames[1]!);
    const numbers = upper.get('Locals')!.find(({ name }) => name === 'numbers')!;
    assert.ok(numbers.variablesReference > 0);
    const fields = await run.variables(numbers.variablesReference);
    assert.deepEqual(
      fields.map(({ value }) => value).filter((value) => /^(\d|")/.test(value)),
      ['4', '5', '6', '"numbers"'],
    );
  });

  it('are evaluated in the frame that is asked, statements too', async () => {
    const { run, stop } = await stoppedInFunction();
    const [inner, upper] = [stop.frames[0]!, stop.frames[1]!];
    assert.equal(await run.evaluate('value * factor', inner), '12');
    assert.equal(await run.evaluate('#numbers + index', upper), '4');
    await run.evaluate('factor = 10', inner);
    assert.equal(await run.evaluate('value * factor', inner), '40');
    await assert.rejects(run.evaluate('value.x.y', inner), /index/);
    await run.do('continue');
    await run.ended();
    assert.match(run.output(), /total\t150\n/);
  });

  it('are hovered over', async () => {
    const { run, stop } = await stoppedInFunction();
    assert.equal(await run.evaluate('factor', stop.frames[0]!, 'hover'), '3');
  });

  it('can be set', async () => {
    const { run, stop } = await stoppedInFunction();
    const { scopes } = (await run.session.customRequest('scopes', { frameId: stop.frames[0]!.id })) as { scopes: { name: string; variablesReference: number }[] };
    const owner = scopes.find(({ name }) => name === 'Arguments') ?? scopes.find(({ name }) => name === 'Locals');
    await run.session.customRequest('setVariable', { variablesReference: owner!.variablesReference, name: 'value', value: '100' });
    assert.equal(await run.evaluate('value + 1', stop.frames[0]!), '101');
  });
});
