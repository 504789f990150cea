import type { ApiCases } from '../case.ts';

const NUMBERS = 'local numbers = Streaming.create(function() for i = 1, 3 do Streaming.yield(i * 10) end end)';
const noSelf = (method: string) => ({ wrong: `Streaming.create(print).${method}()`, says: `bad self for 'Stream:${method}' (Stream expected, got no value): call it with a colon` });

export const cases: ApiCases = {
  'Streaming.create': [
    { lua: `${NUMBERS} return tostring(numbers):match("^Stream: "), numbers.done, numbers:next()`, gives: 'Stream: \tfalse\t10' },
    { lua: 'local ran = false Streaming.create(function() ran = true end) return ran', gives: 'false' },
    { wrong: 'Streaming.create("x")', says: "bad argument #1 'producer' to 'Streaming.create' (function expected, got string)" },
  ],
  'Streaming.yield': [
    { lua: 'return Streaming.yield == coroutine.yield', gives: 'true' },
    { lua: 'return table.unpack(Streaming.create(function() local function deep(n) if n > 0 then deep(n - 1) Streaming.yield(n) end end deep(3) end):collect())', gives: '1\t2\t3' },
  ],
  'Stream:next': [
    { lua: `${NUMBERS} return numbers:next(), numbers:next(), numbers:next(), numbers:next(), numbers:next()`, gives: '10\t20\t30\tnil\tnil' },
    { lua: 'local last = Streaming.create(function() coroutine.yield("a") return "b" end) return last:next(), last:isDone(), last:next(), last:isDone(), last:next()', gives: 'a\tfalse\tb\ttrue\tnil' },
    { lua: 'local values = Streaming.create(function() Streaming.yield(false) Streaming.yield(nil) Streaming.yield(2) end) return values:next(), values:next(), values:isDone(), values:next()', gives: 'false\tnil\tfalse\t2' },
    { lua: 'local broken = Streaming.create(function() Streaming.yield(1) error({ code = 7 }) end) local first = broken:next() local ok, err = pcall(broken.next, broken) return first, ok, err.code, broken:isDone(), broken:next()', gives: '1\tfalse\t7\ttrue\tnil' },
    { wrong: 'local stream stream = Streaming.create(function() stream:next() end) stream:next()', says: 'this stream is being asked for its next value already: its own function cannot ask for it' },
    noSelf('next'),
  ],
  'Stream:isDone': [{ lua: `${NUMBERS} local before = numbers:isDone() numbers:collect() return before, numbers:isDone(), numbers.done`, gives: 'false\ttrue\ttrue' }, noSelf('isDone')],
  'Stream:collect': [
    { lua: `${NUMBERS} numbers:next() local rest = numbers:collect() return #rest, rest[1], rest[2], #numbers:collect()`, gives: '2\t20\t30\t0' },
    noSelf('collect'),
  ],
};
