/** The libraries of scripts in a real kernel: its files, its rules, its providers. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox, type Ended } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

const run = (code: string, ...args: string[]): Promise<Ended> => box.llmspell('run', box.file('main.lua', code), ...args).ended;
const allow = (...folders: string[]): string => box.file('llmspell.toml', `[tools.file_operations]\nallowed_paths = ${JSON.stringify(folders)}\n`);

describe('files', () => {
  it('are written, read and removed where the configuration allows it', async () => {
    allow(box.folder);
    const { code, stdout, stderr } = await run(`
      local f = assert(io.open("data.txt", "w"))
      for i = 1, 1000 do f:write(i, "\\n") end
      f:close()
      local sum = 0
      for line in io.lines("data.txt") do sum = sum + tonumber(line) end
      print(sum, os.rename("data.txt", "other.txt"), io.open("data.txt"))
      print(os.remove("other.txt"), os.remove("other.txt"))`);
    expect(stderr).toBe('');
    expect(stdout).toBe('500500\ttrue\tnil\tdata.txt: No such file or directory\t2\ntrue\tnil\tother.txt: No such file or directory\t2\n');
    expect(code).toBe(0);
  });

  it('keep what was written and not flushed, however the script ends', async () => {
    allow(box.folder);
    for (const [name, end] of [['return', ''], ['exit', 'coroutine.wrap(function() os.exit(3) end)()'], ['error', 'error("x")']] as const) {
      await run(`kept = io.open("${name}.txt", "w") kept:write("whole") ${end}`);
      expect(readFileSync(join(box.folder, `${name}.txt`), 'utf8'), name).toBe('whole');
    }
  });

  it('outside of the rules are refused with path and key', async () => {
    const config = allow(join(box.folder, 'allowed'));
    const { stdout } = await run('print(io.open("../escape.txt", "w")) print(io.open("main.lua") ~= nil) print(pcall(io.lines, "/etc/passwd"))');
    const advice = `add its folder to allowed_paths under [tools.file_operations] in ${config}:2`;
    expect(stdout).toBe(`nil\t../escape.txt: may not be written: ${advice}\t13\ntrue\nfalse\tcannot open file '/etc/passwd' (may not be read: ${advice})\n`);
    expect(existsSync(join(box.folder, '../escape.txt'))).toBe(false);
  });

  it('that are temporary leave nothing behind', async () => {
    const { stdout } = await run('local f = io.tmpfile() f:write("x") f:seek("set") print(f:read("a")) local name = os.tmpname() print(name) os.remove(name)');
    const [content, name] = stdout.split('\n');
    expect(content).toBe('x');
    expect(readdirSync('/tmp')).not.toContain(name!.split('/').at(-1));
  });
});

describe('an error object', () => {
  it('speaks for itself where it can', async () => {
    expect((await run('error(setmetatable({}, { __tostring = function() return "out of tea" end }))')).stderr).toMatch(/^out of tea\nstack traceback:/);
    expect((await run('error(setmetatable({}, { __tostring = function() error("worse") end }))')).stderr).toMatch(/^\(error object is a table value\)/);
    expect((await run('error({})')).stderr).toMatch(/^\(error object is a table value\)/);
  });
});

describe('modules', () => {
  it('lie beside the script, in the working directory, and along LUA_PATH', async () => {
    box.file('scripts/lib/near.lua', 'return ...');
    box.file('cwd_module.lua', 'return "cwd"');
    box.file('elsewhere/far.lua', 'return debug.getinfo(1, "S").source');
    const script = box.file('scripts/main.lua', 'print(require("lib.near"), require("cwd_module"), require("far")) print(dofile("elsewhere/far.lua"))');
    const { stdout, stderr } = await box.start(join(import.meta.dirname, '../../dist/cli.mjs'), ['run', script], { LUA_PATH: `${box.folder}/elsewhere/?.lua;;` }).ended;
    expect(stderr).toBe('');
    expect(stdout).toBe(`lib.near\tcwd\t@${box.folder}/elsewhere/far.lua\n@${box.folder}/elsewhere/far.lua\n`);
  });
});

describe('a provider of the configuration', () => {
  let server: Server;
  let bodies: string[];
  beforeEach(async () => {
    bodies = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        const piece = (delta: object, finish: string | null = null) => response.write(`data: ${JSON.stringify({ id: '1', model: 'tiny', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const content of ['{"success"', ': true, ', '"value": 7}']) piece({ content });
        piece({}, 'stop');
        response.end('data: [DONE]\n\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('answers agents, streamed and decoded', async () => {
    box.file('llmspell.toml', `[providers.local]\nprovider_type = "openai_compatible"\nbase_url = "http://127.0.0.1:${(server.address() as AddressInfo).port}/v1"\n`);
    const { stdout, stderr, code } = await run(`
      local agent = Agent.builder():name("a"):model("local/tiny"):build()
      local chunks = {}
      local result = agent:invokeStream({ prompt = "q" }, function(chunk) chunks[#chunks + 1] = chunk end)
      print(#chunks, table.concat(chunks), result.chunks_received)
      local answer = agent:execute({ prompt = "again" })
      print(answer.success, answer.value, answer._raw_text, answer.metadata.model)`);
    expect(stderr).toBe('');
    expect(stdout).toBe('3\t{"success": true, "value": 7}\t3\ntrue\t7\t{"success": true, "value": 7}\ttiny\n');
    expect(code).toBe(0);
    expect(bodies[1]).toContain('"content":"again"');
    expect(bodies[1]).toContain('"role":"assistant"');
  });

  it('that is not there is an error at the line that made the agent', async () => {
    const { stderr, code } = await run('print("first")\nAgent.builder():model("nosuch/x"):build()');
    expect(code).toBe(1);
    expect(stderr).toContain(`${box.folder}/main.lua:2: unknown provider "nosuch": known are demo, openai.`);
  });
});
