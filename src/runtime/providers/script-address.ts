/**
 * An agent may be told by its script where its provider is (`base_url`). That is a host which a script names: the network's rules hold for it,
 * but that model servers on this machine and in private networks are what it is for; and the user's own key goes to no host that only a
 * script has named.
 */
import type { ProviderConfig } from '../../base/config/index.ts';
import { RuntimeError } from '../errors.ts';
import { kindOf, parseAddress } from '../sandbox/network/addresses.ts';
import { hostOf } from '../sandbox/network/host-patterns.ts';
import type { NetworkPolicy } from '../sandbox/network/policy.ts';
import type { ApiKey } from './api-key.ts';

export interface ScriptAddress {
  readonly url: URL;
  readonly provider: ProviderConfig;
  /** Where the provider is without it; undefined: nowhere, so that the address is for the script to tell. */
  readonly configured: string | undefined;
  readonly key: ApiKey | undefined;
  readonly file: string;
}

/** Throws RuntimeError for an address that may not be used, or not with the key there is. */
export function checkScriptAddress({ url, provider, configured, key, file }: ScriptAddress, policy: NetworkPolicy): void {
  policy.forModelServers().checkUrl(url);
  const isUsersKey = key !== undefined && !key.isAgentsOwn;
  if (!isUsersKey || configured === undefined || new URL(configured).origin === url.origin || isThisMachine(url) || policy.names(url)) return;
  throw new RuntimeError(
    'host_not_allowed',
    `the key of provider "${provider.name}" (${key.source}) is not sent to ${url.origin}, which only the agent's base_url names: give the agent an api_key of its own, ` +
      `set base_url in [providers.${provider.name}], or add "${hostOf(url).name}" to allowed_hosts under [tools.http_request] in ${file}`,
  );
}

function isThisMachine(url: URL): boolean {
  const { name } = hostOf(url);
  const address = parseAddress(name);
  return address === undefined ? name === 'localhost' : kindOf(address) === 'loopback';
}
