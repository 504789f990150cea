/** Which conditions have to look for locals of the functions around at each hit: those that name one which the function cannot see. */
import { expect, test } from 'vitest';
import type { FunctionBody } from '../../engine/engine.ts';
import { createEngine } from '../../engine/index.ts';
import { BodyNames } from '../sources/body-names.ts';
import { ParsedSources } from '../sources/parsed-sources.ts';
import { Sources } from '../sources/sources.ts';
import { OuterLocals } from './outer-locals.ts';

const text = Buffer.from(`local used, unused, hidden = 1, 2, 3
local function outer(mine)
  return function(hidden)
    print(used)
    local mine = 1
    return mine
  end
end
local later`);

function scene(): { outer: OuterLocals; main: FunctionBody; inner: FunctionBody } {
  const engine = createEngine({ memoryLimit: 0, handlers: {} });
  const sources = new Sources(engine);
  const main = engine.functionBody(engine.load(text, '=chunk'))!;
  sources.register(main, text);
  return { outer: new OuterLocals(engine, new ParsedSources(sources), new BodyNames(sources)), main, inner: main.children[0]!.children[0]! };
}

test.each<[expression: string, line: number, names: string[]]>([
  ['unused == 2', 4, ['unused']],
  ['unused.field[used] and outer', 4, ['unused', 'outer']],
  ['used == 1', 4, []],
  ['hidden == 3', 4, []],
  ['mine', 4, ['mine']],
  ['mine', 6, []],
  ['later or print', 4, []],
  ['t.unused or t:unused() or "unused" or {unused = 1}', 4, []],
  ['(function(unused) return unused end)(1)', 4, []],
])('%s on line %i: %j', (expression, line, names) => {
  const { outer, inner } = scene();
  expect(outer.namesOn(expression, inner, line)).toEqual(names);
});

test('a chunk has no function around it', () => {
  const { outer, main } = scene();
  expect(outer.namesOn('unused', main, 1)).toEqual([]);
});
