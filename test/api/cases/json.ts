import type { ApiCases } from '../case.ts';

export const cases: ApiCases = {
  'JSON.parse': [
    { lua: `local t = JSON.parse('{"a": [1, 2.0, "x", true], "b": {"c": 9223372036854775807}}') return t.a[1], t.a[2], t.a[3], t.a[4], t.b.c`, gives: '1\t2.0\tx\ttrue\t9223372036854775807' },
    { lua: `return JSON.parse("null"), #JSON.parse("[]"), next(JSON.parse("{}"))`, gives: 'nil\t0\tnil' },
    { wrong: 'JSON.parse({})', says: "bad argument #1 'text' to 'JSON.parse' (string expected, got table)" },
    { wrong: `JSON.parse('{"a": }')`, says: 'JSON parse error: a value expected, got "}" at line 1 column 7' },
  ],
  'JSON.stringify': [
    { lua: 'return JSON.stringify({ b = 1, a = { true, "x" }, c = 2.5, e = {} })', gives: '{"a":[true,"x"],"b":1,"c":2.5,"e":{}}' },
    { lua: 'return JSON.stringify({ math.maxinteger, 0/0, 1/0, -1/0 }), JSON.stringify(nil)', gives: '[9223372036854775807,null,null,null]\tnull' },
    { lua: 'return JSON.stringify("a\\xffb") == "\\"a\\u{FFFD}b\\""', gives: 'true' },
    { wrong: 'JSON.stringify()', says: "bad argument #1 'value' to 'JSON.stringify' (value expected, got no value)" },
    { wrong: 'local t = { a = {} } t.a.b = t JSON.stringify(t)', says: 'JSON cannot hold a table that contains itself: the value.a.b' },
    { wrong: 'JSON.stringify({ x = print })', says: 'Unsupported Lua type for JSON conversion: the value.x is a function' },
  ],
};
