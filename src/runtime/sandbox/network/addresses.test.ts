import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText, isInRange, kindOf, parseAddress, parseRange, type AddressKind } from './addresses.ts';

const kind = (text: string): AddressKind => kindOf(parseAddress(text)!);

describe('addresses', () => {
  it.each<[string, AddressKind]>([
    ['93.184.216.34', 'public'],
    ['2606:2800:220:1:248:1893:25c8:1946', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.128.0.1', 'public'],
    ['fc00::1', 'unique-local'],
    ['fd12:3456::1', 'unique-local'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['::7f00:1', 'reserved'],
    // What carries an IPv4 address is that address.
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::5db8:d822', 'public'],
  ])('%s is %s', (text, expected) => {
    expect(kind(text)).toBe(expected);
  });

  it.each(['', 'localhost', '1.2.3', '1.2.3.4.5', '256.1.1.1', '::1::', '12345::', '0x7f.0.0.1', '2130706433'])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('writes every address so that it is read as the same one', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseAddress(text)!;
      expect(parseAddress(addressText(address))).toEqual(address);
    }));
  });

  it('reads IPv6 as URLs do', () => {
    fc.assert(fc.property(fc.ipV6(), (text) => {
      const address = parseAddress(text)!;
      if (address.family === 6) expect(addressText(address)).toBe(new URL(`http://[${text}]`).hostname.slice(1, -1));
    }));
  });
});

describe('ranges', () => {
  it('holds what begins with the same bits, and nothing else', () => {
    fc.assert(fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (base, other, bits) => {
      const number = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
      const same = number(base) >> BigInt(32 - bits) === number(other) >> BigInt(32 - bits);
      expect(isInRange(parseAddress(other)!, parseRange(`${base}/${bits}`)!)).toBe(same);
    }));
  });

  it('keeps the families apart, and unwraps networks as it unwraps addresses', () => {
    expect(isInRange(parseAddress('::1')!, parseRange('0.0.0.0/0')!)).toBe(false);
    expect(isInRange(parseAddress('10.1.2.3')!, parseRange('::ffff:10.0.0.0/104')!)).toBe(true);
    expect(isInRange(parseAddress('fd00::1')!, parseRange('fd00::/8')!)).toBe(true);
  });

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', 'host/8', '::1/129', '::ffff:10.0.0.0/90'])('%s is none', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});
