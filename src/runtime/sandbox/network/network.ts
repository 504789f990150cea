/** The network as the tools of one Host have it: the guarded fetch with the connections, which are made on first use. */
import type { Config } from '../../../base/config/index.ts';
import { Connections } from './connections.ts';
import { guardedFetch, type GuardedAnswer, type GuardedCall, type GuardedRequest } from './guarded-fetch.ts';
import { systemResolver, type Resolver } from './resolver.ts';
import { networkPolicy } from './rules.ts';

/** Sizes are the configuration's. */
export type NetworkRequest = Omit<GuardedRequest, 'limits'>;

export interface Network {
  /** Throws RuntimeError for what is refused or too large, and what undici throws for connections that fail. */
  fetch(request: NetworkRequest, call: GuardedCall): Promise<GuardedAnswer>;
  close(): Promise<void>;
}

export function createNetwork(config: Config, resolve: Resolver = systemResolver): Network {
  const { maxRequestBytes, maxResponseBytes, verifyCertificates } = config.tools.http;
  const connections = new Connections({ policy: networkPolicy(config), resolve, verifySsl: verifyCertificates });
  const limits = { maxRequestBytes, maxResponseBytes, file: config.file };
  return {
    fetch: (request, call) => guardedFetch({ ...request, limits }, call, connections),
    close: () => connections.close(),
  };
}
