/** A real library of several thousand lines, as Debian packages it: it must behave the same however it is run. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { script, type Script } from './script.ts';

const folder = ['/usr/share/lua/5.3', '/usr/share/lua/5.1'].find((candidate) => existsSync(join(candidate, 'pl', 'pretty.lua')));
const library = (name: string): string => join(folder!, 'pl', `${name}.lua`);
const lineOf = (file: string, text: string): number => readFileSync(file, 'utf8').split('\n').findIndex((line) => line.includes(text)) + 1;

const text = `
package.path = package.path
local List = require("pl.List")
local pretty = require("pl.pretty")
local tablex = require("pl.tablex")
local stringx = require("pl.stringx")
local OrderedMap = require("pl.OrderedMap")
local seq = require("pl.seq")
local class = require("pl.class")

local list = List { 10, 20, 30 } --@list
list:append(40)
print(list, list:slice(2, 3), #list)
for v in list:iter() do io.write(v, " ") end --@loop
print()
print(pretty.write({ a = 1, b = { "x", "y" }, [10] = true })) --@pretty
print(List.range(1, 5):map(function(x) return x * x end):reduce("+"))
print(tablex.deepcompare({ 1, { 2 } }, { 1, { 2 } }))
print(stringx.strip("  padded  "), stringx.split("a,b,c", ","))
local map = OrderedMap()
map:set("one", 1) map:set("two", 2)
for k, v in map:iter() do io.write(k, "=", v, " ") end
print()
print(seq(list):filter(function(x) return x > 15 end):copy())
class.Animal()
function Animal:_init(name) self.name = name end
function Animal:__tostring() return "Animal " .. self.name end
class.Dog(Animal)
function Dog:bark() return self.name .. " barks" end
local dog = Dog("Rex")
print(dog, dog:bark(), Dog:class_of(dog), Animal:is_a(Dog))
print(pcall(function() return List(5) end))
`;

beforeAll(() => {
  if (folder === undefined) throw new Error('Penlight is missing: install the Debian package lua-penlight (apt-get install -y --no-install-recommends lua-penlight)');
});

const env = (): Record<string, string> => ({ LUA_PATH: `${folder}/?.lua;${folder}/?/init.lua;;` });

describe('Penlight', () => {
  test('prints the same bare, debugged, and with a false condition on every line of program and library', async () => {
    const program = script(text);
    const cli = process.env['LLMSPELL_TEST_CLI'] ?? join(import.meta.dirname, '../../dist/cli.mjs');
    const bare = execFileSync(process.execPath, [cli, 'run', program.path], { env: { ...process.env, ...env() } }).toString();
    expect(bare).toContain('{10,20,30,40}');
    expect(bare).toContain('Rex barks');
    const debugged = async (program_: Script, everyLine: boolean): Promise<string> => {
      const dap = adapter();
      await dap.launch(program_.path, { env: env() }, async () => {
        if (!everyLine) return;
        const files = [program_.path, ...readdirSync(join(folder!, 'pl')).filter((name) => name.endsWith('.lua')).map((name) => join(folder!, 'pl', name))];
        for (const file of files) {
          const lines = readFileSync(file, 'utf8').split('\n').map((_, index) => ({ line: index + 1, condition: 'nil' }));
          await dap.breakpoints(file, lines);
        }
      });
      expect(await dap.exitCode()).toBe(0);
      expect(dap.events('stopped')).toEqual([]);
      return dap.output('stdout');
    };
    // Addresses differ from run to run.
    const plain = (output: string): string => output.replace(/0x[0-9a-f]+/g, '0x');
    expect(plain(await debugged(program, false))).toBe(plain(bare));
    expect(plain(await debugged(program, true))).toBe(plain(bare));
  });

  test('stops inside pl.pretty and pl.List, steps through its iterators, evaluates its objects', async () => {
    const program = script(text);
    const dap = adapter();
    const append = lineOf(library('List'), 'function List:append') + 1;
    const write = lineOf(library('pretty'), 'function pretty.write') + 1;
    await dap.launch(program.path, { env: env() }, async () => {
      expect(await dap.breakpoints(library('List'), [append])).toMatchObject([{ verified: true, line: append }]);
      expect(await dap.breakpoints(library('pretty'), [write])).toMatchObject([{ verified: true }]);
      await dap.breakpoints(program.path, [program.at('loop')]);
    });
    await dap.stopped('breakpoint');
    const inList = await dap.stack(1);
    expect(inList[0]).toMatchObject({ line: append, source: { path: library('List') } });
    expect(await dap.evaluate('#self, self[1], tostring(self)', inList[0]!.id)).toBe('3, 10, "{10,20,30}"');
    expect(await dap.evaluate('self:len()', inList[0]!.id)).toBe('3');
    expect(await dap.evaluate('list:reverse()', inList[1]!.id, 'watch')).toMatch(/\{30, 20, 10\}$/);
    await dap.evaluate('list:reverse()', inList[1]!.id);
    await dap.breakpoints(library('List'), []);
    await dap.request('continue', { threadId: 1 });

    await dap.stopped('breakpoint');
    expect((await dap.stack(1))[0]!.line).toBe(program.at('loop'));
    await dap.breakpoints(program.path, []);
    await dap.request('stepIn', { threadId: 1 });
    await dap.stopped('step');
    expect((await dap.stack(1))[0]!.source!.path).toBe(library('List'));
    await dap.request('stepOut', { threadId: 1 });
    await dap.stopped('step');
    expect((await dap.stack(1))[0]).toMatchObject({ line: program.at('loop'), source: { path: program.path } });
    await dap.request('continue', { threadId: 1 });

    await dap.stopped('breakpoint');
    const inPretty = (await dap.stack(1))[0]!;
    expect(inPretty.source!.path).toBe(library('pretty'));
    expect(await dap.evaluate('tbl.b[2]', inPretty.id, 'hover')).toBe('"y"');
    await dap.breakpoints(library('pretty'), []);
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(0);
  });
});
