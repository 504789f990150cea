/** The real providers against a local server that speaks the protocol. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../base/config/index.ts';
import { Attributes } from '../../common/attributes.ts';
import type { HostValue } from '../../common/values.ts';
import { parseAddress } from '../sandbox/network/addresses.ts';
import { configWith, context, provider, testHost, type TestHost } from '../testing.ts';

type Table = Record<string, HostValue>;
interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

let server: Server;
let url: string;
let seen: Seen[];
let respond: (request: Seen, response: ServerResponse, count: number) => void | Promise<void>;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const one = { url: request.url, headers: request.headers, body: JSON.parse(text) as Record<string, unknown> };
      seen.push(one);
      void respond(one, response, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const sse = (response: ServerResponse, data: unknown): void => void response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
const piece = (content: string) => ({ id: 'chat-1', model: 'tiny-2', choices: [{ index: 0, delta: { role: 'assistant', content } }] });

/** A whole answer in pieces, as chat servers stream it. */
const answerWith =
  (...pieces: string[]) =>
  (_request: Seen, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    answerPieces(response, pieces);
  };

function answerPieces(response: ServerResponse, pieces: readonly string[]): void {
  for (const text of pieces) sse(response, piece(text));
  sse(response, { id: 'chat-1', model: 'tiny-2', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  sse(response, { id: 'chat-1', model: 'tiny-2', choices: [], usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 } });
  sse(response, '[DONE]');
  response.end();
}

const local = (settings: Parameters<typeof provider>[1] = {}): TestHost => testHost({ config: configWith([provider('local', { baseUrl: url, apiKey: 'planted-secret-key', ...settings })]) });
const ask = async (t: TestHost, config: Table = {}, prompt = 'hi'): Promise<Table> =>
  (await t.call('AgentInstance:execute', [await t.agent('local/tiny', config), { prompt }]))[0] as Table;

describe('openai_compatible', () => {
  it('sends what was set and assembles the streamed answer', async () => {
    respond = answerWith('Hel', 'lo');
    const answer = await ask(local(), { system_prompt: 'be brief', temperature: 0.5, max_tokens: 9 });
    expect(answer).toMatchObject({ text: 'Hello', metadata: { provider: 'local', model: 'tiny-2', input_tokens: 11, output_tokens: 5, token_count: 16, finish_reason: 'stop' } });
    expect(seen[0]!.url).toBe('/v1/chat/completions');
    expect(seen[0]!.headers.authorization).toBe('Bearer planted-secret-key');
    expect(seen[0]!.body).toMatchObject({
      model: 'tiny',
      stream: true,
      temperature: 0.5,
      max_tokens: 9,
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: 'hi' },
      ],
    });
  });

  it('sends the conversation with the next question', async () => {
    respond = answerWith('yes');
    const t = local();
    const agent = await t.agent('local/tiny');
    for (const prompt of ['one', 'two']) await t.call('AgentInstance:execute', [agent, { prompt }]);
    expect(seen[1]!.body['messages']).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'yes' },
      { role: 'user', content: 'two' },
    ]);
  });

  it('shows the request in the events: status, sizes, order and parents', async () => {
    respond = answerWith('Hel', 'lo');
    const t = local();
    await ask(t);
    expect(t.types().filter((type, i, all) => type !== all[i - 1] && !type.endsWith('chunk') && type !== 'agent.delta')).toEqual(['agent.start', 'http.request', 'http.response', 'http.end', 'agent.end']);
    const byType = (type: string) => t.events.find((event) => event.event_type === type)!;
    const request = byType('http.request');
    expect(request).toMatchObject({ causation_id: byType('agent.start').id, attributes: { [Attributes.HttpMethod]: 'POST', [Attributes.UrlFull]: `${url}/chat/completions`, [Attributes.ServerAddress]: '127.0.0.1' } });
    expect(request.data['body']).toContain('"content":"hi"');
    expect(byType('http.response')).toMatchObject({ causation_id: request.id, attributes: { [Attributes.HttpStatus]: 200 } });
    const chunks = t.events.filter((event) => event.event_type === 'http.chunk');
    const size = chunks.reduce((sum, event) => sum + Number(event.attributes[Attributes.ChunkSize]), 0);
    expect(byType('http.end')).toMatchObject({ causation_id: request.id, attributes: { [Attributes.HttpResponseSize]: size, [Attributes.ChunkCount]: chunks.length } });
    expect(byType('http.end').data['body']).toContain('[DONE]');
  });

  it('lets no key out into events', async () => {
    respond = answerWith('your key is planted-secret-key, is it not?');
    const t = local();
    await ask(t, { api_key: 'another-planted-key' }, 'planted-secret-key and another-planted-key');
    expect(seen[0]!.headers.authorization).toBe('Bearer another-planted-key');
    expect(JSON.stringify(t.events)).not.toMatch(/planted-secret-key|another-planted-key/);
  });

  it('delivers pieces as they come, long before the end', async () => {
    let finish = (): void => undefined;
    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      sse(response, piece('first'));
      finish = () => {
        answerPieces(response, [' last']);
      };
    };
    const t = local();
    const agent = await t.agent('local/tiny');
    const chunks: string[] = [];
    const [result] = await t.call('AgentInstance:invokeStream', [agent, { prompt: 'hi' }, { $function: 1 }], {
      callback: async (_fn, [chunk]) => {
        if (chunks.push(chunk as string) === 1) finish();
        return [];
      },
    });
    expect(chunks.join('')).toBe('first last');
    expect(result).toMatchObject({ text: 'first last' });
  });

  it.each([
    [401, { error: { message: 'Incorrect API key provided' } }, /provider "local" answered HTTP 401 for model "tiny": Incorrect API key provided \(check the key: it comes from api_key in \[providers\.local\] of \/conf\/llmspell\.toml\)/],
    [404, { error: { message: 'no such model' } }, /HTTP 404.*no such model.*check the model's name, and base_url/],
    [500, 'the machine is on fire', /HTTP 500.*the machine is on fire.*try again later/],
  ])('says what HTTP %i means', async (status, body, message) => {
    respond = (_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    const t = local();
    await expect(ask(t)).rejects.toThrow(message);
    expect(t.events.find((event) => event.event_type === 'http.response')?.attributes[Attributes.HttpStatus]).toBe(status);
    expect(t.events.at(-1)).toMatchObject({ event_type: 'agent.error', data: { code: 'http_status' } });
  });

  it('asks again when the server was busy, as often as configured', async () => {
    respond = (request, response, count) => {
      if (count < 3) response.writeHead(429, { 'retry-after': '0' }).end('{}');
      else answerWith('at last')(request, response);
    };
    expect(await ask(local({ maxRetries: 2 }))).toMatchObject({ text: 'at last' });
    expect(seen).toHaveLength(3);
    seen = [];
    await expect(ask(local({ maxRetries: 1 }))).rejects.toThrow('HTTP 429');
    expect(seen).toHaveLength(2);
  });

  it('takes an address with a slash at its end', async () => {
    respond = answerWith('yes');
    await ask(local({ baseUrl: `${url}/` }));
    expect(seen[0]!.url).toBe('/v1/chat/completions');
  });

  it('fails when the answer stops without an end', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      sse(response, piece('half'));
      response.end();
    };
    await expect(ask(local())).rejects.toThrow(/provider "local" failed: the server ended the answer before it was complete \(ask again; .*check base_url\)/);
  });

  it.each([
    ['data: {oops\n\n', /the server sent what is no JSON: \{oops \(.*check base_url\)/],
    ['data: {"error":{"message":"overloaded","code":503}}\n\n', /provider "local" failed: .*overloaded/],
    ['<html>hello</html>', /the server ended the answer before it was complete/],
  ])('says what is wrong with an answer like %j', async (body, message) => {
    respond = (_request, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body);
    await expect(ask(local())).rejects.toThrow(message);
  });

  it('shows no key in errors, nor a key that no header can hold', async () => {
    respond = (_request, response) => void response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"wrong key planted-secret-key"}}');
    await expect(ask(local())).rejects.toThrow('HTTP 401 for model "tiny": wrong key [redacted] (check the key');
    await expect(ask(local(), { api_key: 'planted\nkey' })).rejects.toThrow(/^the API key for provider "local" holds characters that no key has.*: it comes from api_key of the agent$/);
    await expect(ask(local(), { api_key: ' planted-secret-key\n' })).rejects.toThrow('HTTP 401');
  });

  it('refuses addresses that are none of the web', async () => {
    await expect(ask(local({ baseUrl: 'ftp://host/v1' }))).rejects.toThrow('base_url of provider "local" is no web address: "ftp://host/v1"');
    await expect(ask(local({ baseUrl: 'http://127.0.0.1:9/v1' }))).rejects.toThrow(/cannot talk to provider "local" at http:\/\/127\.0\.0\.1:9\/v1: .*bad port/);
  });

  it('lets no key out into events that is split over pieces, and loses no text', async () => {
    respond = answerWith('your key is plan', 'ted-secr', 'et-key, it beg', 'ins with p');
    const t = local();
    const answer = await ask(t);
    expect(answer['text']).toBe('your key is planted-secret-key, it begins with p');
    const deltas = t.events.filter((event) => event.event_type === 'agent.delta').map((event) => event.data['text']);
    expect(deltas).toEqual(['your key is ', '', '[redacted], it beg', 'ins with ', 'p']);
  });

  it('waits as long as it is told, however long that is', async () => {
    respond = answerWith('yes');
    expect(await ask(local(), { max_execution_time: 3e9 })).toMatchObject({ text: 'yes' });
  });

  it('hands JSON on as text, for the script to have its numbers', async () => {
    respond = answerWith('{"success":true,"id":9007199254740993}');
    expect(await ask(local())).toMatchObject({ $json: '{"success":true,"id":9007199254740993}', with: { _raw_text: '{"success":true,"id":9007199254740993}', metadata: { provider: 'local' } } });
    respond = answerWith('[1.0]');
    expect(await ask(local())).toMatchObject({ data: { $json: '[1.0]' }, text: '[1.0]' });
    respond = answerWith('['.repeat(2000) + ']'.repeat(2000));
    expect(Object.keys(await ask(local()))).toEqual(['text', 'metadata']);
  });

  it('says that nothing listens', async () => {
    const closed = url;
    await new Promise((resolve) => server.close(resolve));
    const t = testHost({ config: configWith([provider('local', { baseUrl: closed })]) });
    await expect(ask(t)).rejects.toThrow(/cannot talk to provider "local" at http:\/\/127\.0\.0\.1:\d+\/v1: connection refused.*base_url in \[providers\.local\]/);
    expect(t.types()).toEqual(['agent.start', 'http.request', 'http.error', 'agent.error']);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('fails when the connection breaks in the middle, and tells what had arrived', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      sse(response, piece('half an ans'));
      setImmediate(() => response.destroy());
    };
    const t = local();
    await expect(ask(t)).rejects.toThrow('the server closed the connection before the answer was complete');
    expect(t.events.at(-1)).toMatchObject({ event_type: 'agent.error', data: { code: 'connection_failed', text: 'half an ans' } });
    expect(t.types()).toContain('http.error');
  });

  it('ends the request when the execution ends', async () => {
    const closed = new Promise<void>((resolve) => {
      respond = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        sse(response, piece('one'));
        response.on('close', resolve);
      };
    });
    const t = local();
    const execution = new AbortController();
    t.bus.subscribe('agent.delta', () => execution.abort());
    const agent = await t.agent('local/tiny');
    await expect(t.call('AgentInstance:execute', [agent, { prompt: 'hi' }], { signal: execution.signal })).rejects.toMatchObject({ code: 'cancelled' });
    await closed;
    expect(t.types()).toContain('http.error');
  });

  it('ends a request at the configured time, naming the key', async () => {
    respond = () => undefined;
    await expect(ask(local({ timeoutSeconds: 0.05 }))).rejects.toThrow('no complete answer within 0.05 s (timeout_seconds in [providers.local])');
  });

  it('goes through the proxy of the environment', async () => {
    const t = testHost({ config: configWith([provider('local', { baseUrl: 'http://no-such-host.invalid/v1' })]) });
    const hosts: (string | undefined)[] = [];
    server.on('connect', (request: IncomingMessage, socket: { end(text: string): void }) => {
      hosts.push(request.url);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const agent = await t.agent('local/tiny');
    await expect(t.call('AgentInstance:execute', [agent, { prompt: 'hi' }], { context: context({ env: { HTTP_PROXY: new URL(url).origin } }) })).rejects.toThrow('provider "local"');
    expect(hosts).toEqual(['no-such-host.invalid:80']);
  });
});

