/** `State`: what scripts keep between runs, by scope and key. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const scope = {
  name: 'scope',
  type: 'string',
  bytes: true,
  doc: 'Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.',
} as const satisfies ApiParameter;
const key = { name: 'key', type: 'string', bytes: true, doc: 'The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.' } as const satisfies ApiParameter;
const value = { name: 'value', type: 'any', exact: true, doc: 'A string of any bytes, a number, a boolean or a table of them; integers and floats stay what they are. nil removes the entry.' } as const satisfies ApiParameter;

const TTL = { name: 'ttl_seconds', type: 'number?', min: 0, doc: 'Seconds until it is forgotten; without it, it stays.' } as const satisfies ApiParameter;
const EPHEMERAL = { name: 'ephemeral', type: 'boolean?', doc: 'Keep it in the memory of this kernel only: it is never written to the disk, and the ones that were not used for longest go first when `cache_size_mb` in `[state]` or 10000 entries are reached.' } as const satisfies ApiParameter;
const VERSION = { name: 'version', type: 'integer?', min: 0, doc: 'The version that you have read (`State.get_versioned`); 0: it must not be there. Fails, naming both, when somebody else has written since.' } as const satisfies ApiParameter;

const writeOptions = { name: 'options', type: 'table?', doc: 'How it is kept.', closed: true, fields: [TTL, VERSION, EPHEMERAL] } as const satisfies ApiParameter;
const swapOptions = { name: 'options', type: 'table?', doc: 'How it is kept.', closed: true, fields: [TTL, EPHEMERAL] } as const satisfies ApiParameter;

const WRITTEN = { type: 'integer?', doc: 'The version of the new entry, or nil when it was removed.' } as const;
const READ = { type: 'any', doc: 'The value, or nil when nothing is there.' } as const;
const KEYS = { type: 'string[]', doc: 'The keys, in the order of their bytes.' } as const;

/** The functions that name an owner instead of a scope. */
const owned = <Name extends string>(name: Name, kind: string, doc: string, parameter: ApiParameter) =>
  ({
    name: `State.${name}`,
    thread: 'host',
    doc: `${doc} The same as \`State.get("${kind}:<id>", ${parameter.name})\`.`,
    parameters: [{ name: 'id', type: 'string', bytes: true, doc: `Which ${kind}.` }, parameter],
    results: [READ],
  }) as const satisfies ApiFunction;

const ownedSet = <Name extends string>(name: Name, kind: string) =>
  ({
    name: `State.${name}`,
    thread: 'host',
    doc: `Keeps something for a ${kind}. The same as \`State.set("${kind}:<id>", key, value)\`.`,
    parameters: [{ name: 'id', type: 'string', bytes: true, doc: `Which ${kind}.` }, key, value],
    results: [WRITTEN],
  }) as const satisfies ApiFunction;

const backup = { name: 'id', type: 'string', doc: 'The id, as `State.list_backups` tells it.' } as const satisfies ApiParameter;

