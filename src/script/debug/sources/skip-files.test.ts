import { expect, test } from 'vitest';
import { skipTest } from './skip-files.ts';

test.each<[string[], string, boolean]>([
  [[], '/a/b.lua', false],
  [['**/vendor/**'], '/a/vendor/x/y.lua', true],
  [['**/vendor/**'], '/a/vendored/y.lua', false],
  [['/usr/share/lua/**'], '/usr/share/lua/5.3/pl/List.lua', true],
  [['/usr/share/lua/**'], '/home/usr/share/lua/x.lua', false],
  [['*.gen.lua'], '/a/b.gen.lua', true],
  [['lib/*.lua'], '/a/lib/x.lua', true],
  [['lib/*.lua'], '/a/lib/deep/x.lua', false],
  [['**/{one,two}.lua'], '/a/two.lua', true],
  [['**/{one,two}.lua'], '/a/three.lua', false],
  [['**/?.lua'], '/a/x.lua', true],
  [['**/?.lua'], '/a/xy.lua', false],
  [['**/*.lua', '!**/mine.lua'], '/a/mine.lua', false],
  [['**/*.lua', '!**/mine.lua'], '/a/other.lua', true],
  [['C:/libs/**'], 'C:\\libs\\x.lua', true],
  [['a+b(c).lua'], '/x/a+b(c).lua', true],
])('%j on %s: %s', (globs, path, skipped) => {
  expect(skipTest(globs)(path)).toBe(skipped);
});
