import type { ApiCases } from '../case.ts';

const notText = (name: string) => ({ wrong: `Utils.${name}({})`, says: `bad argument #1 'text' to 'Utils.${name}' (string expected, got table)` });

export const cases: ApiCases = {
  'Utils.uuid': [{ lua: 'local a = Utils.uuid() return a:match("^%x%x%x%x%x%x%x%x%-%x%x%x%x%-4%x%x%x%-[89ab]%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$") == a, a ~= Utils.uuid()', gives: 'true\ttrue' }],
  'Utils.sleep': [
    { lua: 'local timer = Debug.timer("t") Utils.sleep(0.02) return timer:stop() >= 19', gives: 'true' },
    { wrong: 'Utils.sleep(-1)', says: "bad argument #1 'seconds' to 'Utils.sleep' (number from 0 to 86400 expected, got -1)" },
    { wrong: 'Utils.sleep("1")', says: "bad argument #1 'seconds' to 'Utils.sleep' (number expected, got string)" },
  ],
  'Utils.hash': [
    { lua: 'return Utils.hash("abc"), Utils.hash("", "md5"), Utils.hash("\\0\\255", "sha1")', gives: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\td41d8cd98f00b204e9800998ecf8427e\taa3e5dcdd77b153f2e59bd0d8794fde33cb4e486' },
    { wrong: 'Utils.hash("x", "crc")', says: `bad argument #2 'algorithm' to 'Utils.hash' ("sha256", "sha1", "sha512" or "md5" expected, got "crc")` },
  ],
  'Utils.base64_encode': [{ lua: 'return Utils.base64_encode("a"), Utils.base64_encode("\\255\\254\\253"), Utils.base64_encode("") == ""', gives: 'YQ==\t//79\ttrue' }, notText('base64_encode')],
  'Utils.base64_decode': [
    { lua: 'return Utils.base64_decode("YQ=="), Utils.base64_decode(" YW Jj\\n"), Utils.base64_decode("__79") == "\\255\\254\\253"', gives: 'a\tabc\ttrue' },
    { wrong: 'Utils.base64_decode("a$b=")', says: "bad argument #1 'text' to 'Utils.base64_decode' (Base64 expected)" },
  ],
  'Utils.url_encode': [{ lua: 'return Utils.url_encode("a b/ä?-_.~")', gives: 'a%20b%2F%C3%A4%3F-_.~' }, notText('url_encode')],
  'Utils.url_decode': [
    { lua: 'return Utils.url_decode("a%20b%2f%C3%A4+")', gives: 'a b/ä+' },
    { wrong: 'Utils.url_decode("100%")', says: "bad argument #1 'text' to 'Utils.url_decode' (two hexadecimal digits expected after the % at byte 4)" },
  ],
  'Utils.trim': [{ lua: 'return "[" .. Utils.trim(" \\t\\n a b \\r\\n") .. "]", Utils.trim("  ") == "", Utils.trim(" \\255 ") == "\\255"', gives: '[a b]\ttrue\ttrue' }, notText('trim')],
  'Utils.split': [
    { lua: 'return table.concat(Utils.split("a,b,,c", ","), "|"), table.concat(Utils.split("a.b.c", ".", 2), "|"), #Utils.split("", ","), Utils.split("none", "; ")[1]', gives: 'a|b||c\ta|b.c\t1\tnone' },
    { wrong: 'Utils.split("x", "")', says: "bad argument #2 'separator' to 'Utils.split' (a text that is not empty expected)" },
    { wrong: 'Utils.split("x", ",", 0)', says: "bad argument #3 'limit' to 'Utils.split' (integer from 1 expected, got 0)" },
  ],
};