const functions = [
  {
    name: 'State.set',
    thread: 'host',
    doc: 'Keeps a value under a key, in place of the one before. When it returns, the value is on the disk (unless it is ephemeral, or the backend is `memory`). Fails for functions, userdata, coroutines and tables that contain themselves, naming the place.',
    parameters: [scope, key, value, writeOptions],
    results: [WRITTEN],
    example: 'State.set("global", "theme", { name = "dark", sizes = { 10, 12.5 } })\nState.set("global", "token", "abc", { ttl_seconds = 60 })',
  },
  {
    name: 'State.save',
    thread: 'host',
    doc: 'Keeps a value under a key.',
    parameters: [scope, key, value, writeOptions],
    results: [WRITTEN],
    aliasOf: 'State.set',
  },
  {
    name: 'State.get',
    thread: 'host',
    doc: 'Reads what is kept under a key.',
    parameters: [scope, key],
    results: [READ],
    example: 'local theme = State.get("global", "theme") or { name = "light" }\nprint(theme.name)',
  },
  { name: 'State.load', thread: 'host', doc: 'Reads what is kept under a key.', parameters: [scope, key], results: [READ], aliasOf: 'State.get' },
  {
    name: 'State.get_versioned',
    thread: 'host',
    doc: 'Reads a value together with its version, to write it later only if nobody else has written meanwhile.',
    parameters: [scope, key],
    results: [READ, { type: 'integer', doc: 'Its version: it grows with every write; 0 when nothing is there.' }],
    example: 'local count, version = State.get_versioned("global", "count")\nState.set("global", "count", (count or 0) + 1, { version = version })',
  },
  {
    name: 'State.get_with_fallback',
    thread: 'host',
    doc: 'Reads a key from the first scope in which it is there. `"session"` is passed over while no session is current.',
    parameters: [scope, key, { name: 'fallbacks', type: 'string[]', doc: 'The scopes to look in next, in this order.' }],
    results: [READ, { type: 'string?', doc: 'The scope in which it was found.' }],
    example: 'local language, from = State.get_with_fallback("agent:poet", "language", { "workflow:book", "global" })',
  },
  {
    name: 'State.compare_and_swap',
    thread: 'host',
    doc: 'Writes a value only if what is there equals the expected one, in one step that no other script or kernel can come between. Tables are compared by what is in them.',
    parameters: [
      scope,
      key,
      { name: 'expected', type: 'any?', exact: true, doc: 'What must be there; nil: nothing.' },
      { name: 'value', type: 'any?', exact: true, doc: 'What shall be there; nil: nothing.' },
      swapOptions,
    ],
    results: [
      { type: 'boolean', doc: 'Whether it was written.' },
      { type: 'any', doc: 'What is there now.' },
    ],
    example: 'if State.compare_and_swap("global", "leader", nil, "me") then print("I lead") end',
  },
  {
    name: 'State.update',
    thread: 'vm',
    doc: 'Changes a value by a function, which is given what is there and returns what shall be there. When somebody else writes meanwhile, it is called again with the new value: it should do nothing else.',
    parameters: [scope, key, { name: 'change', type: 'fun(value: any): any', doc: 'Gets the value, or nil when nothing is there; returns the new one, or nil to remove it.' }, swapOptions],
    results: [{ type: 'any', doc: 'What is there now.' }],
    example: 'local visits = State.update("global", "visits", function(n) return (n or 0) + 1 end)',
  },
  {
    name: 'State.delete',
    thread: 'host',
    doc: 'Removes what is kept under a key.',
    parameters: [scope, key, { name: 'options', type: 'table?', doc: 'On what condition.', closed: true, fields: [VERSION] }],
    results: [{ type: 'boolean', doc: 'Whether it was there.' }],
    example: 'State.set("global", "theme", "dark")\nprint(State.delete("global", "theme")) --> true',
  },
  { name: 'State.list_keys', thread: 'host', doc: 'Lists the keys of a scope.', parameters: [scope], results: [KEYS], example: 'for _, key in ipairs(State.list_keys("global")) do print(key) end' },
  {
    name: 'State.list_scopes',
    thread: 'host',
    doc: 'Lists the scopes that hold anything and that this script can reach.',
    parameters: [],
    results: [{ type: 'string[]', doc: 'Their names, in the order of their bytes.' }],
  },
  owned('workflow_get', 'workflow', 'Reads what a step of a workflow has kept.', { ...key, name: 'step', doc: 'The name of the step.' }),
  { name: 'State.workflow_list', thread: 'host', doc: 'Lists the steps of a workflow that have kept something.', parameters: [{ name: 'id', type: 'string', bytes: true, doc: 'Which workflow.' }], results: [KEYS] },
  owned('agent_get', 'agent', 'Reads what is kept for an agent.', key),
  ownedSet('agent_set', 'agent'),
  owned('tool_get', 'tool', 'Reads what is kept for a tool.', key),
  ownedSet('tool_set', 'tool'),
  {
    name: 'State.create_backup',
    thread: 'host',
    doc: 'Copies everything that is kept - state, sessions, artifacts - as it is at this moment into a file of its own. Ephemeral entries are left out. Old backups go then, as `State.cleanup_backups` says, but never the new one or what it stands on.',
    parameters: [{ name: 'incremental', type: 'boolean?', doc: 'Only what has changed since the newest backup; restoring it needs those before it.' }],
    results: [{ type: 'StateBackup', doc: 'The backup.' }],
    example: 'local backup = State.create_backup()\nprint(backup.id, backup.entries)',
  },
  { name: 'State.list_backups', thread: 'host', doc: 'Lists the backups, the newest first.', parameters: [], results: [{ type: 'StateBackup[]', doc: 'What is known of each.' }] },
  {
    name: 'State.restore_backup',
    thread: 'host',
    doc: 'Puts everything back as it was, byte for byte, in one step: when it fails or the kernel dies meanwhile, everything is as before. What is there now is backed up first, as `State.create_backup` does it; the restored backup stays. Ephemeral entries are forgotten.',
    parameters: [backup],
    results: [{ type: 'table', doc: '`id` that was restored, `entries` in it, and `replaced`: the id of the backup of what was there before; nil when that was damaged; `lost_contents`: how many large contents of artifacts neither the backup nor the store has any more.' }],
    example: 'local backup = State.create_backup()\nState.delete("global", "theme")\nprint(State.restore_backup(backup.id).entries .. " entries are as they were")',
  },
  {
    name: 'State.validate_backup',
    thread: 'host',
    doc: 'Reads a backup, those it needs, and the contents of its artifacts, to the last byte.',
    parameters: [backup],
    results: [{ type: 'table', doc: '`valid`, the `errors` as an array of texts, and the number of `entries`.' }],
    example: 'local check = State.validate_backup(State.create_backup().id)\nprint(check.valid, table.concat(check.errors, "\\n"))',
  },
  {
    name: 'State.cleanup_backups',
    thread: 'host',
    doc: 'Removes old backups: more than `max_backups`, or older than `max_backup_age` seconds, as `[runtime.state_persistence.backup]` says. What a backup that stays is built on, stays. Contents of artifacts that no backup names go an hour after they were last copied.',
    parameters: [{ name: 'dry_run', type: 'boolean?', doc: 'Only tell what would be removed.' }],
    results: [{ type: 'table', doc: '`removed`: the ids; `kept`: how many are left; `freed_bytes`; `dry_run`.' }],
    example: 'local dry_run = true\nprint(#State.cleanup_backups(dry_run).removed .. " would go")',
  },
  {
    name: 'State.get_storage_usage',
    thread: 'host',
    doc: 'Measures what is kept.',
    parameters: [],
    results: [{ type: 'table', doc: '`backend`, `entries`, `total_bytes`, `scopes` (the bytes of each scope that this script reaches), `ephemeral_entries`, `ephemeral_bytes`, `backup_count`, `backup_bytes`.' }],
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  {
    name: 'StateBackup',
    doc: 'What is known of a backup.',
    fields: [
      { name: 'id', type: 'string', doc: 'Its id.' },
      { name: 'created_at', type: 'string', doc: 'When it was made: RFC 3339, UTC.' },
      { name: 'kind', type: '"full"|"incremental"', doc: 'Everything, or what has changed since `base`.' },
      { name: 'base', type: 'string?', doc: 'The id of the backup it is built on.' },
      { name: 'entries', type: 'integer', doc: 'How many entries it brings back.' },
      { name: 'bytes', type: 'integer', doc: 'Of its content.' },
      { name: 'file_bytes', type: 'integer', doc: 'Of its file.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const stateApi = {
  id: 'state',
  title: 'State',
  doc: 'What scripts keep between runs. All kernels of a user share it; each write is whole or not at all, and survives the kernel. A script reaches `global`, its own scopes, those of agents, workflows and tools, and those of the sessions that it has made, loaded or chosen.',
  values: [{ name: 'State', type: 'table', doc: 'Keeps values between runs.' }],
  classes,
  functions,
} as const satisfies ApiModule;
