import { describe, expect, it } from 'vitest';
import { parseAddress } from './addresses.ts';
import { hostOf, parsePattern } from './host-patterns.ts';
import { NetworkPolicy, type NetworkRules } from './policy.ts';

interface Given extends Partial<Omit<NetworkRules, 'allowedHosts' | 'blockedHosts'>> {
  readonly allowed?: readonly string[];
  readonly blocked?: readonly string[];
}

const policy = ({ allowed = ['*'], blocked = [], ...rules }: Given = {}): NetworkPolicy =>
  new NetworkPolicy({ file: '/conf/llmspell.toml', isAllowed: true, allowsPrivate: false, trustProxy: false, allowedHosts: allowed.map((text) => parsePattern(text)!), blockedHosts: blocked.map((text) => parsePattern(text)!), ...rules });

/** What a request to the address is refused with, when the host's name leads to these. */
function verdict(given: Given, address: string, leadsTo?: readonly string[]): string {
  const judge = policy(given);
  const url = new URL(address);
  try {
    judge.checkUrl(url);
    if (leadsTo === undefined) return 'allowed';
    const usable = judge.usable(hostOf(url), leadsTo.map((text) => parseAddress(text)!));
    return `allowed: ${usable.length}`;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('without configuration', () => {
  it('opens the public network', () => {
    expect(verdict({}, 'https://example.com/', ['93.184.216.34', '2606:2800:220:1::1'])).toBe('allowed: 2');
  });

  it.each([
    'http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f000001/', 'http://0177.0.0.1/', 'http://0x7f.1/', 'http://127.0.0.1./',
    'http://0.0.0.0/', 'http://0/', 'http://10.0.0.1/', 'http://[::1]/', 'http://[::]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[fd00::1]/',
    'http://[fe80::1]/', 'http://169.254.169.254/latest/meta-data/', 'http://0xa9fea9fe/', 'http://[::ffff:169.254.169.254]/', 'http://224.0.0.1/', 'http://255.255.255.255/',
    'http://[64:ff9b::127.0.0.1]/', 'http://①②⑦.0.0.1/',
  ])('refuses %s before anything is looked up', (address) => {
    expect(verdict({}, address)).toMatch(/^host .+: (it|[\d.]+) is .+: add ".+" to allowed_hosts under \[tools\.http_request\] in \/conf\/llmspell\.toml$/);
  });

  it('refuses names that lead to private places, and takes of mixed answers those that may be used', () => {
    expect(verdict({}, 'http://intranet.example/', ['10.1.2.3'])).toBe(
      'host intranet.example (10.1.2.3): 10.1.2.3 is a private network: add "intranet.example" to allowed_hosts under [tools.http_request] in /conf/llmspell.toml',
    );
    expect(verdict({}, 'http://localhost:8080/', ['127.0.0.1', '::1'])).toContain('127.0.0.1 is this machine');
    expect(verdict({}, 'http://mixed.example/', ['127.0.0.1', '93.184.216.34'])).toBe('allowed: 1');
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'data:text/plain,x', 'javascript:alert(1)', 'ws://example.com/'])('refuses the scheme of %s', (address) => {
    expect(verdict({}, address)).toContain('is no scheme for requests: use http or https');
  });
});

describe('allowed_hosts', () => {
  it.each<[readonly string[], string, boolean]>([
    [['example.com'], 'https://example.com/', true],
    [['example.com'], 'https://EXAMPLE.com./', true],
    [['example.com'], 'https://www.example.com/', false],
    [['example.com'], 'https://example.com.evil.test/', false],
    [['*.example.com'], 'https://a.b.example.com/', true],
    [['*.example.com'], 'https://example.com/', false],
    [['*.example.com'], 'https://notexample.com/', false],
    [['api-*.example.com'], 'https://api-7.example.com/', true],
    [['api-*.example.com'], 'https://api-7.evil.example.com/', false],
    [['example.com:8443'], 'https://example.com:8443/', true],
    [['example.com:8443'], 'https://example.com/', false],
    [['example.com:443'], 'https://example.com/', true],
    [['https://example.com/'], 'https://example.com/', true],
    [['bücher.example'], 'https://bücher.example/', true],
    [['bücher.example'], 'https://xn--bcher-kva.example/', true],
    [[], 'https://example.com/', false],
    [['127.0.0.1'], 'http://2130706433/', true],
    [['127.0.0.1:80'], 'http://127.0.0.1/', true],
    [['127.0.0.1:81'], 'http://127.0.0.1/', false],
    [['[::1]:8080'], 'http://[::1]:8080/', true],
    [['::1'], 'http://[0:0::1]/', true],
    [['10.0.0.0/8'], 'http://10.9.9.9/', true],
    [['10.0.0.0/8'], 'http://11.0.0.1/', false],
  ])('%j and %s: %s', (allowed, address, isAllowed) => {
    const message = verdict({ allowed }, address);
    if (isAllowed) expect(message).toBe('allowed');
    else expect(message).toMatch(/^host .+: it is not among the allowed hosts: add ".+" to allowed_hosts/);
  });

  it('opens a private place to the name or the address that stands there, not to a wildcard', () => {
    expect(verdict({ allowed: ['intranet.example'] }, 'http://intranet.example/', ['10.1.2.3'])).toBe('allowed: 1');
    expect(verdict({ allowed: ['*', '10.0.0.0/8'] }, 'http://intranet.example/', ['10.1.2.3'])).toBe('allowed: 1');
    expect(verdict({ allowed: ['10.0.0.0/8'] }, 'http://intranet.example/', ['10.1.2.3', '192.168.0.1'])).toBe('allowed: 1');
    expect(verdict({ allowed: ['*.example'] }, 'http://intranet.example/', ['10.1.2.3'])).toContain('10.1.2.3 is a private network');
    expect(verdict({ allowed: ['10.0.0.0/8'] }, 'http://intranet.example/', ['93.184.216.34'])).toContain('host intranet.example (93.184.216.34): it is not among the allowed hosts');
  });

  it('opens metadata services to their address only, even with private addresses allowed', () => {
    const metadata = ['169.254.169.254'];
    expect(verdict({ allowed: ['metadata.google.internal'] }, 'http://metadata.google.internal/', metadata)).toContain('which gives away credentials: add "169.254.169.254" to allowed_hosts');
    expect(verdict({ allowsPrivate: true }, 'http://metadata.google.internal/', metadata)).toContain('gives away credentials');
    expect(verdict({ allowed: ['169.254.169.254'] }, 'http://169.254.169.254/', metadata)).toBe('allowed: 1');
    expect(verdict({ allowsPrivate: true }, 'http://intranet.example/', ['10.1.2.3'])).toBe('allowed: 1');
  });
});

describe('what forbids', () => {
  it('blocks by name and by address, whatever is allowed', () => {
    expect(verdict({ allowed: ['*', 'bad.example'], blocked: ['*.bad.example', 'bad.example'] }, 'http://bad.example/')).toBe(
      'host bad.example: "bad.example" is blocked: take "bad.example" out of blocked_hosts under [tools.http_request] in /conf/llmspell.toml',
    );
    expect(verdict({ blocked: ['93.184.0.0/16'] }, 'http://fine.example/', ['93.184.216.34'])).toContain('host fine.example (93.184.216.34): "93.184.0.0/16" is blocked');
    expect(verdict({ allowed: ['127.0.0.1'], blocked: ['127.0.0.1'] }, 'http://127.0.0.1/')).toContain('is blocked');
  });

  it('closes the network as a whole', () => {
    expect(verdict({ isAllowed: false, allowed: ['example.com'] }, 'http://example.com/')).toBe(
      'http://example.com: scripts may not use the network: set allow_network_access = true under [runtime.security] in /conf/llmspell.toml',
    );
  });

  it('asks through a proxy only for hosts that are named', () => {
    const through = (given: Given, address: string): void => policy(given).checkProxied(new URL(address), 'HTTPS_PROXY');
    expect(() => through({}, 'https://example.com/')).toThrow('host example.com: the proxy of HTTPS_PROXY would pick its address, which cannot be checked');
    expect(() => through({ allowed: ['*', '*.example.com'] }, 'https://www.example.com/')).not.toThrow();
    expect(() => through({ trustProxy: true }, 'https://example.com/')).not.toThrow();
    expect(() => through({}, 'https://93.184.216.34/')).not.toThrow();
  });
});

describe('entries', () => {
  it.each(['', 'two words', 'host/path', 'exa$mple.com', 'a..b', '10.0.0.0/40'])('%j can match no host', (text) => {
    expect(parsePattern(text)).toBeUndefined();
  });
});
