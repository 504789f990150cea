import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configWith, context, provider, testHost } from '../testing.ts';
import { TransportPool } from './transport.ts';

const fixture = (name: string): string => new URL(`../../../test/fixtures/tls/${name}`, import.meta.url).pathname;

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer({ cert: readFileSync(fixture('localhost.pem')), key: readFileSync(fixture('localhost-key.pem')) }, (_, response) => response.end('safe'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('the connections of providers', () => {
  it('trust the certificates that the environment of the execution names, and no others', async () => {
    const pool = new TransportPool();
    const trusting = await pool.fetch({ SSL_CERT_FILE: fixture('localhost.pem') });
    expect(await (await trusting(url)).text()).toBe('safe');
    const other = await pool.fetch({});
    await expect(other(url)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    await pool.close();
  });

  it('tell of a file of certificates that cannot be read, and look again the next time', async () => {
    const pool = new TransportPool();
    const env: Record<string, string> = { SSL_CERT_FILE: fixture('none.pem') };
    for (let i = 0; i < 2; i++) await expect(pool.fetch(env)).rejects.toThrow('cannot read the certificates of SSL_CERT_FILE: ENOENT');
    const t = testHost({ config: configWith([provider('local', { baseUrl: url, apiKey: 'planted-secret-key', maxRetries: 0 })]) });
    const agent = await t.agent('local/tiny');
    await expect(t.call('AgentInstance:execute', [agent, { prompt: 'hi' }], { context: context({ env }) })).rejects.toThrow('cannot read the certificates of SSL_CERT_FILE: ENOENT');
    await pool.close();
  });
});
