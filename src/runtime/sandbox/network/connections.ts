/**
 * The connections of tools: undici's, which look a host up once, have its addresses judged, and connect to one of those that passed and to
 * nothing else. So no second answer of the DNS can lead elsewhere. Connections are kept for further requests to the same origin.
 */
import type { LookupFunction } from 'node:net';
import type { Dispatcher, buildConnector } from 'undici';
import { RuntimeError } from '../../errors.ts';
import { certificateFile, withStandardCertificates } from '../../http/certificates.ts';
import { addressText, parseAddress, type Address } from './addresses.ts';
import { hostOf } from './host-patterns.ts';
import type { NetworkPolicy } from './policy.ts';
import { proxyFor, type Proxy } from './proxy.ts';
import type { Resolver } from './resolver.ts';

export interface ConnectionOptions {
  readonly policy: NetworkPolicy;
  readonly resolve: Resolver;
  /** false: certificates are not checked. */
  readonly verifySsl: boolean;
}

type Undici = typeof import('undici');
type Variables = Readonly<Record<string, string>>;

export class Connections {
  #options: ConnectionOptions;
  readonly #dispatchers = new Map<string, Promise<Dispatcher>>();
  /** Of former rules: they serve their requests to the end and take no more. */
  readonly #retiring = new Set<Promise<Dispatcher>>();
  #undici: Promise<Undici> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Sends one request, without following redirects. Throws the policy's refusals as they are. */
  readonly fetch = async (url: URL, init: RequestInit, env: Variables): Promise<Response> => {
    const proxy = this.#allowedWay(url, env);
    // By its default export: in the bundle a CommonJS package has no other.
    const undici = await (this.#undici ??= import('undici').then((module) => module.default as unknown as Undici));
    const dispatcher = await this.#dispatcher(undici, proxy, certificateFile(env));
    try {
      // undici's fetch and Node's own are the same code with types from two packages.
      return await (undici.fetch as unknown as (url: URL, init: object) => Promise<Response>)(url, { ...init, redirect: 'manual', dispatcher });
    } catch (error) {
      throw reasonIn(error);
    }
  };

  /** Throws the refusal of a request that may not even be begun. */
  check(url: URL, env: Variables): void {
    this.#allowedWay(url, env);
  }

  #allowedWay(url: URL, env: Variables): Proxy | undefined {
    const { policy } = this.#options;
    policy.checkUrl(url);
    const proxy = proxyFor(url, env);
    if (proxy !== undefined) policy.checkProxied(url, proxy.variable);
    return proxy;
  }

  /** Other rules from now on: connections that were made under the former ones are not used again. */
  renew(options: ConnectionOptions): void {
    this.#options = options;
    for (const dispatcher of this.#dispatchers.values()) {
      this.#retiring.add(dispatcher);
      void dispatcher
        .then((connections) => connections.close())
        .catch(() => undefined)
        .finally(() => this.#retiring.delete(dispatcher));
    }
    this.#dispatchers.clear();
  }

  /** Ends idle connections and the requests in flight. */
  async close(): Promise<void> {
    const all = [...this.#dispatchers.values(), ...this.#retiring];
    this.#dispatchers.clear();
    await Promise.allSettled(all.map(async (dispatcher) => (await dispatcher).destroy()));
  }

  #dispatcher(undici: Undici, proxy: Proxy | undefined, certificates: string | undefined): Promise<Dispatcher> {
    const key = JSON.stringify([proxy?.url, certificates]);
    let dispatcher = this.#dispatchers.get(key);
    if (dispatcher === undefined) {
      dispatcher = this.#connect(undici, proxy, certificates);
      this.#dispatchers.set(key, dispatcher);
      // A file that could not be read may be there next time.
      dispatcher.catch(() => this.#dispatchers.delete(key));
    }
    return dispatcher;
  }

  async #connect(undici: Undici, proxy: Proxy | undefined, certificates: string | undefined): Promise<Dispatcher> {
    const tls = { rejectUnauthorized: this.#options.verifySsl, ...(certificates !== undefined && { ca: await withStandardCertificates(certificates) }) };
    // A request ends by its time limit, not by timers that nobody has set.
    const timers = { headersTimeout: 0, bodyTimeout: 0 };
    if (proxy !== undefined) return new undici.ProxyAgent({ uri: proxy.url, requestTls: tls, proxyTls: tls, ...timers });
    return new undici.Agent({ ...timers, connect: this.#checkedConnector(undici, tls) });
  }

  #checkedConnector(undici: Undici, tls: buildConnector.BuildOptions): buildConnector.connector {
    return (options, callback) => {
      void this.#checked(options).then(
        (addresses) => undici.buildConnector({ ...tls, lookup: answering(addresses), autoSelectFamily: true })(options, callback),
        (error: unknown) => callback(error as Error, null),
      );
    };
  }

  async #checked({ protocol, hostname, port }: buildConnector.Options): Promise<readonly Address[]> {
    const host = hostOf(new URL(`${protocol}//${hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname}:${port || ''}`));
    const literal = parseAddress(host.name);
    return this.#options.policy.usable(host, literal === undefined ? await this.#options.resolve(host.name) : [literal]);
  }
}

/** What a connection asks for the address of its host gets these. */
function answering(addresses: readonly Address[]): LookupFunction {
  const answers = addresses.map((address) => ({ address: addressText(address), family: address.family }));
  return (_host, options, callback) => {
    if (options.all) callback(null, answers);
    else callback(null, answers[0]!.address, answers[0]!.family);
  };
}

/** What fetch fails with says nothing; what made it fail is its cause. */
function reasonIn(error: unknown): unknown {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    if (current instanceof RuntimeError) return current;
  }
  return error;
}
