/** A real provider over HTTP (a server of this test): its requests are rows below the agent call, with status and bodies. */
import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { ready } from './places.ts';

const WORDS = ['The ', 'tide ', 'comes ', 'in.'];

const SCRIPT = `local poet = Agent.builder():name("poet"):model("local/verse"):build()
print(poet:execute({ prompt = "the tide" }).text)
print(pcall(function() return poet:execute({ prompt = "refuse" }) end))
`;

/** Speaks OpenAI's streaming chat protocol; refuses what asks for it. */
async function chatServer(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (body.includes('refuse')) {
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message: 'not this one' } }));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = (delta: object, finish: string | null): string =>
        `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'verse', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
      for (const content of WORDS) response.write(chunk({ role: 'assistant', content }, null));
      response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

uiTest('HTTP requests are rows below their agent call', {}, async (workbench) => {
  const server = await chatServer();
  try {
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(workbench.workspace, 'asks-http.lua'), SCRIPT);
    writeFileSync(join(workbench.workspace, 'llmspell.toml'), `[providers.local]\nprovider_type = "openai_compatible"\nbase_url = "http://127.0.0.1:${port}/v1"\napi_key = "test-key"\nmax_retries = 0\n`);
    await workbench.open('asks-http.lua');
    await ready(workbench);
    await workbench.debug.start();
    await workbench.debug.consoleShows('The tide comes in.');
    await workbench.debug.ended();
    await workbench.command('llmspell: Show Spell Events');
    const panel = workbench.webview();
    const rows = () => panel.locator('.row').evaluateAll((all) => all.map((row) => [row.getAttribute('data-kind'), row.getAttribute('data-status'), row.querySelector('.status')?.textContent?.trim() ?? '']));
    const shown = await eventually('two calls with their requests', rows, (all) => all.length === 5);
    assert.deepEqual(shown, [
      ['execution', 'ok', ''],
      ['agent', 'ok', ''],
      ['http', 'ok', '200'],
      ['agent', 'error', ''],
      ['http', 'error', '400'],
    ]);
    await panel.locator('.row[data-kind="http"]').first().click();
    await panel.locator('.details pre[data-section="Request body"]').filter({ hasText: 'the tide' }).waitFor();
    const details = await panel.locator('.details').innerText();
    assert.match(details, /tide/);
    assert.doesNotMatch(details, /test-key/, 'the key is nowhere');
    await workbench.screenshot('http');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
