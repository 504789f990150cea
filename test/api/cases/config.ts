import type { ApiCases, Scene } from '../case.ts';

/** Keys that must never be seen by a script. */
const PLANTED = 'sk-planted-for-the-cases';

export const scene: Scene = {
  config: ({ folder }) => `default_engine = "lua"

[kernel]
port = 7777

[providers]
default_provider = "local"

[providers.local]
provider_type = "openai_compatible"
base_url = "http://127.0.0.1:9/v1"
api_key = "${PLANTED}"
default_model = "small"

[providers.shut]
provider_type = "demo"
enabled = false

[tools.file_operations]
allowed_paths = ["${folder}/open"]

[tools.http_request]
allowed_hosts = ["api.example.com"]
`,
  files: { 'open/.keep': '' },
};

const IN_FILE = 'in <folder>/llmspell.toml';
const LOCAL = 'of provider "local"';

export const cases: ApiCases = {
  'Config.get': [
    { lua: 'local config = Config.get() return config.kernel.port, config.providers["local"].base_url, config.tools.http_request.allowed_hosts[1], config.kernel.ip', gives: '7777\thttp://127.0.0.1:9/v1\tapi.example.com\t127.0.0.1' },
    { lua: `return JSON.stringify(Config.get()):find("${PLANTED}", 1, true), Config.get().providers["local"].api_key ~= nil`, gives: 'nil\ttrue' },
    { lua: 'Config.get().kernel.port = 1 return Config.get().kernel.port', gives: '7777' },
  ],
  'Config.toJson': [{ lua: 'return JSON.parse(JSON.stringify(Config.toJson())).kernel.port', gives: '7777' }],
  'Config.getSection': [
    { lua: 'return Config.getSection("kernel").port, Config.getSection("kernel.port"), Config.getSection("nothing"), Config.getSection("kernel.port.deeper")', gives: '7777\t7777\tnil\tnil' },
    { wrong: 'Config.getSection()', says: "bad argument #1 'name' to 'Config.getSection' (string expected, got no value)" },
  ],
  'Config.getDefaultEngine': [{ lua: 'return Config.getDefaultEngine()', gives: 'lua' }],
  'Config.getTools': [{ lua: 'return Config.getTools().file_operations.allowed_paths[1]', gives: '<folder>/open' }],
  'Config.listProviders': [{ fresh: true, lua: 'return table.concat(Config.listProviders(), " ")', gives: 'demo local shut' }],
  'Config.getProvider': [
    { lua: `local p = Config.getProvider("local") return p.name, p.provider_type, p.enabled, p.base_url, p.default_model, p.api_key, p.temperature, Config.getProvider("nobody"), JSON.stringify(p):find("${PLANTED}", 1, true)`, gives: 'local\topenai_compatible\ttrue\thttp://127.0.0.1:9/v1\tsmall\tnil\tnil\tnil\tnil' },
    { wrong: 'Config.getProvider(1)', says: "bad argument #1 'name' to 'Config.getProvider' (string expected, got number)" },
  ],
  'Config.setProvider': [
    {
      fresh: true,
      lua: 'Config.setProvider("practice", { provider_type = "demo", default_model = "echo" }) local agent = Agent.builder():provider("practice"):build() return agent.provider, agent.model, agent:execute({ prompt = "hi" }).text:match("hi"), table.concat(Config.listProviders(), " ")',
      gives: 'practice\techo\thi\tdemo local practice shut',
    },
    { fresh: true, lua: 'Config.setProvider("local", { temperature = 0.5, max_tokens = 9 }) local p = Config.getProvider("local") return p.temperature, p.max_tokens, p.base_url, Config.get().providers["local"].max_tokens', gives: '0.5\t9\thttp://127.0.0.1:9/v1\t9' },
    { lua: 'return Config.getProvider("local").max_tokens, Config.getProvider("practice")', gives: 'nil\tnil' },
    { fresh: true, wrong: 'Config.setProvider("demo", { enabled = false }) Agent.create("a", { model = "demo/echo" })', says: 'provider "demo" is turned off by this script: Config.setProvider("demo", { enabled = true }) turns it on again' },
    {
      fresh: true,
      lua: 'Config.setProvider("demo", { enabled = false }) Config.setProvider("demo", { enabled = false, temperature = 1 }) Config.setProvider("demo", { enabled = true }) return Config.getProvider("demo").enabled, Agent.create("a", { model = "demo/echo" }).name',
      gives: 'true\ta',
    },
    { wrong: 'Config.setProvider("local", { base_url = "http://evil.example" })', says: `base_url ${LOCAL}: is not for scripts to change: set base_url under [providers.local] ${IN_FILE}` },
    { wrong: 'Config.setProvider("local", { api_key_env = "HOME" })', says: `api_key_env ${LOCAL}: is not for scripts to change: set api_key_env under [providers.local] ${IN_FILE}` },
    {
      wrong: 'Config.setProvider("local", { temprature = 1 })',
      says: `unknown field 'temprature' of argument #2 'config' to 'Config.setProvider' (did you mean "temperature"?): known are enabled, default_model, temperature, max_tokens, timeout_seconds, max_retries, provider_type`,
    },
    { wrong: 'Config.setProvider("local", { provider_type = "openai" })', says: `provider_type ${LOCAL}: is not for scripts to change: set provider_type under [providers.local] ${IN_FILE}` },
    { wrong: 'Config.setProvider("new", { provider_type = "openai" })', says: `provider_type of provider "new": must be "demo" for one that the configuration does not have: set provider_type under [providers.new] ${IN_FILE}` },
    { wrong: 'Config.setProvider("shut", { enabled = true })', says: `enabled of provider "shut": was turned off: set enabled under [providers.shut] ${IN_FILE}` },
    { wrong: 'Config.setProvider("local", { max_tokens = 0 })', says: "bad field 'max_tokens' of argument #2 'config' to 'Config.setProvider' (integer from 1 expected, got 0)" },
    { wrong: 'Config.setProvider("local")', says: "bad argument #2 'config' to 'Config.setProvider' (table expected, got no value)" },
  ],
  'Config.getSecurity': [{ lua: 'local s = Config.getSecurity() return s.allow_file_access, s.allow_network_access, s.allow_process_spawn, s.max_memory_bytes, s.max_execution_time_ms', gives: 'true\ttrue\tfalse\t536870912\t0' }],
  'Config.setSecurity': [
    { lua: 'return select("#", Config.setSecurity({ allow_process_spawn = false, allow_network_access = true }))', gives: '0' },
    { wrong: 'Config.setSecurity({ allow_process_spawn = true })', says: `Config.setSecurity: allow_process_spawn: a script cannot change what it may do: change allow_process_execution under [tools.system] ${IN_FILE}` },
    { wrong: 'Config.setSecurity({ constructor = true })', says: 'Config.setSecurity: constructor: is nothing that Config.getSecurity() tells as true or false: only allow_file_access, allow_network_access and allow_process_spawn can be given' },
    { wrong: 'Config.setSecurity({ allow_network_access = 1 })', says: "bad field 'allow_network_access' of argument #1 'config' to 'Config.setSecurity' (boolean expected, got number)" },
  ],
  'Config.isFileAccessAllowed': [
    { lua: 'return Config.isFileAccessAllowed(), Config.isFileAccessAllowed("open/new.txt"), Config.isFileAccessAllowed("case.lua"), Config.isFileAccessAllowed("/etc/passwd"), Config.isFileAccessAllowed("open/../../x")', gives: 'true\ttrue\ttrue\tfalse\tfalse' },
    { wrong: 'Config.isFileAccessAllowed({})', says: "bad argument #1 'path' to 'Config.isFileAccessAllowed' (string expected, got table)" },
  ],
  'Config.isNetworkAccessAllowed': [
    { lua: 'return Config.isNetworkAccessAllowed(), Config.isNetworkAccessAllowed("https://api.example.com/v1"), Config.isNetworkAccessAllowed("api.example.com"), Config.isNetworkAccessAllowed("other.example.com"), Config.isNetworkAccessAllowed("http://127.0.0.1:1"), Config.isNetworkAccessAllowed("file:///etc/passwd"), Config.isNetworkAccessAllowed("no host")', gives: 'true\ttrue\ttrue\tfalse\tfalse\tfalse\tfalse' },
    { wrong: 'Config.isNetworkAccessAllowed(80)', says: "bad argument #1 'url' to 'Config.isNetworkAccessAllowed' (string expected, got number)" },
  ],
  'Config.addAllowedPath': [
    { lua: 'return select("#", Config.addAllowedPath("open/deeper"))', gives: '0' },
    { wrong: 'Config.addAllowedPath("/etc")', says: `/etc: may not be written: add its folder to allowed_paths under [tools.file_operations] ${IN_FILE}` },
    { wrong: 'Config.addAllowedPath()', says: "bad argument #1 'path' to 'Config.addAllowedPath' (string expected, got no value)" },
  ],
  'Config.getPermissions': [{ lua: 'return JSON.stringify(Config.getPermissions())', gives: '{"access_secrets":false,"modify_providers":true,"modify_runtime":false,"modify_security":false,"modify_tools":false,"read":true}' }],
  'Config.snapshot': [{ lua: 'local a, b = Config.snapshot(), Config.snapshot() return math.type(a), a < b, a // 1000 <= os.time()', gives: 'integer\ttrue\ttrue' }],
  'Config.restoreSnapshot': [
    {
      fresh: true,
      lua: 'local before = Config.snapshot() Config.setProvider("local", { max_tokens = 1 }) local between = Config.snapshot() Config.setProvider("practice", { provider_type = "demo" }) Config.restoreSnapshot(between) local at_between = Config.getProvider("practice") Config.restoreSnapshot(before) local p = Config.getProvider("local").max_tokens Config.restoreSnapshot(between) return at_between, p, Config.getProvider("local").max_tokens',
      gives: 'nil\tnil\t1',
    },
    { wrong: 'Config.restoreSnapshot(5)', says: 'Config.restoreSnapshot: there is no snapshot 5: give what Config.snapshot() answered in this script; the last 100 are kept' },
    { wrong: 'Config.restoreSnapshot("x")', says: "bad argument #1 'timestamp' to 'Config.restoreSnapshot' (integer expected, got string)" },
  ],
};
