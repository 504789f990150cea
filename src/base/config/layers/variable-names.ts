/**
 * Which environment variable sets which key: `LLMSPELL_` and the key in capitals, with `_` between its parts (`LLMSPELL_KERNEL_LIMITS_MAX_MEMORY_MB`). The
 * original system's own names are known beside.
 */
import { nearest } from '../../nearest.ts';
import { PROCESS_VARIABLES } from '../process-variables.ts';
import { ANY_NAME, allKeys, type KeyInfo } from '../schema/walk.ts';

export interface VariableInfo {
  /** With `<NAME>` where the user chooses a name. */
  readonly variable: string;
  readonly key: KeyInfo;
}

export interface FoundKey {
  readonly path: readonly string[];
  readonly key: KeyInfo;
}

const NAME_SLOT = '<NAME>';

const variableOf = (path: readonly string[]): string => `LLMSPELL_${path.map((part) => (part === ANY_NAME ? NAME_SLOT : part.toUpperCase())).join('_')}`;

/** A text can say it: a table, or a list of tables, it cannot. What a file says of itself is no setting. */
const isSettable = ({ kind, type, path }: KeyInfo): boolean => kind === 'value' && type !== 'table' && !type.includes('any value') && !['profile', 'metadata'].includes(path[0]!);

let cached: readonly VariableInfo[] | undefined;
export const allVariables = (): readonly VariableInfo[] => (cached ??= allKeys().filter(isSettable).map((key) => ({ variable: variableOf(key.path), key })));

/** The variable of a key; undefined when none can set it. */
export const variableFor = (key: KeyInfo): string | undefined => (isSettable(key) ? variableOf(key.path) : undefined);

/** Names of the original system that are not made by the rule. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  LLMSPELL_ENGINE: 'LLMSPELL_DEFAULT_ENGINE',
  LLMSPELL_MAX_CONCURRENT_SCRIPTS: 'LLMSPELL_RUNTIME_MAX_CONCURRENT_SCRIPTS',
  LLMSPELL_SCRIPT_TIMEOUT_SECONDS: 'LLMSPELL_RUNTIME_SCRIPT_TIMEOUT_SECONDS',
  LLMSPELL_ALLOW_FILE_ACCESS: 'LLMSPELL_RUNTIME_SECURITY_ALLOW_FILE_ACCESS',
  LLMSPELL_ALLOW_NETWORK_ACCESS: 'LLMSPELL_RUNTIME_SECURITY_ALLOW_NETWORK_ACCESS',
  LLMSPELL_ALLOW_PROCESS_SPAWN: 'LLMSPELL_RUNTIME_SECURITY_ALLOW_PROCESS_SPAWN',
  LLMSPELL_MAX_MEMORY_BYTES: 'LLMSPELL_RUNTIME_SECURITY_MAX_MEMORY_BYTES',
  LLMSPELL_MAX_EXECUTION_TIME_MS: 'LLMSPELL_RUNTIME_SECURITY_MAX_EXECUTION_TIME_MS',
  LLMSPELL_STATE_ENABLED: 'LLMSPELL_RUNTIME_STATE_PERSISTENCE_ENABLED',
  LLMSPELL_STATE_MIGRATION_ENABLED: 'LLMSPELL_RUNTIME_STATE_PERSISTENCE_MIGRATION_ENABLED',
  LLMSPELL_STATE_BACKUP_ENABLED: 'LLMSPELL_RUNTIME_STATE_PERSISTENCE_BACKUP_ENABLED',
  LLMSPELL_STATE_BACKUP_ON_MIGRATION: 'LLMSPELL_RUNTIME_STATE_PERSISTENCE_BACKUP_ON_MIGRATION',
  LLMSPELL_STATE_BACKUP_DIR: 'LLMSPELL_RUNTIME_STATE_PERSISTENCE_BACKUP_BACKUP_DIR',
  LLMSPELL_STATE_MAX_SIZE_BYTES: 'LLMSPELL_RUNTIME_STATE_PERSISTENCE_MAX_STATE_SIZE_BYTES',
  LLMSPELL_SESSIONS_ENABLED: 'LLMSPELL_RUNTIME_SESSIONS_ENABLED',
  LLMSPELL_SESSIONS_MAX: 'LLMSPELL_SESSION_MAX_SESSIONS',
  LLMSPELL_SESSIONS_TIMEOUT_SECONDS: 'LLMSPELL_RUNTIME_SESSIONS_SESSION_TIMEOUT_SECONDS',
  LLMSPELL_SESSIONS_BACKEND: 'LLMSPELL_RUNTIME_SESSIONS_STORAGE_BACKEND',
  LLMSPELL_SESSIONS_MAX_ARTIFACTS: 'LLMSPELL_RUNTIME_SESSIONS_MAX_ARTIFACTS_PER_SESSION',
  LLMSPELL_HOOKS_RATE_LIMIT: 'LLMSPELL_HOOKS_RATE_LIMIT_PER_MINUTE',
  LLMSPELL_TOOLS_RATE_LIMIT: 'LLMSPELL_TOOLS_RATE_LIMIT_PER_MINUTE',
  LLMSPELL_TOOLS_FILE_OPS_ENABLED: 'LLMSPELL_TOOLS_FILE_OPERATIONS_ENABLED',
  LLMSPELL_TOOLS_MAX_FILE_SIZE: 'LLMSPELL_TOOLS_FILE_OPERATIONS_MAX_FILE_SIZE',
  LLMSPELL_TOOLS_ALLOWED_PATHS: 'LLMSPELL_TOOLS_FILE_OPERATIONS_ALLOWED_PATHS',
  LLMSPELL_TOOLS_NETWORK_TIMEOUT: 'LLMSPELL_TOOLS_NETWORK_TIMEOUT_SECONDS',
  LLMSPELL_TOOLS_SYSTEM_ALLOW_PROCESS_EXEC: 'LLMSPELL_TOOLS_SYSTEM_ALLOW_PROCESS_EXECUTION',
};

/** By the rule, for a name of the original system; the name itself otherwise. */
function ruledName(variable: string): string {
  const other = OTHER_NAMES[variable];
  if (other !== undefined) return other;
  return variable.replace(/^LLMSPELL_PROVIDER_/, 'LLMSPELL_PROVIDERS_').replace(/^LLMSPELL_MEMORY_/, 'LLMSPELL_RUNTIME_MEMORY_');
}

/** The key that a variable sets; undefined when there is none. */
export function keyOfVariable(variable: string): FoundKey | undefined {
  const name = ruledName(variable);
  let best: { found: FoundKey; length: number } | undefined;
  for (const { variable: pattern, key } of allVariables()) {
    if (!pattern.includes(NAME_SLOT)) {
      if (pattern === name) return { path: key.path, key };
      continue;
    }
    const [before = '', after = ''] = pattern.split(NAME_SLOT);
    const chosen = name.slice(before.length, name.length - after.length);
    if (!name.startsWith(before) || !name.endsWith(after) || chosen === '' || name.length <= before.length + after.length) continue;
    // `…_MY_MODEL` would also be the key `model` of `my`: the longest key counts.
    if (best === undefined || pattern.length > best.length) best = { found: { path: key.path.map((part) => (part === ANY_NAME ? chosen.toLowerCase() : part)), key }, length: pattern.length };
  }
  return best?.found;
}

/** The known variable nearest to a mistyped one. */
export const nearestVariable = (variable: string): string | undefined => nearest(variable, [...Object.keys(PROCESS_VARIABLES), ...allVariables().map((known) => known.variable)]);

/** For the documentation. */
export const otherNames = (): Readonly<Record<string, string>> => OTHER_NAMES;
