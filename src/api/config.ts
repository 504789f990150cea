/** `Config`: the configuration as a script may see it, and the little of it that a script may change for itself. */
import type { ApiClass, ApiFunction, ApiModule } from './types.ts';

const functions = [
  {
    name: 'Config.get',
    thread: 'host',
    doc: 'Gives the whole configuration that holds for the script: what was set, and the defaults of the rest. Secrets are masked.',
    parameters: [],
    results: [{ type: 'table', doc: 'Sections and keys, spelled as in `llmspell.toml`.' }],
    example: 'print(Config.get().kernel.port)',
  },
  {
    name: 'Config.toJson',
    thread: 'host',
    doc: 'Gives the same as `Config.get`, as a value that `JSON.stringify` takes.',
    parameters: [],
    results: [{ type: 'table', doc: 'The configuration.' }],
    example: 'print(JSON.stringify(Config.toJson()))',
  },
  {
    name: 'Config.getSection',
    thread: 'host',
    doc: 'Gives one section of the configuration, or one key.',
    parameters: [{ name: 'name', type: 'string', doc: 'For instance `tools`, `tools.http_request` or `kernel.port`.' }],
    results: [{ type: 'any?', doc: 'The section; nil when nothing of it is set and it has no defaults.' }],
  },
  {
    name: 'Config.getDefaultEngine',
    thread: 'host',
    doc: 'Tells the language of scripts.',
    parameters: [],
    results: [{ type: 'string', doc: '`lua`.' }],
  },
  {
    name: 'Config.getTools',
    thread: 'host',
    doc: 'Gives the section `tools`.',
    parameters: [],
    results: [{ type: 'table', doc: 'The section.' }],
  },
  {
    name: 'Config.listProviders',
    thread: 'host',
    doc: 'Lists the providers of models.',
    parameters: [],
    results: [{ type: 'string[]', doc: 'Their names, sorted.' }],
  },
  {
    name: 'Config.getProvider',
    thread: 'host',
    doc: 'Describes a provider, without its key.',
    parameters: [{ name: 'name', type: 'string', doc: 'The X of `[providers.X]`.' }],
    results: [{ type: 'ConfigProvider?', doc: 'The provider, or nil when there is none of that name.' }],
  },
  {
    name: 'Config.setProvider',
    thread: 'host',
    doc: 'Changes how this script uses a provider, or adds one that answers as `demo` does. It holds for agents that are made from now on, until the VM of the script ends; nothing is written. Where requests and keys go is for the configuration only, and a provider that is turned off there stays so; what a script has turned off itself, it may turn on again.',
    parameters: [
      { name: 'name', type: 'string', doc: 'A provider of the configuration, or a new name.' },
      {
        name: 'config',
        type: 'table',
        doc: 'What changes.',
        fields: [
          { name: 'enabled', type: 'boolean?', doc: 'false: agents cannot use it.' },
          { name: 'default_model', type: 'string?', doc: 'The model of agents that name none.' },
          { name: 'temperature', type: 'number?', min: 0, doc: 'Sampling temperature of agents that set none.' },
          { name: 'max_tokens', type: 'integer?', min: 1, doc: 'Most tokens of one answer of agents that set none.' },
          { name: 'timeout_seconds', type: 'number?', min: 0, doc: 'Time of one request; 0: no limit.' },
          { name: 'max_retries', type: 'integer?', min: 0, max: 10, doc: 'Tries after the first.' },
          { name: 'provider_type', type: 'string?', doc: '`demo` for a new name.' },
        ],
      },
    ],
    results: [],
    example: 'Config.setProvider("practice", { provider_type = "demo" })\nprint(Agent.create("actor", { model = "practice/echo" }):execute({ prompt = "hello" }).text)',
  },
  {
    name: 'Config.getSecurity',
    thread: 'host',
    doc: 'Tells what scripts may do, in short.',
    parameters: [],
    results: [{ type: 'ConfigSecurity', doc: 'The rules.' }],
  },
  {
    name: 'Config.setSecurity',
    thread: 'host',
    doc: 'Says what the script takes to be allowed: passes when that is what holds, and fails when it is not, naming the key. A script cannot change what it may do.',
    parameters: [
      {
        name: 'config',
        type: 'table',
        doc: 'What shall hold.',
        fields: [
          { name: 'allow_file_access', type: 'boolean?', doc: 'As `Config.getSecurity` tells it.' },
          { name: 'allow_network_access', type: 'boolean?', doc: 'As `Config.getSecurity` tells it.' },
          { name: 'allow_process_spawn', type: 'boolean?', doc: 'As `Config.getSecurity` tells it.' },
        ],
      },
    ],
    results: [],
  },
  {
    name: 'Config.isFileAccessAllowed',
    thread: 'host',
    doc: 'Tells whether a file may be read, or, without a path, whether there are places beside the script\'s own folder.',
    parameters: [{ name: 'path', type: 'string?', doc: 'The file or folder, relative to the working directory; it need not be there.' }],
    results: [{ type: 'boolean', doc: 'Whether it may.' }],
  },
  {
    name: 'Config.isNetworkAccessAllowed',
    thread: 'host',
    doc: 'Tells whether tools may ask a host, or, without one, any host. The host is judged by its name; when a request is made, so is the address that the name leads to.',
    parameters: [{ name: 'url', type: 'string?', doc: 'A URL, or the name of a host.' }],
    results: [{ type: 'boolean', doc: 'Whether they may.' }],
  },
  {
    name: 'Config.addAllowedPath',
    thread: 'host',
    doc: 'Says that the script needs a folder: passes when it may be written to already, and fails when it may not, naming the key to change. A script cannot open further folders for itself.',
    parameters: [{ name: 'path', type: 'string', doc: 'The folder, relative to the working directory.' }],
    results: [],
  },
  {
    name: 'Config.getPermissions',
    thread: 'host',
    doc: 'Tells what a script may do with the configuration.',
    parameters: [],
    results: [{ type: 'table', doc: 'A table of booleans: `read` and `modify_providers` are true; `modify_tools`, `modify_runtime`, `modify_security` and `access_secrets` are false.' }],
  },
  {
    name: 'Config.snapshot',
    thread: 'host',
    doc: 'Remembers what the script has changed so far.',
    parameters: [],
    results: [{ type: 'integer', doc: 'What `Config.restoreSnapshot` knows it by: milliseconds since 1970. The last 100 are kept.' }],
    example: 'local before = Config.snapshot()\nConfig.setProvider("demo", { enabled = false })\nConfig.restoreSnapshot(before)',
  },
  {
    name: 'Config.restoreSnapshot',
    thread: 'host',
    doc: 'Takes back what the script has changed since.',
    parameters: [{ name: 'timestamp', type: 'integer', doc: 'What `Config.snapshot` answered.' }],
    results: [],
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  {
    name: 'ConfigProvider',
    doc: 'A provider of models.',
    fields: [
      { name: 'name', type: 'string', doc: 'Models are `name/model`.' },
      { name: 'provider_type', type: 'string', doc: 'What it speaks: `openai`, `anthropic`, `demo`, ….' },
      { name: 'enabled', type: 'boolean', doc: 'Whether agents can use it.' },
      { name: 'base_url', type: 'string?', doc: 'Its address, where one is set.' },
      { name: 'api_key_env', type: 'string?', doc: 'The variable its key is read from, where one is set.' },
      { name: 'default_model', type: 'string?', doc: 'The model of agents that name none.' },
      { name: 'temperature', type: 'number?', doc: 'Sampling temperature.' },
      { name: 'max_tokens', type: 'integer?', doc: 'Most tokens of one answer.' },
      { name: 'timeout_seconds', type: 'number', doc: 'Time of one request; 0: no limit.' },
      { name: 'max_retries', type: 'integer', doc: 'Tries after the first.' },
    ],
  },
  {
    name: 'ConfigSecurity',
    doc: 'What scripts may do, in short.',
    fields: [
      { name: 'allow_file_access', type: 'boolean', doc: 'Whether there are folders beside the script\'s own.' },
      { name: 'allow_network_access', type: 'boolean', doc: 'Whether tools may ask hosts.' },
      { name: 'allow_process_spawn', type: 'boolean', doc: 'Whether programs may be started.' },
      { name: 'max_memory_bytes', type: 'integer', doc: 'What a script may keep in memory; 0: no limit.' },
      { name: 'max_execution_time_ms', type: 'integer', doc: 'How long a script may run; 0: no limit.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const configApi = {
  id: 'config',
  title: 'Configuration',
  doc: 'What holds for the script, from `llmspell.toml` and its layers. A script may change how it uses the providers, for itself and until its VM ends; what guards the user from the script is not for the script to change.',
  values: [{ name: 'Config', type: 'table', doc: 'The configuration.' }],
  classes,
  functions,
} as const satisfies ApiModule;
