/**
 * Which environment variables a script sees, and which the programs get that it starts. Not configured: all but those that hold secrets, by
 * their names or as passwords in addresses (`DATABASE_URL`). Configured: those on the list, `*` and `NAME_*` included; a bare `*` opens no secret,
 * which has to be named. What programs cannot do without (`PATH`, `HOME`) they get in any case.
 */
import type { Config } from '../../base/config/index.ts';
import { isSecretName, passwordIn } from '../../base/redact.ts';
import type { ExecutionContext } from '../../common/execution.ts';
import { refusal } from './refusal.ts';

export interface VariablePolicy {
  /** As they were given; those that the script may see. */
  readonly visible: Readonly<Record<string, string>>;
  /** Why a script may not read it; undefined: it may. */
  refuse(name: string): string | undefined;
  /** What a program gets; `changes` on top have been judged. */
  forProcess(changes?: Readonly<Record<string, string>>): Record<string, string>;
  /** Variables change what a program does (`LD_PRELOAD`, `PATH`, `GIT_SSH_COMMAND`): a script sets only those that are on the list. */
  refuseSetting(name: string): string | undefined;
}

const BASIC = new Set(['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TERM', 'TMPDIR', 'TMP', 'TEMP', 'PATHEXT', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA']);
const isBasic = (name: string): boolean => BASIC.has(name.toUpperCase()) || name.startsWith('LC_');

/** Names that say nothing to the redactor, which sees texts of all kinds, and that hold keys in an environment. */
const KEY_NAME = /(^|_)(key|access_?key_?id|access_?key|secret_?key_?base|passphrase|pat|auth|dsn|jwt|pass|connection_?string|webhook_?url|editor_attach)$|[a-z](password|passwd|_pwd)$|^sshpass$/i;

export function variablePolicy(config: Config, { env }: ExecutionContext): VariablePolicy {
  const list = config.tools.system.allowedEnvVars;
  const keyVariables = new Set([...config.providers.values()].map(({ apiKeyEnv }) => apiKeyEnv));
  const isSecret = (name: string): boolean => keyVariables.has(name) || isSecretName(name) || KEY_NAME.test(name) || passwordIn(env[name] ?? '') !== undefined;
  const isListed = (name: string): boolean => list?.some((entry) => entry !== '*' && matches(entry, name)) ?? false;
  const mayRead = (name: string): boolean => isListed(name) || ((list?.includes('*') ?? true) && !isSecret(name));
  const rule = (name: string) => ({ section: 'tools.system', change: `add "${name}" to`, key: 'allowed_env_vars' });
  const pick = (isWanted: (name: string) => boolean): Record<string, string> => Object.fromEntries(Object.entries(env).filter(([name]) => isWanted(name)));

  return {
    visible: pick(mayRead),
    refuse: (name) => (mayRead(name) ? undefined : refusal(config, name, isSecret(name) ? `holds a secret${passwordIn(env[name] ?? '') === undefined ? ' by its name' : ''}, and may not be read` : 'may not be read', rule(name))),
    forProcess: (changes) => ({ ...pick((name) => isBasic(name) || mayRead(name)), ...changes }),
    refuseSetting: (name) => (isListed(name) ? undefined : refusal(config, name, 'may not be set for a program', rule(name))),
  };
}

const matches = (entry: string, name: string): boolean => new RegExp(`^${entry.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name);