describe('openai', () => {
  it('speaks the responses protocol', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] };
      sse(response, { type: 'response.created', response: { id: 'resp_1', created_at: 1, model: 'gpt-x-2026' } });
      sse(response, { type: 'response.output_item.added', output_index: 0, item });
      for (const delta of ['Good ', 'day']) sse(response, { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta });
      sse(response, { type: 'response.output_item.done', output_index: 0, item: { ...item, status: 'completed', content: [{ type: 'output_text', text: 'Good day', annotations: [] }] } });
      sse(response, { type: 'response.completed', response: { id: 'resp_1', created_at: 1, model: 'gpt-x-2026', output: [], usage: { input_tokens: 3, output_tokens: 2 } } });
      response.end();
    };
    const t = testHost({ config: configWith([provider('openai', { type: 'openai', baseUrl: url })]) });
    const agent = await t.agent('openai/gpt-x');
    const [answer] = await t.call('AgentInstance:execute', [agent, { prompt: 'hi' }], { context: context({ env: { OPENAI_API_KEY: 'key-of-the-environment' } }) });
    expect(answer).toMatchObject({ text: 'Good day', metadata: { model: 'gpt-x-2026', input_tokens: 3, output_tokens: 2 } });
    expect(seen[0]!.url).toBe('/v1/responses');
    expect(seen[0]!.headers.authorization).toBe('Bearer key-of-the-environment');
    expect(JSON.stringify(t.events)).not.toContain('key-of-the-environment');
  });

  it('says where it has looked for a key', async () => {
    const missing = async (options: Parameters<typeof testHost>[0], own: Table = {}): Promise<string> => {
      const t = testHost(options);
      const error = await t.call('AgentInstance:execute', [await t.agent('gpt-x', own), { prompt: 'hi' }]).catch((failure: Error) => failure);
      expect(t.events.at(-1)).toMatchObject({ event_type: 'agent.error', data: { code: 'missing_key' } });
      return (error as Error).message;
    };
    expect(await missing({})).toBe(
      "No API key configured for provider 'openai': looked in the environment variable OPENAI_API_KEY and api_key in [providers.openai] of /conf/llmspell.toml. To set one, run `llmspell keys add openai`, or set the variable",
    );
    const storedKeys = { path: '/home/.llmspell/keys.json', get: () => Promise.resolve(undefined) };
    expect(await missing({ secretStorage: () => "VS Code's secret storage", storedKeys }, { api_key: ' ' })).toBe(
      "No API key configured for provider 'openai': looked in VS Code's secret storage, the environment variable OPENAI_API_KEY, api_key in [providers.openai] of /conf/llmspell.toml " +
        'and the keys of `llmspell keys` (/home/.llmspell/keys.json). To set one, run "llmspell: Set API Key…", or run `llmspell keys add openai`, or set the variable',
    );
    expect(await missing({ storedKeys: { ...storedKeys, get: () => Promise.reject(new Error('the keychain is locked')) } })).toContain("for provider 'openai': the keychain is locked");
  });

  it('takes the first key: the agent, the secret storage, the environment, the configuration, what is kept', async () => {
    respond = (_request, response) => void response.writeHead(400).end('{}');
    const asked: string[] = [];
    const used = async (own: Table, secret: string, variable: string, configured: string, kept: string): Promise<string | undefined> => {
      const t = testHost({
        config: configWith([provider('openai', { type: 'openai', baseUrl: url, apiKey: configured })]),
        secrets: new Map([['openai', secret]]),
        storedKeys: { path: '/keys.json', get: (name) => (asked.push(name), Promise.resolve(kept === '' ? undefined : kept)) },
      });
      const call = { context: context({ env: { OPENAI_API_KEY: variable } }) };
      await expect(t.call('AgentInstance:execute', [await t.agent('gpt-x', own), { prompt: 'hi' }], call)).rejects.toThrow('HTTP 400');
      expect(JSON.stringify(t.events)).not.toMatch(/-(key)-12345/);
      return seen.at(-1)!.headers.authorization;
    };
    expect(await used({ api_key: 'own-key-12345' }, 'secret-key-12345', 'variable-key-12345', 'configured-key-12345', 'kept-key-12345')).toBe('Bearer own-key-12345');
    expect(await used({}, 'secret-key-12345', 'variable-key-12345', 'configured-key-12345', 'kept-key-12345')).toBe('Bearer secret-key-12345');
    expect(await used({}, '', 'variable-key-12345', 'configured-key-12345', 'kept-key-12345')).toBe('Bearer variable-key-12345');
    expect(await used({}, '', ' ', 'configured-key-12345', 'kept-key-12345')).toBe('Bearer configured-key-12345');
    expect(asked).toEqual([]);
    expect(await used({}, '', '', '', 'kept-key-12345')).toBe('Bearer kept-key-12345');
    expect(asked).toEqual(['openai']);
  });
});

