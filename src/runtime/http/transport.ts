/**
 * The HTTP client of all providers: undici's, without its timers (an answer of a model may take minutes to begin), through the proxy that
 * the execution's environment names, trusting the certificates it names. Connections are kept and shared between calls with the same settings. Loaded
 * on first use.
 */
import type { Dispatcher } from 'undici';
import { certificateFile, withStandardCertificates } from './certificates.ts';

export type Fetch = typeof globalThis.fetch;

interface Settings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
  /** A file. */
  readonly certificates: string | undefined;
}

/** Both spellings are in use; the lower-case one wins, as curl does it. */
function settingsOf(env: Readonly<Record<string, string>>): Settings {
  const read = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? '';
  return { httpProxy: read('HTTP_PROXY'), httpsProxy: read('HTTPS_PROXY'), noProxy: read('NO_PROXY'), certificates: certificateFile(env) };
}

export class TransportPool {
  private readonly dispatchers = new Map<string, Promise<{ fetch: Fetch; dispatcher: Dispatcher }>>();

  /** A `fetch` for an execution with this environment. */
  async fetch(env: Readonly<Record<string, string>>): Promise<Fetch> {
    const settings = settingsOf(env);
    const key = JSON.stringify(settings);
    let transport = this.dispatchers.get(key);
    if (transport === undefined) {
      transport = connect(settings);
      this.dispatchers.set(key, transport);
      // A file that could not be read may be there next time.
      transport.catch(() => this.dispatchers.delete(key));
    }
    return (await transport).fetch;
  }

  /** Ends idle connections and the requests in flight. */
  async close(): Promise<void> {
    const all = await Promise.allSettled([...this.dispatchers.values()]);
    this.dispatchers.clear();
    await Promise.allSettled(all.flatMap((transport) => (transport.status === 'fulfilled' ? [transport.value.dispatcher.destroy()] : [])));
  }
}

async function connect({ certificates, ...proxies }: Settings): Promise<{ fetch: Fetch; dispatcher: Dispatcher }> {
  // By its default export: in the bundle a CommonJS package has no other. Its types leave some of it out there.
  const undici = (await import('undici')).default as unknown as typeof import('undici');
  const tls = certificates === undefined ? {} : { ca: await withStandardCertificates(certificates) };
  const dispatcher = new undici.EnvHttpProxyAgent({ ...proxies, connect: tls, requestTls: tls, proxyTls: tls, headersTimeout: 0, bodyTimeout: 0 });
  const fetch = (input: unknown, init?: object) => undici.fetch(input as string, { ...init, dispatcher });
  // undici's fetch and Node's own are the same code with types from two packages.
  return { fetch: fetch as unknown as Fetch, dispatcher };
}
