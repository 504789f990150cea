/** Weak tables: what nobody else holds goes when Lua collects (but perhaps what was used last, which V8 may still see), everything else stays. */
import { describe, expect, test } from 'vitest';
import { newEngine, result as resultOf, run } from '../testing.ts';

const MIB = 1 << 20;

/** More than once: V8 may see for a while what a program used last. */
const COLLECT = 'local function collect() for _ = 1, 12 do collectgarbage() end end ';
const result = (text: string): string => resultOf(COLLECT + text);

describe('collectgarbage', () => {
  test('empties weak tables at once, also while V8 compiles what looks for them', () => {
    expect(
      result(`
      local kept = 0
      for round = 1, 60 do
        local other = {}
        for i = 1, round * 7919 % 10000 do other[i] = {tostring(i)} end
        local weak = setmetatable({}, {__mode = "v"})
        for i = 1, 50 do weak[i] = {} end
        collectgarbage()
        local left = 0
        for _ in pairs(weak) do left = left + 1 end
        if left > 3 then kept = kept + 1 end -- what was used last may stay
      end
      return kept`),
    ).toBe('0');
  });

  test('takes values that only weak values hold, and leaves what is no object', () => {
    expect(result('local t = setmetatable({}, {__mode = "v"}) t[1] = {} t[2] = "text" t[3] = 5 t.f = function() return t end t[4] = print collect() return t[1], t[2], t[3], t.f, t[4] == print')).toBe('nil text 5 nil true');
  });

  test('takes weak keys, with values that only they hold', () => {
    expect(
      result(`
      local t = setmetatable({}, {__mode = "k"})
      local kept = {}
      t[kept] = "kept"
      do local key = {} t[key] = {key} end
      local one, two = {}, {}
      t[one], t[two] = two, one -- each is the other's value: neither is held from outside
      one, two = nil, nil
      t.text = {}
      collect()
      local n = 0
      for _ in pairs(t) do n = n + 1 end
      return n, t[kept], type(t.text)`),
    ).toBe('2 kept table');
  });

  test('keeps the values of weak keys that are held, along a chain of tables', () => {
    expect(
      result(`
      local a, b = setmetatable({}, {__mode = "k"}), setmetatable({}, {__mode = "k"})
      local root = {}
      a[root] = {"middle"}
      b[a[root]] = {"end"}
      collect()
      return a[root][1], b[a[root]][1]`),
    ).toBe('middle end');
  });

  test('keeps what locals, upvalues, coroutines, registry and other tables hold', () => {
    expect(
      result(`
      local weak = setmetatable({}, {__mode = "v"})
      local held = {1}
      weak.held = held
      weak.up = {2}
      local up = weak.up
      get = function() return up end
      up = up
      local co = coroutine.wrap(function() local inside = {3} weak.co = inside coroutine.yield() return inside[1] end)
      co()
      global = {weak = {4}} weak.global = global.weak
      debug.getregistry().mine = {5} weak.registry = debug.getregistry().mine
      collect()
      return weak.held[1], weak.up[1], weak.co[1], weak.global[1], weak.registry[1], co()`),
    ).toBe('1 2 3 4 5 3');
  });

  test('sees a mode that was set after the metatable, and one that was taken away', () => {
    expect(result('local mt = {} local t = setmetatable({{}}, mt) mt.__mode = "v" collect() local gone = t[1] t[1] = {} mt.__mode = nil collect() return gone, type(t[1])')).toBe('nil table');
  });

  test('lets a traversal go on, wherever it stands', () => {
    expect(
      result(`
      local t = setmetatable({}, {__mode = "v"})
      local kept = {}
      for i = 1, 20 do t[i] = i % 3 == 0 and kept or {} end
      local seen = 0
      for k, v in pairs(t) do
        seen = seen + 1
        if k == 1 then v = nil collect() end
      end
      for i = 21, 25 do t[i] = kept end
      local held, gone = 0, 0
      for i = 1, 25 do
        if t[i] == kept then held = held + 1 elseif t[i] == nil then gone = gone + 1 end
      end
      return seen == 20 - gone + 1 or seen == 20 - gone, held, gone > 10`),
    ).toBe('true 11 true');
  });

  test('keeps the entries in their order, and finds them', () => {
    expect(
      result(`
      local t = setmetatable({}, {__mode = "k"})
      local keys = {}
      for i = 1, 50 do local key = {} t[key] = i if i % 5 == 0 then keys[#keys + 1] = key end end
      collect()
      local order, found = {}, 0
      for _, v in pairs(t) do order[#order + 1] = v end
      for _, key in ipairs(keys) do found = found + t[key] end
      local new = {} t[new] = 51
      return table.concat(order, " "), found, t[new]`),
    ).toBe('5 10 15 20 25 30 35 40 45 50 275 51');
  });

  test('keeps what only the host holds', () => {
    const engine = newEngine();
    run(engine, 'private = setmetatable({}, {__mode = "k"})');
    const [object] = engine.call(engine.load(Buffer.from('local o = {} private[o] = "mine" return o'), '@x'), []);
    run(engine, `${COLLECT} collect()`);
    engine.rawSet(engine.globals, engine.string('object'), object!);
    expect(run(engine, 'return private[object]')).toEqual(['mine']);
  });

  test('works from a coroutine', () => {
    expect(
      result('local t = setmetatable({}, {__mode = "v"}) local mine coroutine.wrap(function() mine = {} t.mine = mine for i = 1, 20 do t[i] = {} end collect() end)() local n = 0 for i = 1, 20 do if t[i] then n = n + 1 end end return n < 3, t.mine == mine'),
    ).toBe('true true');
  });
});

test('a cache of weak values never ends a script under a memory limit', () => {
  const engine = newEngine({}, { memoryLimit: 16 * MIB });
  expect(run(engine, 'local cache = setmetatable({}, {__mode = "v"}) for i = 1, 60000 do cache[i] = {i, {}} end return "done"')).toEqual(['done']);
});
