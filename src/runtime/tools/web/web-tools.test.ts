/** The web tools through a Host, against servers on this machine. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../base/config/index.ts';
import { Attributes } from '../../../common/attributes.ts';
import type { HostPoint } from '../../../common/host-points.ts';
import type { HostValue, JsonText } from '../../../common/values.ts';
import { parseAddress, type Address } from '../../sandbox/network/addresses.ts';
import { configWith, context, testHost, type TestHost } from '../../testing.ts';

type Table = Record<string, HostValue>;
type Http = Config['tools']['http'];
interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
const hosts: TestHost[] = [];
let seen: Seen[];
let respond: (request: Seen, response: ServerResponse, count: number) => void;
let port: number;
let url: string;

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const collect = (request: IncomingMessage, response: ServerResponse): void => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const { method, url: path, headers } = request;
    seen.push({ method, url: path, headers, body });
    respond(seen.at(-1)!, response, seen.length);
  });
};

beforeEach(async () => {
  seen = [];
  respond = (_, response) => response.end('hello');
  port = await listen(createServer(collect));
  url = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  await Promise.all(hosts.splice(0).map(({ host }) => host.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Given extends Partial<Http> {
  readonly answers?: (host: string) => readonly string[];
}

function open({ answers, ...http }: Given = {}): TestHost {
  const config = configWith([]);
  const resolve = (host: string): Promise<readonly Address[]> => {
    if (answers === undefined) throw new Error(`nobody should look up ${host}`);
    return Promise.resolve(answers(host).map((text) => parseAddress(text)!));
  };
  const opened = testHost({ config: { ...config, tools: { ...config.tools, http: { ...config.tools.http, allowedHosts: ['*', '127.0.0.1'], ...http } } }, resolve });
  hosts.push(opened);
  return opened;
}

async function run(host: TestHost, tool: string, params: HostValue, changes: Parameters<TestHost['call']>[2] = {}): Promise<Table> {
  const [answer] = (await host.call('Tool.execute', [tool, params], changes)) as [JsonText];
  return JSON.parse(answer.$json) as Table;
}

describe('web-fetch', () => {
  it('gets a page, by both names of the address', async () => {
    respond = (_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>grün</p>');
    const answer = await run(open(), 'web-fetch', { url: `${url}/page`, timeout: 60 });
    expect(answer).toMatchObject({
      operation: 'fetch',
      success: true,
      message: `Fetched ${url}/page: HTTP 200 OK, 12 bytes`,
      result: { url: `${url}/page`, status_code: 200, content_type: 'text/html', body: '<p>grün</p>', encoding: 'text', size: 12 },
    });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/page', headers: { 'user-agent': 'llmspell-http/1.0' } });
    expect((await run(open(), 'web-fetch', { input: url }))['success']).toBe(true);
  });

  it('fails with the page when the server says no', async () => {
    respond = (_, response) => response.writeHead(404).end('no such page');
    expect(await run(open(), 'web-fetch', { url })).toMatchObject({ success: false, error: { code: 'http_status', message: `GET ${url}/: HTTP 404 Not Found` }, result: { status_code: 404, body: 'no such page' } });
  });

  it('gives text in other alphabets as text, and what is none as base64', async () => {
    respond = (_, response) => response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' }).end(Buffer.from([0x67, 0xfc]));
    expect(((await run(open(), 'web-fetch', { url }))['result'] as Table)['body']).toBe('gü');
    respond = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0xff]));
    expect((await run(open(), 'web-fetch', { url }))['result']).toMatchObject({ body: 'iVD/', encoding: 'base64', size: 3 });
  });

  it('says why a server cannot be reached', async () => {
    const closed = createServer();
    const free = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(await run(open(), 'web-fetch', { url: `http://127.0.0.1:${free}/x` })).toEqual({
      operation: 'fetch', success: false, error: { code: 'connection_failed', message: `GET http://127.0.0.1:${free}/x: connection refused: nothing listens there (ECONNREFUSED)` },
    });
  });

  it('ends at its time limit, and when the script ends', async () => {
    respond = () => undefined;
    expect(await run(open(), 'web-fetch', { url, timeout: 0.05 })).toMatchObject({ success: false, error: { code: 'time_limit', message: expect.stringContaining('within 0.05 s (timeout of the call)') as string } });
    const ended = new AbortController();
    const answer = run(open(), 'web-fetch', { url }, { signal: ended.signal });
    respond = () => ended.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each<[Table, string]>([
    [{}, 'parameter "url" is missing'],
    [{ url: 'example.com' }, '"example.com" is no web address: write it like "https://example.com/page"'],
    [{ url: 'http://a.test', input: 'http://b.test' }, 'they differ: give one of them'],
    [{ url: 'http://a.test', timeout: -1 }, 'seconds expected, 0 or more, got -1'],
    [{ url: 'http://a.test', headers: { Host: 'b.test' } }, 'Host is set by the connection: leave it out'],
    [{ url: 'http://a.test', headers: { 'X-A': 'a\r\nX-B: b' } }, 'X-A: a header holds characters that none can'],
    [{ url: 'http://a.test', headers: { 'X-A': true } }, 'X-A: string expected, got boolean'],
  ])('refuses %j', async (params, message) => {
    await expect(run(open(), 'web-fetch', params)).rejects.toThrow(message);
  });
});

describe('the guard', () => {
  it('refuses hosts and schemes as an error that names the key, without asking anybody', async () => {
    const host = open({ allowedHosts: ['*'] });
    await expect(run(host, 'web-fetch', { url })).rejects.toThrow(
      `Tool 'web-fetch' execution failed: host 127.0.0.1: it is this machine: add "127.0.0.1" to allowed_hosts under [tools.http_request] in /conf/llmspell.toml`,
    );
    await expect(run(host, 'web-fetch', { url: 'file:///etc/passwd' })).rejects.toThrow('"file" is no scheme for requests');
    await expect(run(open({ allowNetworkAccess: false }), 'http-requester', { url })).rejects.toThrow('set allow_network_access = true under [runtime.security]');
    expect(seen).toEqual([]);
    expect(host.types()).toEqual(['tool.start', 'tool.error', 'tool.start', 'tool.error']);
  });

  it('connects to the address that was checked: one answer of the DNS counts for a connection, and the next one is judged anew', async () => {
    const answers = [['127.0.0.1'], ['10.1.2.3'], ['169.254.169.254']];
    let asked = 0;
    respond = (_, response) => response.writeHead(200, { connection: 'close' }).end('the right one');
    const host = open({ answers: () => answers[asked++]! });
    const address = `http://rebind.test:${port}/`;
    expect((await run(host, 'web-fetch', { url: address }))['result']).toMatchObject({ body: 'the right one' });
    expect(asked).toBe(1);
    expect(seen[0]!.headers.host).toBe(`rebind.test:${port}`);
    await expect(run(host, 'web-fetch', { url: address })).rejects.toThrow('host rebind.test (10.1.2.3): 10.1.2.3 is a private network');
    await expect(run(host, 'web-fetch', { url: address })).rejects.toThrow('169.254.169.254 is the metadata service of a cloud');
    expect(seen).toHaveLength(1);
  });

  it('leaves out the addresses of a host that may not be used', async () => {
    expect((await run(open({ answers: () => ['10.1.2.3', '127.0.0.1'] }), 'web-fetch', { url: `http://mixed.test:${port}/` }))['success']).toBe(true);
  });

  it('judges every redirect anew', async () => {
    respond = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    await expect(run(open(), 'web-fetch', { url })).rejects.toThrow('host 169.254.169.254: it is the metadata service of a cloud');
    respond = (_, response) => response.writeHead(302, { location: 'http://inside.test/' }).end();
    await expect(run(open({ answers: () => ['10.0.0.1'] }), 'web-fetch', { url })).rejects.toThrow('host inside.test (10.0.0.1): 10.0.0.1 is a private network');
    respond = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    await expect(run(open(), 'web-fetch', { url })).rejects.toThrow('"file" is no scheme for requests');
  });

  it('takes no credentials along to another host, and all of them to the same one', async () => {
    const secrets = { Authorization: 'Bearer abcdef123456', Cookie: 'session=1', 'X-Api-Key': 'key-12345678', 'X-Other': 'stays' };
    respond = (request, response) =>
      request.url === '/first' ? response.writeHead(302, { location: '/second' }).end()
      : request.url === '/second' ? response.writeHead(307, { location: `http://other.test:${port}/third` }).end()
      : response.end('done');
    const answer = await run(open({ answers: () => ['127.0.0.1'] }), 'web-fetch', { url: `${url}/first`, headers: secrets });
    expect(answer['result']).toMatchObject({ body: 'done', url: `http://other.test:${port}/third` });
    expect(seen[1]!.headers).toMatchObject({ authorization: 'Bearer abcdef123456', cookie: 'session=1', 'x-api-key': 'key-12345678', 'x-other': 'stays' });
    expect(seen[2]!.headers).toMatchObject({ 'x-other': 'stays' });
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(seen[2]!.headers).not.toHaveProperty(name);
  });

  it('takes nothing that proves whose it is along to another host, however its header is called', async () => {
    respond = (request, response) => (request.url === '/' ? response.writeHead(307, { location: `http://other.test:${port}/next` }).end() : response.end('done'));
    const auth = { type: 'api_key', key: 'badge-12345678', header_name: 'X-Badge' };
    await run(open({ answers: () => ['127.0.0.1'] }), 'http-requester', { url, auth, headers: { 'X-Other': 'stays' } });
    await run(open({ answers: () => ['127.0.0.1'] }), 'http-requester', { url, auth: { type: 'custom', headers: { 'X-Badge': 'badge-12345678' } } });
    expect(seen.map(({ url: path, headers }) => [path, headers['x-badge'], headers['x-other']])).toEqual([
      ['/', 'badge-12345678', 'stays'],
      ['/next', undefined, 'stays'],
      ['/', 'badge-12345678', undefined],
      ['/next', undefined, undefined],
    ]);
  });

  it('follows so many redirects and no more', async () => {
    respond = (request, response) => response.writeHead(301, { location: `/${Number(request.url!.slice(1)) + 1}` }).end();
    expect(await run(open({ maxRedirects: 3 }), 'web-fetch', { url: `${url}/0` })).toMatchObject({
      success: false,
      error: { code: 'too_many_redirects', message: `${url}/0: redirected more than 3 times, now to ${url}/4: raise max_redirects under [tools.http_request] in /conf/llmspell.toml` },
    });
    expect(seen).toHaveLength(4);
  });

  it('stops reading what is larger than the limit, also when it was packed small', async () => {
    const tooLarge = { success: false, error: { code: 'response_too_large', message: expect.stringContaining('1000 are allowed: raise max_response_size under [tools.http_request]') as string } };
    respond = (_, response) => response.writeHead(200, { 'content-length': '1000000' }).write('x');
    expect(await run(open({ maxResponseBytes: 1000 }), 'web-fetch', { url })).toMatchObject(tooLarge);
    // It never ends.
    respond = (_, response) => {
      const more = (): void => void response.write('x'.repeat(500), () => setImmediate(more));
      more();
    };
    expect(await run(open({ maxResponseBytes: 1000 }), 'web-fetch', { url })).toMatchObject(tooLarge);
    respond = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000)));
    expect(await run(open({ maxResponseBytes: 2000 }), 'web-fetch', { url })).toMatchObject({ success: false, error: { code: 'response_too_large' } });
    respond = (_, response) => response.end('x'.repeat(1000));
    expect((await run(open({ maxResponseBytes: 1000 }), 'web-fetch', { url }))['success']).toBe(true);
  });

  it('checks certificates, unless the configuration says otherwise or names them', async () => {
    const fixture = (name: string): string => new URL(`../../../../test/fixtures/tls/${name}`, import.meta.url).pathname;
    const secure = await listen(createTlsServer({ cert: readFileSync(fixture('localhost.pem')), key: readFileSync(fixture('localhost-key.pem')) }, (_, response) => response.end('safe')));
    const given = { answers: () => ['127.0.0.1'] };
    const address = { url: `https://secure.test:${secure}/` };
    expect(await run(open(given), 'web-fetch', address)).toMatchObject({ success: false, error: { code: 'connection_failed', message: expect.stringContaining('certificate') as string } });
    expect((await run(open({ ...given, verifyCertificates: false }), 'web-fetch', address))['success']).toBe(true);
    expect((await run(open(given), 'web-fetch', address, { context: context({ env: { SSL_CERT_FILE: fixture('localhost.pem') } }) }))['success']).toBe(true);
    // A name that the certificate does not hold.
    expect((await run(open(given), 'web-fetch', { url: `https://another.test:${secure}/` }, { context: context({ env: { SSL_CERT_FILE: fixture('localhost.pem') } }) }))['success']).toBe(false);
  });

  it('goes through the proxy of the environment for hosts that are named', async () => {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url!);
      const origin = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        origin.pipe(socket).pipe(origin);
      });
      origin.on('error', () => socket.destroy());
      socket.on('error', () => origin.destroy());
    });
    const env = { HTTP_PROXY: `http://127.0.0.1:${await listen(proxy)}`, NO_PROXY: '127.0.0.1' };
    const through = { context: context({ env }) };
    expect((await run(open({ allowedHosts: ['named.test'] }), 'web-fetch', { url: 'http://named.test/page' }, through))['result']).toMatchObject({ body: 'hello' });
    expect(tunnels).toEqual(['named.test:80']);
    await expect(run(open(), 'web-fetch', { url: 'http://unnamed.test/' }, through)).rejects.toThrow('the proxy of HTTP_PROXY would pick its address');
    await expect(run(open({ trustProxy: true }), 'web-fetch', { url: 'http://10.0.0.1/' }, through)).rejects.toThrow('it is a private network');
    expect((await run(open(), 'web-fetch', { url }, through))['success']).toBe(true);
    expect(tunnels).toHaveLength(1);
  });
});

describe('http-requester', () => {
  it('sends method, headers and a table as JSON, and decodes JSON', async () => {
    respond = (_, response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":7,"tags":["a"]}');
    const answer = await run(open(), 'http-requester', { input: `${url}/things`, method: 'post', headers: { 'X-Trace': '1' }, body: { name: 'ä', count: 2 } });
    expect(answer).toMatchObject({ operation: 'post', success: true, result: { status_code: 201, body: { id: 7, tags: ['a'] }, text: '{"id":7,"tags":["a"]}', headers: { 'content-type': 'application/json' } } });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/things', headers: { 'x-trace': '1', 'content-type': 'application/json' }, body: '{"name":"ä","count":2}' });
  });

  it('answers any status as a success, and JSON that is none as text', async () => {
    respond = (_, response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{oops');
    expect(await run(open(), 'http-requester', { url })).toMatchObject({ success: true, result: { status_code: 500, body: '{oops' } });
    respond = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(5000) + ']'.repeat(5000));
    expect((await run(open(), 'http-requester', { url }))['result']).toMatchObject({ body: expect.stringMatching(/^\[{5000}/) as string });
  });

  it.each<[Table, Table]>([
    [{ type: 'bearer', token: 'token-12345678' }, { authorization: 'Bearer token-12345678' }],
    [{ type: 'basic', username: 'ann', password: 'pass-word-1' }, { authorization: `Basic ${Buffer.from('ann:pass-word-1').toString('base64')}` }],
    [{ type: 'api_key', key: 'key-12345678' }, { 'x-api-key': 'key-12345678' }],
    [{ type: 'api_key', key: 'key-12345678', header_name: 'X-Mine' }, { 'x-mine': 'key-12345678' }],
    [{ type: 'custom', headers: { 'X-One': 'one-secret-1', 'X-Two': 'two-secret-2' } }, { 'x-one': 'one-secret-1', 'x-two': 'two-secret-2' }],
  ])('proves whose the request is: %j', async (auth, headers) => {
    const host = open();
    respond = (request, response) => response.end(JSON.stringify(request.headers));
    await run(host, 'http-requester', { url, auth });
    expect(seen[0]!.headers).toMatchObject(headers);
    // Neither what was given nor what the server repeats is told.
    const told = JSON.stringify(host.events);
    for (const secret of ['token-12345678', 'pass-word-1', 'key-12345678', 'one-secret-1']) expect(told).not.toContain(secret);
  });

  it('takes user and password of an address for authorization, and shows them nowhere', async () => {
    const host = open();
    await run(host, 'http-requester', { url: `http://ann:pass%20word%201@127.0.0.1:${port}/` });
    expect(seen[0]!.headers.authorization).toBe(`Basic ${Buffer.from('ann:pass word 1').toString('base64')}`);
    expect(JSON.stringify(host.events)).not.toContain('pass%20word');
  });

  it.each<[string, Table, Table]>([
    ['a POST becomes a GET without its body', { method: 'POST', body: 'x' }, { method: 'GET', body: '' }],
    ['a DELETE stays one', { method: 'DELETE' }, { method: 'DELETE' }],
  ])('redirects as browsers do: %s', async (_, params, expected) => {
    respond = (request, response) => (request.url === '/' ? response.writeHead(302, { location: '/next' }).end() : response.end());
    await run(open(), 'http-requester', { url, ...params });
    expect(seen[1]).toMatchObject({ url: '/next', ...expected });
    expect(seen[1]!.headers).not.toHaveProperty('content-type');
  });

  it('leaves redirects to the script when told so', async () => {
    respond = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    expect(await run(open(), 'http-requester', { url, follow_redirects: false })).toMatchObject({ success: true, result: { status_code: 302, headers: { location: 'http://169.254.169.254/' } } });
  });

  it('tries again as it is told, and as the configuration says where nothing is changed by it', async () => {
    respond = (_, response, count) => response.writeHead(count < 3 ? 503 : 200, { 'retry-after': '0' }).end();
    expect((await run(open(), 'http-requester', { url, method: 'POST', retry: { max_attempts: 3 } }))['result']).toMatchObject({ status_code: 200 });
    expect(seen).toHaveLength(3);
    seen = [];
    expect((await run(open({ maxRetries: 5 }), 'http-requester', { url }))['result']).toMatchObject({ status_code: 200 });
    expect(seen).toHaveLength(3);
    seen = [];
    expect((await run(open({ maxRetries: 5 }), 'http-requester', { url, method: 'POST' }))['result']).toMatchObject({ status_code: 503 });
    expect(seen).toHaveLength(1);
  });

  it('sends no more than is allowed', async () => {
    await expect(run(open({ maxRequestBytes: 10 }), 'http-requester', { url, method: 'POST', body: 'elf bytes!!' })).rejects.toThrow('the body has 11 bytes, 10 are allowed: raise max_request_size under [tools.http_request]');
    expect(seen).toEqual([]);
  });

  it.each<[Table, string]>([
    [{ method: 'TRACE' }, '"TRACE" is not known; known are GET, POST'],
    [{ body: 'x' }, 'a GET has none: use another method'],
    [{ auth: {} }, 'parameter "auth": type: string expected, got nothing: use one of none, basic, bearer, api_key, custom'],
    [{ auth: { type: 'bearr' } }, '"bearr" is not known (did you mean "bearer"?)'],
    [{ auth: { type: 'bearer' } }, 'type "bearer" needs token: string expected, got nothing'],
    [{ retry: { times: 3 } }, 'unknown field "times": known are max_attempts'],
    [{ retry: { max_attempts: 0 } }, 'max_attempts: number of at least 1 expected, got 0'],
    [{ retry: { retry_on_status: ['x'] } }, 'retry_on_status: list of integers expected'],
  ])('refuses %j', async (params, message) => {
    await expect(run(open(), 'http-requester', { url, ...params })).rejects.toThrow(message);
  });
});

describe('what is told of it', () => {
  it('shows each request below the call of the tool', async () => {
    respond = (request, response) => (request.url === '/' ? response.writeHead(302, { location: '/next' }).end() : response.end('there'));
    const host = open();
    await run(host, 'web-fetch', { url });
    expect(host.types()).toEqual(['tool.start', 'http.request', 'http.response', 'http.end', 'http.request', 'http.response', 'http.chunk', 'http.end', 'tool.end']);
    const [tool, first] = host.events;
    const requests = host.events.filter(({ event_type: type }) => type === 'http.request');
    expect(requests.map(({ causation_id: cause }) => cause)).toEqual([tool!.id, tool!.id]);
    expect(requests.map(({ attributes }) => attributes[Attributes.UrlFull])).toEqual([`${url}/`, `${url}/next`]);
    expect(host.events.find(({ event_type: type }) => type === 'http.response')).toMatchObject({ causation_id: first!.id, attributes: { [Attributes.HttpStatus]: 302 } });
  });

  it('names a refused address as the reason', async () => {
    const host = open({ answers: () => ['10.0.0.1'] });
    await expect(run(host, 'web-fetch', { url: 'http://inside.test/' })).rejects.toThrow();
    expect(host.events.find(({ event_type: type }) => type === 'http.error')).toMatchObject({ data: { code: 'host_not_allowed', message: expect.stringContaining('10.0.0.1 is a private network') as string } });
  });

  it('names what is in flight while it is', async () => {
    const host = open();
    respond = (_, response) => {
      expect(host.host.requestsInFlight).toEqual([`tool "web-fetch" (GET ${url}/page), asked at /a.lua:3`]);
      response.end();
    };
    await run(host, 'web-fetch', { url: `${url}/page?token=abc` }, { site: { file: '/a.lua', line: 3 } });
    expect(host.host.requestsInFlight).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  it('lets a debugger stop at an answer', async () => {
    const reached: HostPoint[] = [];
    respond = (_, response) => response.writeHead(418).end('short and stout');
    const points = { wants: (filter: string) => filter === 'http_error', reach: (point: HostPoint) => (reached.push(point), Promise.resolve({})) };
    await run(open(), 'web-fetch', { url }, { points });
    expect(reached).toHaveLength(1);
    expect(reached[0]).toMatchObject({ filters: ['http_error'], status: 418, request: { tool: 'web-fetch', method: 'GET' }, response: { body: 'short and stout' } });
  });
});

