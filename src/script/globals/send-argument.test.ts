/** What the kernel gets of arguments that are kept, and which of them are refused before. */
import { describe, expect, it } from 'vitest';
import type { HostValue } from '../../common/values.ts';
import { script } from './testing.ts';

const ID = { content_hash: 'h', session_id: 's', sequence: 1 };
const host = { 'Session.create': () => 'id', 'SessionBuilder:build': () => 'id', 'Artifact.store': () => ID, 'Artifact.query': () => [] };

/** The arguments of the last call to the kernel. */
function sent(lua: string): readonly HostValue[] {
  const { run, calls } = script({ host });
  run(lua);
  return calls.at(-1)!.args;
}
const refusal = (lua: string): string => script({ host }).fails(lua).replace(/^.*?: /, '');

describe('what is sent', () => {
  it('is the bytes of a string where they are asked for', () => {
    expect(sent('Artifact.store("s", "t", "n", "\\0\\255\\128ä")')[3]).toEqual(Uint8Array.of(0, 255, 128, 0xc3, 0xa4));
  });

  it('is one exact table of what a script adds to the described fields', () => {
    const [, , , , metadata] = sent('Artifact.store("s", "t", "n", "", { tags = { "a" }, description = "d", [1] = 5, mine = 1.0 })');
    expect(metadata).toEqual({ description: 'd', tags: ['a'], mime_type: null, custom: { $exact: Uint8Array.of(0x82, 0x01, 0x05, 0xa4, ...Buffer.from('mine'), 0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0) } });
    expect(sent('Artifact.store("s", "t", "n", "", { tags = {} })')[4]).toEqual({ description: null, tags: {}, mime_type: null });
    expect(sent('Artifact.store("s", "t", "n", "")')).toHaveLength(4);
  });

  it('leaves the script’s own table as it was', () => {
    const { run } = script({ host });
    expect(run('local m = { tags = { "a" }, mine = 1 } Artifact.store("s", "t", "n", "", m) return m.tags[1], m.mine')).toEqual(['a', '1']);
  });

  it('of a session builder is what it has collected', () => {
    expect(sent('local b = Session.builder():name("n"):tag("a"):timeout(5) b:metadata("k", 2.0) b:build()')).toEqual([
      { name: 'n', timeout_seconds: 5, tags: ['a'], metadata: { $exact: Uint8Array.of(0x81, 0xa1, 0x6b, 0xcb, 0x40, 0, 0, 0, 0, 0, 0, 0) } },
    ]);
    expect(sent('Session.builder():build()')).toEqual([{ tags: [] }]);
  });
});

describe('what does not fit', () => {
  it.each([
    ['Session.create({ tags = { "a", {} } })', "bad element [2] of field 'tags' of argument #1 'options' to 'Session.create' (string expected, got table)"],
    ['Session.builder():tags({ 1 })', "bad element [1] of argument #1 'tags' to 'SessionBuilder:tags' (string expected, got number)"],
    ['Session.create({ timeout_seconds = -0.5 })', "bad field 'timeout_seconds' of argument #1 'options' to 'Session.create' (number from 0 expected, got -0.5)"],
    ['Session.create({ timeout_seconds = 0/0 })', /^bad field 'timeout_seconds' of argument #1 'options' to 'Session\.create' \(number from 0 expected, got -?nan\)$/],
    ['Artifact.query({ limit = -1 })', "bad field 'limit' of argument #1 'query' to 'Artifact.query' (integer from 0 expected, got -1)"],
    ['local t = {} t.t = t Session.create({ metadata = t })', "a table that contains itself cannot be kept: argument 'options' of 'Session.create'.metadata.t"],
    ['Artifact.store("s", "t", "n", "", { mine = coroutine.create(print) })', "a thread cannot be kept: argument 'metadata' of 'Artifact.store'.mine"],
  ])('%s', (lua, message) => {
    expect(refusal(lua)).toMatch(typeof message === 'string' ? new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : message);
  });
});
