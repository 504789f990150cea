/** The network's rules as the configuration has them. Entries that can match no host are told by the configuration's own check. */
import type { Config } from '../../../base/config/index.ts';
import { parsePattern, type HostPattern } from './host-patterns.ts';
import { NetworkPolicy } from './policy.ts';

const policies = new WeakMap<Config, NetworkPolicy>();

/** The same for every execution under a configuration. */
export function networkPolicy(config: Config): NetworkPolicy {
  let policy = policies.get(config);
  if (policy === undefined) {
    const { http } = config.tools;
    policy = new NetworkPolicy({
      file: config.file,
      raw: config.raw,
      isAllowed: http.allowNetworkAccess,
      allowedHosts: patterns(http.allowedHosts),
      blockedHosts: patterns(http.blockedHosts),
      allowsPrivate: http.allowPrivateAddresses,
      trustProxy: http.trustProxy,
    });
    policies.set(config, policy);
  }
  return policy;
}

const patterns = (entries: readonly string[]): HostPattern[] => entries.map(parsePattern).filter((pattern) => pattern !== undefined);
