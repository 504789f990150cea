/** The language server as an editor meets it: a process that speaks LSP on stdio. */
import { afterEach, describe, expect, it } from 'vitest';
import type { CompletionItem, Hover, SignatureHelp } from 'vscode-languageserver-protocol';
import { cursor } from '../support/fixture.ts';
import { distFile, LspClient } from '../support/lsp-client.ts';

const URI = 'file:///spells/spell.lua';
const clients: LspClient[] = [];

function start(...args: string[]): LspClient {
  const client = LspClient.start(...args);
  clients.push(client);
  return client;
}
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

const labels = (items: CompletionItem[]): string[] => items.map(({ label }) => label);

/** Opens a text with a mark and answers the parameters of a request at the mark. */
async function openAt(client: LspClient, marked: string, uri = URI): Promise<object> {
  const { text, offset } = cursor(marked);
  await client.open(uri, text);
  const before = text.slice(0, offset).split('\n');
  return { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1)!.length } };
}

describe.each([
  ['lsp.mjs', [distFile('lsp.mjs')]],
  ['cli.mjs lsp', [distFile('cli.mjs'), 'lsp']],
])('%s', (_, args) => {
  it('tells what it can do, and ends as the protocol wants it', async () => {
    const client = start(...args);
    const { capabilities, serverInfo } = await client.initialize();
    expect(serverInfo?.name).toBe('llmspell');
    expect(capabilities).toMatchObject({ positionEncoding: 'utf-16', textDocumentSync: { openClose: true, change: 2 }, hoverProvider: true });
    expect(await client.stop()).toBe(0);
    expect(client.stderr).toBe('');
  });

  it('marks a syntax error while it is there', async () => {
    const client = start(...args);
    await client.initialize();
    await client.open(URI, 'local x = \nlocal y = ("\u{1F600}")) \n');
    expect(await client.diagnostics(URI, 1)).toMatchObject([
      { range: { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } }, severity: 1, source: 'llmspell', code: 'expected-expression' },
      { range: { start: { line: 1, character: 16 }, end: { line: 1, character: 17 } }, source: 'llmspell', code: 'unexpected-token' },
    ]);
    await client.change(
      URI, 2,
      { range: { start: { line: 0, character: 10 }, end: { line: 0, character: 10 } }, text: '1' },
      { range: { start: { line: 1, character: 16 }, end: { line: 1, character: 17 } }, text: '' },
    );
    expect(await client.diagnostics(URI, 2)).toEqual([]);
    await client.stop();
  });
});

describe('the server', () => {
  it('completes, explains and shows signatures from the API description', async () => {
    const client = start(distFile('lsp.mjs'));
    await client.initialize();
    const members = await client.request<CompletionItem[]>('textDocument/completion', await openAt(client, 'local a = Agent.<??>\n', 'file:///1.lua'));
    expect(labels(members)).toContain('builder');
    const chained = await client.request<CompletionItem[]>('textDocument/completion', await openAt(client, 'Agent.builder():model("demo/x"):<??>', 'file:///2.lua'));
    expect(labels(chained)).toEqual(expect.arrayContaining(['name', 'model', 'build']));
    const hover = await client.request<Hover>('textDocument/hover', await openAt(client, 'local b = Agent.buil<??>der()', 'file:///3.lua'));
    expect(JSON.stringify(hover.contents)).toContain('function Agent.builder(): AgentBuilder');
    const help = await client.request<SignatureHelp>('textDocument/signatureHelp', await openAt(client, 'Agent.builder():model(<??>', 'file:///4.lua'));
    expect(help.signatures[0]!.label).toBe('function AgentBuilder:model(model: string): AgentBuilder');
    await client.stop();
  });

  it('takes diagnostics back when a document is closed, and shows none when they are turned off', async () => {
    const client = start(distFile('lsp.mjs'));
    await client.initialize({ initializationOptions: { llmspell: { diagnostics: { delay: 0 } } } });
    await client.open(URI, 'x =');
    expect(await client.diagnostics(URI, 1)).toHaveLength(1);
    await client.notify('textDocument/didClose', { textDocument: { uri: URI } });
    expect(await client.diagnostics(URI, undefined)).toEqual([]);
    await client.notify('workspace/didChangeConfiguration', { settings: { llmspell: { diagnostics: { enabled: false } } } });
    await client.open('file:///other.lua', 'x =');
    expect(await client.diagnostics('file:///other.lua', 1)).toEqual([]);
    await client.stop();
  });

  it('asks a client that can answer for its settings', async () => {
    const client = start(distFile('lsp.mjs'));
    const asked: unknown[] = [];
    client.connection.onRequest('workspace/configuration', (params) => {
      asked.push(params);
      return [{ diagnostics: { enabled: false } }];
    });
    const registered = new Promise((resolve) => client.connection.onRequest('client/registerCapability', (params) => (resolve(params), null)));
    await client.initialize({ capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } } });
    await client.open(URI, 'x =');
    await registered;
    await expect.poll(() => client.published.at(-1)?.diagnostics).toEqual([]);
    expect(asked).toEqual([{ items: [{ section: 'llmspell' }] }]);
    await client.stop();
  });

  it('outlives what it cannot answer', async () => {
    const client = start(distFile('lsp.mjs'));
    await client.initialize();
    const nowhere = { textDocument: { uri: 'file:///not-open.lua' }, position: { line: 1, character: 1 } };
    expect(await client.request('textDocument/hover', nowhere)).toBeNull();
    await client.open(URI, 'local x = 1');
    const outside = { textDocument: { uri: URI }, position: { line: 999, character: 999 } };
    expect(await client.request('textDocument/hover', outside)).not.toBeUndefined();
    await expect(client.request('textDocument/hover', { textDocument: null })).rejects.toThrow();
    await expect(client.request('textDocument/hover', undefined)).rejects.toThrow();
    await expect(client.request('no/suchMethod', {})).rejects.toThrow(/Unhandled method/);
    await client.change('file:///not-open.lua', 2, { text: 'x' });
    await client.change(URI, 2, { range: { start: { line: 50, character: 0 }, end: { line: 60, character: 0 } }, text: '\nx =' });
    expect(await client.diagnostics(URI, 2)).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  it.each([
    ['broken JSON', '{]]}}'],
    ['no object', '[]'],
    ['nothing', 'null'],
    ['neither request nor answer', '{"jsonrpc":"2.0"}'],
    ['an answer to nothing', '{"jsonrpc":"2.0","id":99,"result":1}'],
  ])('outlives a message that is %s', async (_, body) => {
    const client = start(distFile('lsp.mjs'));
    await client.initialize();
    client.process.stdin!.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    await client.open(URI, 'x =');
    expect(await client.diagnostics(URI, 1)).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  it('ends when its client is gone', async () => {
    const client = start(distFile('lsp.mjs'));
    await client.initialize();
    client.process.stdin!.end();
    expect(await client.exited()).toBe(1);
  });

  it('ends when its client is gone before it said anything', async () => {
    const client = start(distFile('cli.mjs'), 'lsp');
    client.process.stdin!.end();
    expect(await client.exited()).toBe(1);
  });
});
