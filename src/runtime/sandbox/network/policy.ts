/**
 * Which hosts a script may reach: judged by name when a request is made, and by address when its connection is. `*` and other wildcards open
 * the public network and nothing else; what is private has to be named. A refusal names the host, the rule and the key that would allow it.
 */
import type { SettingSource } from '../../../base/config/index.ts';
import { RuntimeError } from '../../errors.ts';
import { refusal, type Rule } from '../refusal.ts';
import { addressText, kindOf, parseAddress, type Address, type AddressKind } from './addresses.ts';
import { hostOf, matchesAddress, matchesName, type Host, type HostPattern } from './host-patterns.ts';

export interface NetworkRules extends SettingSource {
  readonly isAllowed: boolean;
  readonly allowedHosts: readonly HostPattern[];
  readonly blockedHosts: readonly HostPattern[];
  /** Names may lead to private addresses, also by `*`. */
  readonly allowsPrivate: boolean;
  /** The user answers for what a proxy reaches. */
  readonly trustProxy: boolean;
}

const SECTION = 'tools.http_request';

/** An entry that is a host's name opens what that name leads to, but not these: their address itself has to be named. */
const NEVER_BY_NAME: ReadonlySet<AddressKind> = new Set(['metadata', 'link-local', 'multicast', 'unspecified', 'reserved']);

const KIND_WORDS: Readonly<Record<Exclude<AddressKind, 'public'>, string>> = {
  loopback: 'this machine',
  private: 'a private network',
  'unique-local': 'a private network (unique-local)',
  'link-local': 'the local link',
  metadata: 'the metadata service of a cloud, which gives away credentials',
  multicast: 'a multicast group',
  unspecified: 'no particular host, but this machine',
  reserved: 'a reserved address',
};

export class NetworkPolicy {
  readonly #rules: NetworkRules;

  constructor(rules: NetworkRules) {
    this.#rules = rules;
  }

  /** Before anything is looked up: throws for what may not be asked, whatever its address is. */
  checkUrl(url: URL): void {
    const { host, literal } = this.#checkName(url);
    if (literal !== undefined) this.usable(host, [literal]);
  }

  /** The same for addresses that a script gives its agents: model servers on this machine and in private networks need not be named. */
  forModelServers(): NetworkPolicy {
    return new NetworkPolicy({ ...this.#rules, allowsPrivate: true });
  }

  /** Whether the configuration names the host, not by a wildcard. */
  names(url: URL): boolean {
    const host = hostOf(url);
    return this.#rules.allowedHosts.some((pattern) => pattern.isExact && matchesName(pattern, host));
  }

  #checkName(url: URL): { readonly host: Host; readonly literal: Address | undefined } {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new RuntimeError('host_not_allowed', `${url.href}: "${url.protocol.slice(0, -1)}" is no scheme for requests: use http or https`);
    }
    const { isAllowed, allowedHosts, blockedHosts } = this.#rules;
    if (!isAllowed) throw this.#refused(url.origin, 'scripts may not use the network', { section: 'runtime.security', key: 'allow_network_access', change: 'set', value: 'true' });
    const host = hostOf(url);
    const blocker = blockedHosts.find((pattern) => matchesName(pattern, host));
    if (blocker !== undefined) throw this.#blocked(host, blocker);
    // The address of a host decides only where an entry is an address: names that nobody allowed are not even looked up.
    const mayMatch = allowedHosts.some((pattern) => matchesName(pattern, host) || (pattern.range !== undefined && parseAddress(host.name) === undefined));
    if (!mayMatch) throw this.#unlisted(host);
    return { host, literal: parseAddress(host.name) };
  }

  /** Those of a host's addresses that a connection may be made to. Throws when there are none; the first one's reason is told. */
  usable(host: Host, addresses: readonly Address[]): readonly Address[] {
    const judged = addresses.map((address) => ({ address, refused: this.#refusedAddress(host, address) }));
    const usable = judged.filter(({ refused }) => refused === undefined).map(({ address }) => address);
    const [first] = judged;
    if (usable.length === 0 && first?.refused !== undefined) throw first.refused;
    return usable;
  }

  /** A proxy makes its own connections, so their addresses cannot be checked: throws unless the configuration names the host. */
  checkProxied(url: URL, variable: string): void {
    const host = hostOf(url);
    if (this.#rules.trustProxy || parseAddress(host.name) !== undefined) return;
    if (this.#rules.allowedHosts.some((pattern) => pattern.text !== '*' && matchesName(pattern, host))) return;
    const why = `the proxy of ${variable} would pick its address, which cannot be checked (NO_PROXY, or trust_proxy = true under [tools.network], would also help)`;
    throw this.#refused(`host ${host.name}`, why, allow(host.name));
  }

  #refusedAddress(host: Host, address: Address): RuntimeError | undefined {
    const { allowedHosts, blockedHosts, allowsPrivate } = this.#rules;
    const blocker = blockedHosts.find((pattern) => matchesAddress(pattern, address, host));
    if (blocker !== undefined) return this.#blocked(host, blocker, address);
    if (allowedHosts.some((pattern) => matchesAddress(pattern, address, host))) return undefined;
    const names = allowedHosts.filter((pattern) => pattern.range === undefined && matchesName(pattern, host));
    if (names.length === 0) return this.#unlisted(host, address);
    const kind = kindOf(address);
    if (kind === 'public' || (!NEVER_BY_NAME.has(kind) && (allowsPrivate || names.some(({ isExact }) => isExact)))) return undefined;
    const text = addressText(address);
    const entry = NEVER_BY_NAME.has(kind) ? text : host.name;
    return this.#refused(leadingTo(host, address), `${host.name === text ? 'it' : text} is ${KIND_WORDS[kind]}`, allow(entry));
  }

  #blocked(host: Host, { text }: HostPattern, address?: Address): RuntimeError {
    return this.#refused(leadingTo(host, address), `"${text}" is blocked`, { section: SECTION, key: 'blocked_hosts', change: `take "${text}" out of` });
  }

  #unlisted(host: Host, address?: Address): RuntimeError {
    return this.#refused(leadingTo(host, address), 'it is not among the allowed hosts', allow(host.name));
  }

  #refused(what: string, why: string, rule: Rule): RuntimeError {
    return new RuntimeError('host_not_allowed', refusal(this.#rules, what, why, rule));
  }
}

const allow = (entry: string): Rule => ({ section: SECTION, key: 'allowed_hosts', change: `add "${entry}" to` });

const leadingTo = (host: Host, address: Address | undefined): string => {
  const text = address === undefined ? host.name : addressText(address);
  return `host ${text === host.name ? host.name : `${host.name} (${text})`}`;
};
