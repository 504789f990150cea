import { describe, expect, it } from 'vitest';
import { parsePattern } from '../sandbox/network/host-patterns.ts';
import { NetworkPolicy } from '../sandbox/network/policy.ts';
import { provider } from '../testing.ts';
import type { ApiKey } from './api-key.ts';
import { checkScriptAddress } from './script-address.ts';

const users: ApiKey = { key: 'k', source: 'somewhere', isAgentsOwn: false };

interface Given {
  readonly url: string;
  readonly allowed?: readonly string[];
  readonly configured?: string | undefined;
  readonly key?: ApiKey | undefined;
}

function check({ url, allowed = ['*'], ...given }: Given): () => void {
  const policy = new NetworkPolicy({ file: undefined, isAllowed: true, allowsPrivate: false, trustProxy: false, allowedHosts: allowed.map((text) => parsePattern(text)!), blockedHosts: [] });
  const address = { url: new URL(url), provider: provider('mine', {})[1], file: 'llmspell.toml', key: users, configured: 'https://models.example/v1', ...given };
  return () => checkScriptAddress(address, policy);
}

describe("the user's key", () => {
  it.each<Given>([
    { url: 'https://models.example/v2' },
    { url: 'http://localhost:8080/v1' },
    { url: 'http://127.0.0.1:8080/v1' },
    { url: 'http://[::1]:8080/v1' },
    { url: 'https://named.example/v1', allowed: ['*', 'named.example'] },
    // Nobody but the script can say where it is.
    { url: 'https://evil.example/v1', configured: undefined },
    { url: 'https://evil.example/v1', key: { ...users, isAgentsOwn: true } },
    { url: 'https://evil.example/v1', key: undefined },
    { url: 'http://10.0.0.5:11434/v1', key: undefined },
  ])('may go, or is not there to go: %j', (given) => {
    expect(check(given)).not.toThrow();
  });

  it.each<Given>([
    { url: 'https://evil.example/v1' },
    { url: 'http://models.example/v1' },
    { url: 'https://models.example:8443/v1' },
    { url: 'https://models.example.evil.example/v1' },
    { url: 'http://10.0.0.5:11434/v1' },
    { url: 'https://named.example/v1', allowed: ['*', '*.example'] },
  ])('stays here: %j', (given) => {
    expect(check(given)).toThrow('is not sent to');
  });
});