describe('an address that a script gives its agent', () => {
  const given = (http: Partial<Config['tools']['http']>, settings: Parameters<typeof provider>[1] = {}): TestHost => {
    const config = configWith([provider('mine', { type: 'openai', baseUrl: 'https://models.example/v1', apiKey: 'users-key-12345', maxRetries: 0, ...settings })]);
    return testHost({ config: { ...config, tools: { ...config.tools, http: { ...config.tools.http, ...http } } } });
  };
  const asked = async (t: TestHost, own: Table): Promise<string> =>
    ((await t.call('AgentInstance:execute', [await t.agent('mine/m', own), { prompt: 'x' }]).catch((error: Error) => error)) as Error).message;

  it('gets no key of the user, unless it is this machine, the configured one, or named in the configuration', async () => {
    respond = (_request, response) => void response.writeHead(400).end('{}');
    expect(await asked(given({}), { base_url: 'https://evil.example/v1' })).toBe(
      'the key of provider "mine" (api_key in [providers.mine] of /conf/llmspell.toml) is not sent to https://evil.example, which only the agent\'s base_url names: give the agent an api_key of its own, ' +
        'set base_url in [providers.mine], or add "evil.example" to allowed_hosts under [tools.http_request] in /conf/llmspell.toml',
    );
    expect(await asked(given({ allowedHosts: ['*.example'] }), { base_url: 'https://evil.example/v1' })).toContain('is not sent to');
    expect(seen).toEqual([]);
    expect(await asked(given({}), { base_url: url })).toContain('HTTP 400');
    expect(seen[0]!.headers.authorization).toBe('Bearer users-key-12345');
  });

  it('is judged by the rules of the network, which models on this machine need not be named in', async () => {
    const own = { api_key: 'own-key-12345' };
    expect(await asked(given({}), { ...own, base_url: 'http://169.254.169.254/v1' })).toContain('the metadata service of a cloud');
    expect(await asked(given({ blockedHosts: ['bad.example'] }), { ...own, base_url: 'http://bad.example/v1' })).toContain('"bad.example" is blocked');
    expect(await asked(given({ allowedHosts: ['good.example'] }), { ...own, base_url: 'http://other.example/v1' })).toContain('not among the allowed hosts');
    expect(await asked(given({ allowNetworkAccess: false }), { ...own, base_url: url })).toContain('allow_network_access');
    expect(seen).toEqual([]);
  });

  it('is judged by where its name leads, and leads nowhere else', async () => {
    const own = { api_key: 'own-key-12345' };
    const t = testHost({ config: configWith([provider('mine', { maxRetries: 0 })]), resolve: () => Promise.resolve([parseAddress('169.254.169.254')!]) });
    expect(await asked(t, { ...own, base_url: 'http://innocent.example/v1' })).toContain('host innocent.example (169.254.169.254): 169.254.169.254 is the metadata service of a cloud');
    respond = (request, response) => void response.writeHead(307, { location: `${url}/elsewhere` }).end();
    expect(await asked(given({}), { ...own, base_url: url })).toContain('HTTP 307');
    expect(seen).toHaveLength(1);
  });
});

describe('configuration', () => {
  const failing = async (name: string, settings: Parameters<typeof provider>[1]) => {
    const t = testHost({ config: configWith([provider(name, settings)]) });
    return t.call('AgentInstance:execute', [await t.agent(`${name}/m`), { prompt: 'x' }]);
  };
  it('says what is missing or wrong', async () => {
    await expect(failing('local', {})).rejects.toThrow('provider "local" has no address: set base_url in [providers.local] of /conf/llmspell.toml');
    await expect(failing('local', { baseUrl: 'nonsense' })).rejects.toThrow('base_url of provider "local" is no web address');
    await expect(failing('claude', { type: 'anthropic' })).rejects.toThrow('provider_type "anthropic", which this version cannot talk to');
    await expect(failing('local', { enabled: false })).rejects.toThrow('provider "local" is turned off');
  });
});
