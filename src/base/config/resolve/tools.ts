/** `[tools.*]` → ToolsConfig. What `[runtime.security]` forbids is forbidden where the tools' own keys say nothing. */
import { basename } from 'node:path';
import { defaultConfig, type ToolsConfig } from '../config.ts';
import type { ConfigToml } from '../schema/index.ts';
import type { Report } from './report.ts';
import { bytesOr, list } from './units.ts';

const standard = defaultConfig.tools;

export function resolveTools(toml: ConfigToml, report: Report): ToolsConfig {
  const { tools = {} } = toml;
  const security = toml.runtime?.security ?? {};
  const { file_operations: files = {}, system = {}, http_request: http = {}, network = {}, web = {} } = tools;
  for (const key of ['allowed_hosts', 'blocked_hosts'] as const) checkHosts(http[key], ['tools', 'http_request', key], report);
  if (system.allow_process_execution === true) tellStarters(list(system.allowed_commands), ['tools', 'system', 'allowed_commands'], report);
  const bytes = (fallback: number, value: string | number | undefined, ...path: string[]): number => bytesOr(fallback, value, ['tools', ...path], report);
  return {
    enabled: tools.enabled ?? standard.enabled,
    callsPerMinute: tools.rate_limit_per_minute ?? standard.callsPerMinute,
    fileOperations: {
      enabled: files.enabled ?? standard.fileOperations.enabled,
      allowedPaths: files.allowed_paths ?? (security.allow_file_access === false ? [] : undefined),
      maxFileBytes: bytes(standard.fileOperations.maxFileBytes, files.max_file_size, 'file_operations', 'max_file_size'),
      atomicWrites: files.atomic_writes ?? standard.fileOperations.atomicWrites,
      maxDepth: files.max_depth ?? standard.fileOperations.maxDepth,
      allowedExtensions: extensions(files.allowed_extensions) ?? standard.fileOperations.allowedExtensions,
      blockedExtensions: extensions(files.blocked_extensions) ?? standard.fileOperations.blockedExtensions,
    },
    system: {
      allowProcessExecution: system.allow_process_execution ?? standard.system.allowProcessExecution,
      allowedCommands: list(system.allowed_commands) ?? standard.system.allowedCommands,
      maxOutputBytes: bytes(standard.system.maxOutputBytes, system.max_output_size, 'system', 'max_output_size'),
      commandTimeoutSeconds: system.command_timeout_seconds ?? standard.system.commandTimeoutSeconds,
      allowedEnvVars: list(system.allowed_env_vars),
    },
    http: {
      allowNetworkAccess: security.allow_network_access ?? standard.http.allowNetworkAccess,
      allowedHosts: http.allowed_hosts ?? standard.http.allowedHosts,
      blockedHosts: http.blocked_hosts ?? standard.http.blockedHosts,
      allowPrivateAddresses: http.allow_private_addresses ?? standard.http.allowPrivateAddresses,
      maxRequestBytes: bytes(standard.http.maxRequestBytes, http.max_request_size, 'http_request', 'max_request_size'),
      maxResponseBytes: bytes(standard.http.maxResponseBytes, http.max_response_size, 'http_request', 'max_response_size'),
      timeoutSeconds: http.timeout_seconds ?? network.timeout_seconds ?? standard.http.timeoutSeconds,
      maxRedirects: http.max_redirects ?? standard.http.maxRedirects,
      headers: http.default_headers ?? standard.http.headers,
      maxRetries: network.max_retries ?? standard.http.maxRetries,
      verifyCertificates: network.verify_ssl ?? standard.http.verifyCertificates,
      trustProxy: network.trust_proxy ?? standard.http.trustProxy,
    },
    web: { timeoutSeconds: web.timeout_seconds ?? web.timeout ?? network.timeout_seconds ?? standard.web.timeoutSeconds },
  };
}

/** A name with `*` or none, an address, or a network; perhaps with a port. What it is exactly is for the network's policy to read. */
const HOST_ENTRY = /^([a-z]+:\/\/)?([^\s/:@?#[\]]+|\[?[0-9a-f:.]+\]?)(:\d{1,5}|\/\d{1,3})?\/?$/i;

/** Shells are told of by the key itself. These start others by their arguments, or by files that they read without being told to. */
const STARTERS = new Set(['git', 'env', 'find', 'xargs', 'awk', 'gawk', 'sed', 'tar', 'ssh', 'rsync', 'make', 'vi', 'vim', 'less', 'man', 'perl', 'php', 'ruby', 'lua', 'node', 'npm', 'npx', 'deno', 'bun', 'cargo', 'go', 'docker', 'sudo', 'nice', 'nohup', 'timeout', 'time', 'watch', 'script', 'strace', 'gdb', 'busybox']);
const STARTER = /^(python|pip)[\d.]*$/;

/** Whoever allows such a program should know what the list cannot promise then. */
function tellStarters(entries: readonly string[] | undefined, path: readonly string[], report: Report): void {
  for (const entry of entries ?? []) {
    const name = basename(entry.trim().split(/\s+/, 1)[0]!).replace(/\.exe$/i, '');
    if (STARTERS.has(name) || STARTER.test(name)) report('notice', path, `"${entry}" can start any other program, by its arguments or by files that it reads: a script that may start it may start everything`);
  }
}

/** An entry that matches nothing would open, or close, less than its writer thinks. */
function checkHosts(entries: readonly string[] | undefined, path: readonly string[], report: Report): void {
  for (const entry of entries ?? []) {
    if (!HOST_ENTRY.test(entry.trim())) report('warning', path, `"${entry}" can match no host: write a name (example.org), a wildcard (*.example.org), an address or a network (10.0.0.0/8)`);
  }
}

const extensions = (given: readonly string[] | undefined): readonly string[] | undefined => given?.map((name) => name.replace(/^\./, '').toLowerCase());
