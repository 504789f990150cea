/**
 * IP addresses: reads them, and tells what kind of place each leads to (the registries of special-purpose addresses, RFC 6890 and its
 * successors). IPv6 addresses that carry an IPv4 address are judged as that one.
 */
import { isIP } from 'node:net';

export interface Address {
  readonly family: 4 | 6;
  readonly bytes: readonly number[];
}

/** Addresses with the same first bits. */
export interface AddressRange {
  readonly base: Address;
  readonly bits: number;
}

/** `public`, or why it is none. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'unique-local' | 'link-local' | 'metadata' | 'multicast' | 'unspecified' | 'reserved';

const MAPPED_BYTES = 12;
const GROUPS = 8;

/** undefined for what is no address. A zone (`fe80::1%eth0`) is left out; what carries an IPv4 address becomes it. */
export function parseAddress(text: string): Address | undefined {
  const [bare = ''] = text.replace(/^\[(.*)\]$/, '$1').split('%');
  // Spares the first look at a name, or at `*`, some milliseconds: the system's pattern of IPv6 is a large one.
  if (!/[\d:]/.test(bare)) return undefined;
  switch (isIP(bare)) {
    case 4:
      return { family: 4, bytes: bare.split('.').map(Number) };
    case 6:
      return unwrapped({ family: 6, bytes: bytesOf(bare) });
    default:
      return undefined;
  }
}

/** Of a valid IPv6 address. */
function bytesOf(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const first = groupsOf(head);
  const last = tail === undefined ? [] : groupsOf(tail);
  const groups = [...first, ...Array<number>(GROUPS - first.length - last.length).fill(0), ...last];
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

/** `1:2:1.2.3.4` has four groups. */
function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [parseInt(part, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

/** `10.0.0.0/8`; a single address is a range of one. */
export function parseRange(text: string): AddressRange | undefined {
  const [addressText = '', bitsText, ...more] = text.split('/');
  const base = parseAddress(addressText);
  if (base === undefined || more.length > 0) return undefined;
  const most = base.bytes.length * 8;
  if (bitsText === undefined) return { base, bits: most };
  // An IPv4 network may be written as the IPv6 one that carries it.
  const bits = Number(bitsText) - (base.family === 4 && addressText.includes(':') ? MAPPED_BYTES * 8 : 0);
  return /^\d{1,3}$/.test(bitsText) && bits >= 0 && bits <= most ? { base, bits } : undefined;
}

export function isInRange(address: Address, { base, bits }: AddressRange): boolean {
  if (address.family !== base.family) return false;
  return base.bytes.every((byte, index) => {
    const left = Math.min(8, Math.max(0, bits - index * 8));
    return (byte ^ address.bytes[index]!) >> (8 - left) === 0;
  });
}

/** Raw, because parsing would unwrap them. */
const mapped: AddressRange = { base: { family: 6, bytes: [...Array<number>(10).fill(0), 0xff, 0xff, 0, 0, 0, 0] }, bits: 96 };
/** RFC 6052: how an IPv6-only network reaches IPv4. */
const translated: AddressRange = { base: { family: 6, bytes: [0, 0x64, 0xff, 0x9b, ...Array<number>(12).fill(0)] }, bits: 96 };

const unwrapped = (address: Address): Address =>
  [mapped, translated].some((carrier) => isInRange(address, carrier)) ? { family: 4, bytes: address.bytes.slice(MAPPED_BYTES) } : address;

/** The first that holds. Metadata services of clouds hand out credentials to whoever asks from inside. */
const KINDS: readonly (readonly [AddressKind, readonly string[]])[] = [
  ['metadata', ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254']],
  ['unspecified', ['0.0.0.0/8', '::']],
  ['loopback', ['127.0.0.0/8', '::1']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15', 'fec0::/10']],
  ['unique-local', ['fc00::/7']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  // Documentation, protocol assignments, tunnels (6to4, Teredo) that may end anywhere, the future.
  ['reserved', ['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']],
  ['public', ['0.0.0.0/0', '2000::/3']],
];

let kinds: readonly (readonly [AddressKind, readonly AddressRange[]])[] | undefined;
/** Read when the first address is judged: most scripts ask no host. */
const rangesOfKinds = (): NonNullable<typeof kinds> => (kinds ??= KINDS.map(([kind, ranges]) => [kind, ranges.map((text) => parseRange(text)!)]));

/** What is in no registry is reserved. */
export const kindOf = (address: Address): AddressKind => rangesOfKinds().find(([, ranges]) => ranges.some((each) => isInRange(address, each)))?.[0] ?? 'reserved';

export const addressText = ({ family, bytes }: Address): string =>
  family === 4 ? bytes.join('.') : new URL(`http://[${pairs(bytes).map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);

const pairs = (bytes: readonly number[]): number[] => Array.from({ length: bytes.length / 2 }, (_, index) => bytes[index * 2]! * 256 + bytes[index * 2 + 1]!);
