/** Keys of VS Code's secret storage reach the scripts of a kernel that is up, and leave it again. */
import * as assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { extensionApi } from '../support/extension-api.ts';

const FILE = 'fixtures/asks-provider.lua';
const KEY = 'sk-of-the-secret-storage-0123456789';

describe('API keys', () => {
  let server: Server;
  let url: string;
  const seen: (string | undefined)[] = [];

  before(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end('unknown key');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  after(async () => {
    await (await extensionApi()).apiKeys.remove('openai');
    await new Promise((resolve) => server.close(resolve));
  });
  afterEach(endAllSessions);

  async function printed(): Promise<string> {
    const run = await DebugRun.launch(FILE, { args: [url] });
    assert.equal(await run.ended(), 0);
    return run.output();
  }

  it('go to a kernel that is up, are used by its scripts, and go again', async () => {
    const { apiKeys, kernel } = await extensionApi();
    const { pid } = (await kernel.start()).ready;
    await apiKeys.set('openai', KEY);
    const answer = await printed();
    assert.deepEqual(seen, [`Bearer ${KEY}`]);
    assert.match(answer, /HTTP 401.+comes from VS Code's secret storage/s);
    assert.ok(!answer.includes(KEY));
    await apiKeys.remove('openai');
    assert.match(await printed(), /No API key configured for provider 'openai': looked in VS Code's secret storage, .+ run "llmspell: Set API Key…"/s);
    assert.equal(seen.length, 1);
    assert.equal((await kernel.start()).ready.pid, pid, 'the kernel is the same one');
  });

  it('are given to a kernel before its first script', async () => {
    const { apiKeys, kernel } = await extensionApi();
    await apiKeys.set('openai', KEY);
    await kernel.restart();
    await printed();
    assert.equal(seen.at(-1), `Bearer ${KEY}`);
  });

  it('are set and removed by commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const command of ['llmspell.setApiKey', 'llmspell.removeApiKey']) assert.ok(commands.includes(command), command);
  });
});
