/** `[tools.*]`: what scripts, tools and requests may reach. */
import { z } from 'zod';
import { anything, bytes, count, flag, key, named, seconds, table, text, textList, texts } from './key.ts';

const later = { effect: false } as const;

const fileOperations = table('Files: rules `io.*`, `os.remove`, `os.rename` and the file tools.', {
  enabled: key(flag, 'false: no file tool.', { default: true }),
  allowed_paths: key(texts, "Folders that may be read and written, absolute or from the working folder. Not set: the script's own folder may be read, the temporary folder written."),
  max_file_size: key(bytes, 'Largest file that scripts and tools write, and that tools and `require` read: bytes, or `"50MB"`. Reading with `io` has no limit.', { default: 50_000_000 }),
  atomic_writes: key(flag, 'The file tool writes beside the file and renames.', { default: true }),
  max_depth: key(count, 'How many folders deep recursive operations of the file tools go.', { default: 10 }),
  allowed_extensions: key(texts, 'Extensions of files that `io` and the file tools may use, without dot; empty: all.', { default: [] }),
  blocked_extensions: key(texts, 'Extensions of files that `io` and the file tools may not use.', { default: ['exe', 'dll', 'so', 'dylib'] }),
  validate_file_types: key(flag, "Compare a file's content with its extension.", { ...later, default: true }),
});

const system = table('Processes and environment variables: rules `io.popen`, `os.execute`, `os.getenv` and `process-executor`.', {
  allow_process_execution: key(flag, 'Whether scripts may start processes at all.', { default: false }),
  allowed_commands: key(textList, 'Programs that may be started, by name or path, with first arguments if need be (`"git log"`); a list, or one text with commas. `sh`, and `*`, mean every command, run by a shell; so does, in effect, a program that starts others (`git`, `find`, `make`, interpreters).', { default: [] }),
  max_output_size: key(bytes, 'Bytes of output that `process-executor` keeps.', { default: 1_000_000 }),
  command_timeout_seconds: key(seconds, 'Seconds a program may run; 0: no limit. Time in the debugger does not count.', { default: 0 }),
  allowed_env_vars: key(textList, 'Environment variables that scripts may read, and programs get (`NAME_*`, `*` for all but secrets); not set: all but secrets.'),
});

const httpRequest = table('Hosts: rules every request of tools and scripts. An entry is `*`, `example.org`, `*.example.org` (all below), an address or a network (`10.0.0.0/8`); a port may follow (`localhost:8080`).', {
  allowed_hosts: key(texts, 'Hosts that may be asked. What leads to this machine or a private network has to be named: `*` and other wildcards do not allow it.', { default: ['*'] }),
  blocked_hosts: key(texts, 'Hosts that are refused, also where `allowed_hosts` has them.', { default: [] }),
  allow_private_addresses: key(flag, 'Wildcards also allow what leads to this machine or a private network.', { default: false }),
  max_request_size: key(bytes, 'Largest body that is sent.', { default: 10_000_000 }),
  max_response_size: key(bytes, 'Largest body that is taken.', { default: 10_000_000 }),
  timeout_seconds: key(seconds, 'Time for one request; 0: no limit.', { default: 30 }),
  max_redirects: key(count, 'Redirects that are followed.', { default: 5 }),
  default_headers: named(z.string(), 'Headers of every request, whatever host a script asks: no place for secrets.', { default: { 'User-Agent': 'llmspell-http/1.0' } }),
});

const webSearch = table(
  'Web search.',
  {
    rate_limit_per_minute: key(count, 'Searches in a minute.', { default: 30 }),
    allowed_domains: key(texts, 'Domains of results.', { default: ['*'] }),
    blocked_domains: key(texts, 'Domains that are left out.', { default: [] }),
    max_results: key(count, 'Results of one search.', { default: 10 }),
    timeout_seconds: key(seconds, 'Time for one search.', { default: 30 }),
    user_agent: key(text, 'How it calls itself.', { default: 'llmspell-web-search/1.0' }),
  },
  later,
);

/** Tools whose settings come with them. */
const settingsOf = (what: string) => key(anything, `Settings of ${what}.`, later);

export const tools = table('What scripts, tools and requests may reach.', {
  enabled: key(flag, 'false: no tool runs.', { default: true }),
  rate_limit_per_minute: key(count, 'Calls of tools in any minute, of all scripts under this configuration together; 0: any number.', { default: 0 }),
  file_operations: fileOperations,
  system,
  http_request: httpRequest,
  web: table('Defaults of `web-fetch`.', {
    timeout_seconds: key(seconds, 'Time for one request; 0: no limit.', { default: 30 }),
    timeout: key(seconds, 'Other name of `timeout_seconds`.', { aliasOf: 'tools.web.timeout_seconds' }),
  }),
  network: table('Connections of tools.', {
    timeout_seconds: key(seconds, 'Time for one request, where a tool has no key of its own.'),
    max_retries: key(count, 'Tries after the first, where the server was too busy or could not be reached.', { default: 0 }),
    verify_ssl: key(flag, 'Check certificates.', { default: true }),
    trust_proxy: key(flag, 'A proxy may be asked for any host that `*` allows, though its addresses cannot be checked here.', { default: false }),
  }),
  web_search: webSearch,
  web_tools: settingsOf('the web tools'),
  media: settingsOf('the media tools'),
  database: settingsOf('the database tools'),
  email: settingsOf('the email tool'),
  data: settingsOf('the data tools'),
  academic: settingsOf('the academic tools'),
  document: settingsOf('the document tools'),
  search: settingsOf('the search tools'),
});
