/** The network as the scripts of one Host have it: the guarded fetch with the connections, which are made on first use. */
import type { Config } from '../../../base/config/index.ts';
import type { Fetch } from '../../http/transport.ts';
import { Connections, type ConnectionOptions } from './connections.ts';
import { guardedFetch, type GuardedAnswer, type GuardedCall, type GuardedRequest, type SizeLimits } from './guarded-fetch.ts';
import { systemResolver, type Resolver } from './resolver.ts';
import { networkPolicy } from './rules.ts';

/** Sizes are the configuration's. */
export type NetworkRequest = Omit<GuardedRequest, 'limits'>;

export interface Network {
  /** Throws RuntimeError for what is refused or too large, and what undici throws for connections that fail. */
  fetch(request: NetworkRequest, call: GuardedCall): Promise<GuardedAnswer>;
  /** For model servers that a script has named: judged by name and by address too, but private ones need not be named. No redirect is followed. */
  modelServers(env: GuardedCall['env']): Fetch;
  /** Other rules, from the next request or redirect on. */
  reconfigure(config: Config): void;
  close(): Promise<void>;
}

export function createNetwork(config: Config, resolve: Resolver = systemResolver): Network {
  const optionsOf = (rules: Config): ConnectionOptions => ({ policy: networkPolicy(rules), resolve, verifySsl: rules.tools.http.verifyCertificates });
  const connections = new Connections(optionsOf(config));
  const modelServerOptions = (rules: Config): ConnectionOptions => ({ ...optionsOf(rules), policy: networkPolicy(rules).forModelServers() });
  const modelServers = new Connections(modelServerOptions(config));
  let limits = sizeLimits(config);
  return {
    fetch: (request, call) => guardedFetch({ ...request, limits }, call, connections),
    modelServers: (env) => (input, init) => modelServers.fetch(new URL(input instanceof Request ? input.url : input), init ?? {}, env),
    reconfigure(changed) {
      limits = sizeLimits(changed);
      connections.renew(optionsOf(changed));
      modelServers.renew(modelServerOptions(changed));
    },
    close: async () => void (await Promise.all([connections.close(), modelServers.close()])),
  };
}

const sizeLimits = ({ file, raw, tools: { http } }: Config): SizeLimits => ({ maxRequestBytes: http.maxRequestBytes, maxResponseBytes: http.maxResponseBytes, file, raw });
