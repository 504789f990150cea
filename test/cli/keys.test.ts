/** `llmspell keys` as a user has it, and the keys in the scripts that need them. */
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, Sandbox, type Ended } from '../support/processes.ts';

const KEY = 'sk-test-0123456789-abcdef';

let box: Sandbox;
let file: string;
beforeEach(() => {
  box = new Sandbox();
  file = join(box.home, '.llmspell', 'keys.json');
});
afterEach(() => box.dispose());

/** In a PATH without keychains. */
function keys(args: readonly string[], input?: string): Promise<Ended> {
  const running = box.start(CLI, ['keys', ...args], { PATH: box.folder });
  running.process.stdin.end(input);
  return running.ended;
}

describe('llmspell keys', () => {
  it('keeps what is piped in, for its user only, lists it masked, and forgets it', async () => {
    expect(await keys(['add', 'openai'], `${KEY}\n`)).toMatchObject({ code: 0, stdout: `the key for openai is kept in ${file}\n`, stderr: '' });
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(await keys(['list'])).toMatchObject({ code: 0, stdout: `openai  sk-…cdef  ${file}\n`, stderr: '' });
    expect(await keys(['remove', 'openai'])).toMatchObject({ code: 0, stdout: 'the key for openai is forgotten\n' });
    expect(await keys(['list'])).toMatchObject({ code: 0, stdout: 'no keys are kept: `llmspell keys add PROVIDER` adds one\n' });
    expect(readFileSync(file, 'utf8')).not.toContain('sk-');
  });

  it('takes a key as an argument, with a warning, and shows it nowhere', async () => {
    const added = await keys(['add', 'openai', KEY]);
    expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('the key is now in the history of your shell') as string });
    expect(added.stdout + added.stderr).not.toContain('0123456789');
  });

  it('answers in JSON', async () => {
    expect(JSON.parse((await keys(['add', 'openai', '--output', 'json'], KEY)).stdout)).toEqual({ status: 'success', provider: 'openai', store: 'file' });
    expect(JSON.parse((await keys(['list', '--output', 'json'])).stdout)).toEqual({ status: 'success', keys: [{ provider: 'openai', store: 'file', masked: 'sk-…cdef' }] });
    expect(JSON.parse((await keys(['remove', 'openai', '--output', 'json'])).stdout)).toEqual({ status: 'success', provider: 'openai' });
    const failed = await keys(['remove', 'openai', '--output', 'json']);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toEqual({ status: 'error', error: 'no key for "openai" is kept: there are none' });
  });

  it.each<[string[], string, number, string]>([
    [['add', 'openai'], '', 1, 'no key was given: type it when asked, or pipe it in'],
    [['add', 'openai'], 'two words', 1, 'that is no key: it holds spaces'],
    [['add', 'open ai'], KEY, 2, '"open ai" is no name of a provider'],
    [['add'], '', 2, "missing required argument 'provider'"],
    [['add', 'openai', '--store', 'keychian'], KEY, 2, 'did you mean "keychain"?'],
    [['add', 'openai', '--store', 'keychain'], KEY, 1, 'the keychain'],
    [['lst'], '', 2, 'unknown command "lst" (did you mean "list"?): `llmspell keys` has add, list, remove'],
  ])('refuses %j', async (args, input, code, message) => {
    const ended = await keys(args, input);
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(message) as string });
    expect(existsSync(file)).toBe(false);
  });

  it('mends a file that others can read, and refuses one that is broken', async () => {
    await keys(['add', 'openai'], KEY);
    chmodSync(file, 0o644);
    expect(await keys(['list'])).toMatchObject({ code: 0, stderr: `note: ${file} could be read by other users (mode 644): its mode is now 600. If others use this machine, replace the keys in it\n` });
    writeFileSync(file, `{"openai": "${KEY}`);
    const broken = await keys(['add', 'anthropic'], KEY);
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining(`cannot use ${file}: it is no JSON`) as string });
    expect(broken.stderr).not.toContain('sk-');
  });
});

describe('a script that needs a key', () => {
  let server: Server;
  let seen: (string | undefined)[];
  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end(`wrong key: ${request.headers.authorization}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    box.file('llmspell.toml', `[providers.mine]\nprovider_type = "openai"\nbase_url = "http://127.0.0.1:${port}/v1"\nmax_retries = 0\n`);
    box.file('ask.lua', 'local ok, err = pcall(function() Agent.builder():name("a"):model("mine/m"):build():execute({ prompt = "?" }) end)\nprint(err)\n');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('gets the one that is kept, which appears in no output and in no log', async () => {
    await keys(['add', 'mine'], KEY);
    const ended = await box.llmspell('--trace', 'trace', 'run', 'ask.lua').ended;
    expect(seen).toEqual([`Bearer ${KEY}`]);
    expect(ended.stdout).toContain('HTTP 401');
    expect(ended.stdout).toContain(`(check the key: it comes from the keys of \`llmspell keys\` (${file}))`);
    expect(ended.stdout + ended.stderr).not.toContain('0123456789');
  });

  it('is told where it was looked for', async () => {
    const ended = await box.llmspell('run', 'ask.lua').ended;
    expect(ended.stdout).toContain(
      `No API key configured for provider 'mine': looked in the environment variable MINE_API_KEY, api_key in [providers.mine] of ${join(box.folder, 'llmspell.toml')} and the keys of \`llmspell keys\` (${file}). ` +
        'To set one, run `llmspell keys add mine`, or set the variable',
    );
    expect(seen).toEqual([]);
  });

  it('cannot read the file itself', async () => {
    await keys(['add', 'mine'], KEY);
    box.file('llmspell.toml', `[tools.file_operations]\nallowed_paths = ["${box.home}"]\n`);
    box.file('read.lua', `print(io.open("${file}"))`);
    const { stdout } = await box.llmspell('run', 'read.lua').ended;
    expect(stdout).toContain('llmspell keeps its keys');
    expect(stdout).not.toContain('sk-');
  });
});
