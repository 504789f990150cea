/** A Host that is given another configuration while it is used. */
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../base/config/index.ts';
import { configWith, testHost } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-reconfigure-')));
  for (const name of ['a', 'b']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('reconfigure', () => {
  it('judges the next call by the new rules; what is open stays open', async () => {
    const { host, call } = testHost({ config: configWith([], [join(folder, 'a')]) });
    const [opened] = await call('$file.open', [join(folder, 'a', 'kept'), 'w']);
    expect(opened).toMatchObject({ ok: true });
    host.reconfigure(configWith([], [join(folder, 'b')]));
    expect(await call('$file.open', [join(folder, 'b', 'new'), 'w'])).toMatchObject([{ ok: true }]);
    expect(await call('$file.open', [join(folder, 'a', 'new'), 'w'])).toMatchObject([{ ok: false, code: 13 }]);
    const { value } = opened as { value: { id: number } };
    expect(await call('$file.write', [value.id, null, Buffer.from('x')])).toMatchObject([{ ok: true }]);
    await host.close();
  });

  it('does not follow what was put in the place of a folder that stays allowed', async () => {
    const { host, call } = testHost({ config: configWith([], [join(folder, 'a')]) });
    await call('$file.open', [join(folder, 'a', 'x'), 'w']);
    renameSync(join(folder, 'a'), join(folder, 'gone'));
    symlinkSync(join(folder, 'b'), join(folder, 'a'));
    host.reconfigure(configWith([], [join(folder, 'a'), '/nowhere']));
    expect(await call('$file.open', [join(folder, 'a', 'y'), 'w'])).toMatchObject([{ ok: false, code: 13 }]);
    await host.close();
  });

  describe('of the network', () => {
    let server: Server;
    let held: ServerResponse[];
    let asked: () => void;
    beforeEach(async () => {
      held = [];
      server = createServer((_request, response) => {
        held.push(response);
        asked();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    const hosts = (config: Config, ...allowedHosts: string[]): Config => ({ ...config, tools: { ...config.tools, http: { ...config.tools.http, allowedHosts } } });

    it('lets a request in flight end, and refuses the next one', async () => {
      const config = configWith([]);
      const { host, call } = testHost({ config: hosts(config, '127.0.0.1') });
      const wasAsked = new Promise<void>((resolve) => (asked = resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const fetching = call('Tool.execute', ['web-fetch', { url }]);
      await wasAsked;
      host.reconfigure(hosts(config, 'example.com'));
      held[0]!.end('in time');
      expect(JSON.stringify(await fetching)).toContain('in time');
      await expect(call('Tool.execute', ['web-fetch', { url }])).rejects.toThrow(/127\.0\.0\.1.*allowed_hosts/);
      await host.close();
    });
  });
});
