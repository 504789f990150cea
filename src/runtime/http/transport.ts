/**
 * The HTTP client of all providers: undici's, without its timers (an answer of a model may take minutes to begin), through the proxy that
 * the execution's environment names. Connections are kept and shared between calls with the same proxy settings. Loaded on first use.
 */
import type { Dispatcher } from 'undici';

export type Fetch = typeof globalThis.fetch;

interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** Both spellings are in use; the lower-case one wins, as curl does it. */
function proxySettings(env: Readonly<Record<string, string>>): ProxySettings {
  const read = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? '';
  return { httpProxy: read('HTTP_PROXY'), httpsProxy: read('HTTPS_PROXY'), noProxy: read('NO_PROXY') };
}

export class TransportPool {
  private readonly dispatchers = new Map<string, Promise<{ fetch: Fetch; dispatcher: Dispatcher }>>();

  /** A `fetch` for an execution with this environment. */
  async fetch(env: Readonly<Record<string, string>>): Promise<Fetch> {
    const settings = proxySettings(env);
    const key = JSON.stringify(settings);
    let transport = this.dispatchers.get(key);
    if (transport === undefined) {
      transport = connect(settings);
      this.dispatchers.set(key, transport);
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

async function connect(settings: ProxySettings): Promise<{ fetch: Fetch; dispatcher: Dispatcher }> {
  // By its default export: in the bundle a CommonJS package has no other. Its types leave some of it out there.
  const undici = (await import('undici')).default as unknown as typeof import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent({ ...settings, headersTimeout: 0, bodyTimeout: 0 });
  const fetch = (input: unknown, init?: object) => undici.fetch(input as string, { ...init, dispatcher });
  // undici's fetch and Node's own are the same code with types from two packages.
  return { fetch: fetch as unknown as Fetch, dispatcher };
}
