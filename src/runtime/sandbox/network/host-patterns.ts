/**
 * The entries of `allowed_hosts` and `blocked_hosts`: `*`, `example.com`, `*.example.com`, `api-*.example.com`, an address, a network
 * (`10.0.0.0/8`); each but a network may end in a port (`localhost:8080`, `[::1]:8080`).
 */
import { domainToASCII } from 'node:url';
import { isInRange, parseAddress, parseRange, type Address, type AddressRange } from './addresses.ts';

export interface HostPattern {
  /** As it was written, for messages. */
  readonly text: string;
  /** undefined: any. */
  readonly port: number | undefined;
  /** The host by its name; absent in entries that are addresses. */
  readonly name?: RegExp;
  /** One host and no other. */
  readonly isExact: boolean;
  readonly range?: AddressRange;
}

export interface Host {
  /** As `hostOf` gives it. */
  readonly name: string;
  readonly port: number;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** A URL's parser has made one form of all spellings already (`0x7f.1`, `2130706433`, letters of other scripts). */
export const hostOf = (url: URL): Host => ({ name: plainName(url.hostname), port: Number(url.port) || (DEFAULT_PORTS[url.protocol] ?? 0) });

/** Small letters, without brackets and without the dot that ends a full name. */
const plainName = (name: string): string => name.toLowerCase().replace(/^\[(.*)\]$/, '$1').replace(/(?<=.)\.$/, '');

/** undefined for what can match no host. */
export function parsePattern(text: string): HostPattern | undefined {
  const entry = text.trim().replace(/^[a-z]+:\/\//i, '').replace(/\/$/, '');
  const range = parseRange(entry);
  if (range !== undefined) return { text, port: undefined, range, isExact: true };
  const [, host = '', portText] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry)!;
  const port = portText === undefined ? undefined : Number(portText);
  const address = parseRange(host);
  if (address !== undefined) return { text, port, range: address, isExact: true };
  if (host === '*') return { text, port, name: /^/, isExact: false };
  // The next step would read these as an address of the web does, and drop what follows.
  if (/[\s/\\?#@%:]/.test(host)) return undefined;
  const labels = plainName(host).split('.');
  const ascii = labels.map((label) => (label.includes('*') ? label : domainToASCII(label)));
  if (ascii.some((label) => !/^[a-z0-9_*-]+$/.test(label))) return undefined;
  const [first, ...rest] = ascii.map((label) => label.replaceAll('*', '[^.]*'));
  const name = ascii[0] === '*' ? ['(?:[^.]+\\.)*[^.]+', ...rest] : [first!, ...rest];
  return { text, port, name: new RegExp(`^${name.join('\\.')}$`), isExact: !host.includes('*') };
}

const portFits = ({ port }: HostPattern, host: Host): boolean => port === undefined || port === host.port;

/** Whether the entry is about this host by its name, or by the address that stands for its name. */
export function matchesName(pattern: HostPattern, host: Host): boolean {
  if (!portFits(pattern, host)) return false;
  const address = parseAddress(host.name);
  if (pattern.range !== undefined) return address !== undefined && isInRange(address, pattern.range);
  return pattern.name!.test(host.name);
}

/** Whether the entry names the address. */
export const matchesAddress = (pattern: HostPattern, address: Address, host: Host): boolean =>
  pattern.range !== undefined && portFits(pattern, host) && isInRange(address, pattern.range);
