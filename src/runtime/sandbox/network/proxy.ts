/** Which proxy a request goes through, by the variables that `curl` and its kin understand; the small letters win. */

export interface Proxy {
  readonly url: string;
  /** Where it was set. */
  readonly variable: string;
}

type Variables = Readonly<Record<string, string>>;

const read = (env: Variables, name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined;

export function proxyFor(url: URL, env: Variables): Proxy | undefined {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const found = read(env, variable);
  if (found === undefined || isExempt(url, read(env, 'NO_PROXY') ?? '')) return undefined;
  return { url: found.includes('://') ? found : `http://${found}`, variable };
}

/** `NO_PROXY`: hosts, with all that lies below them, perhaps with a port; `*` is every host. */
function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', entryPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase().replace(/^\[(.*)\](.*)$/, '$1$2'))!;
    return name !== '' && (host === name || host.endsWith(`.${name}`)) && (entryPort === undefined || entryPort === port);
  });
}
