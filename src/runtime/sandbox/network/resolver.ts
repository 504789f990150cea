/** Looks up the addresses of a host, once for each connection. */
import { RuntimeError } from '../../errors.ts';
import { parseAddress, type Address } from './addresses.ts';

/** Answers at least one address, in the order in which they are to be tried. */
export type Resolver = (host: string) => Promise<readonly Address[]>;

/** As the system does it: hosts file, then DNS. */
export const systemResolver: Resolver = async (host) => {
  const { lookup } = await import('node:dns/promises');
  const answers = await lookup(host, { all: true, verbatim: true });
  const addresses = answers.map(({ address }) => parseAddress(address)).filter((address) => address !== undefined);
  if (addresses.length === 0) throw new RuntimeError('connection_failed', `${host}: the host name has no address`);
  return addresses;
};
