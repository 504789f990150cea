import type { ApiCases, Scene } from '../case.ts';

export const scene: Scene = { config: () => '[runtime.state_persistence]\nmax_state_size_bytes = 20000\n[runtime.state_persistence.backup]\nmax_backups = 3\n' };

const missing = (name: string, parameter = 'scope') => `bad argument #1 '${parameter}' to 'State.${name}' (string expected, got no value)`;

export const cases: ApiCases = {
  'State.set': [
    { lua: 'local v = State.set("global", "a", { 1, 2.0, "x\\0\\255", n = { [true] = 2^53 // 1 | 0, [1.5] = "k" } }) local a = State.get("global", "a") return math.type(v), a[1], a[2], a[3] == "x\\0\\255", a.n[true], a.n[1.5]', gives: 'integer\t1\t2.0\ttrue\t9007199254740992\tk' },
    { lua: 'State.set("x", "a", 1) return State.set("x", "a", nil), State.get("x", "a")', gives: 'nil\tnil' },
    { lua: 'State.set("x", "soon", 1, { ttl_seconds = 0 }) return State.get("x", "soon")', gives: 'nil' },
    { lua: 'State.set("x", "memory", 1, { ephemeral = true }) return State.get("x", "memory"), State.get_storage_usage().ephemeral_entries', gives: '1\t1' },
    { wrong: 'State.set("x", "k", { handlers = { [3] = print } })', says: "a function cannot be kept: argument 'value' of 'State.set'.handlers[3]" },
    { wrong: 'local t = {} t.deep = { t } State.set("x", "k", t)', says: "a table that contains itself cannot be kept: argument 'value' of 'State.set'.deep[1]" },
    { wrong: 'State.set("x", "k", io.stdout)', says: "a File cannot be kept: argument 'value' of 'State.set'" },
    { wrong: 'State.set("x", "k")', says: "bad argument #3 'value' to 'State.set' (value expected, got no value)" },
    { wrong: 'State.set("x", "k", 1, { ttl_seconds = -1 })', says: "bad field 'ttl_seconds' of argument #4 'options' to 'State.set' (number from 0 expected, got -1)" },
    { wrong: 'State.set("x", "k", 1, { version = 7 })', says: '"k" in "custom:x" is not there (version 0), not version 7: somebody else has written it; read it again with State.get_versioned and decide anew' },
    { wrong: 'State.set("x", "k", ("y"):rep(30000))', says: 'the value of "k" in "custom:x" has 30003 bytes, 20000 are allowed: keep less, or raise runtime.state_persistence.max_state_size_bytes' },
    { wrong: 'State.set("agent", "k", 1)', says: 'the scope "agent" names no agent: write "agent:<id>"' },
    { wrong: 'State.set("x", "", 1)', says: 'the key is empty: give it a name' },
    { wrong: 'State.set("x", "\\255", 1)', says: 'the key or scope (argument #2) is not text in UTF-8: write its bytes in hexadecimal or base64' },
    { wrong: 'State.set("session:7", "k", 1)', says: 'the scope "session:7" is not reachable: this script has not made, loaded or chosen that session: call Session.load("7") first' },
  ],
  'State.save': [
    { lua: 'State.save("global", "saved", "text") return State.load("global", "saved")', gives: 'text' },
    { wrong: 'State.save("global", 5, 1)', says: "bad argument #2 'key' to 'State.save' (string expected, got number)" },
  ],
  'State.get': [
    { lua: 'local id = Session.create() State.set("session:" .. id, "k", 1) Session.set_current(id) return State.get("session", "k"), State.get("session", "other")', gives: '1\tnil' },
    { lua: 'State.set("global", "long", ("long "):rep(2000)) return #State.get("global", "long")', gives: '10000' },
    { wrong: 'Session.set_current(nil) State.get("session", "k")', says: 'the scope "session" is the current session, and there is none: choose one with Session.set_current(id)' },
    { wrong: 'State.get("key")', says: "bad argument #2 'key' to 'State.get' (string expected, got no value)" },
  ],
  'State.load': [
    { lua: 'State.save("global", "loaded", false) return State.load("global", "loaded"), State.load("global", "never")', gives: 'false\tnil' },
    { wrong: 'State.load()', says: missing('load') },
  ],
  'State.get_versioned': [
    {
      lua: `local _, none = State.get_versioned("v", "k")
            local first = State.set("v", "k", "a")
            local value, version = State.get_versioned("v", "k")
            local second = State.set("v", "k", "b", { version = version })
            local ok, err = pcall(State.set, "v", "k", "c", { version = version })
            return none, value, version == first, second > first, ok, (err:gsub("%d+", "N"))`,
      gives: 'nil\ta\ttrue\ttrue\tfalse\t"k" in "custom:v" has version N, not version N: somebody else has written it; read it again with State.get_versioned and decide anew'.replace('nil', '0'),
    },
    { wrong: 'State.get_versioned({}, "k")', says: "bad argument #1 'scope' to 'State.get_versioned' (string expected, got table)" },
  ],
  'State.get_with_fallback': [
    { lua: 'State.set("global", "language", "en") State.set("workflow:w", "language", "de") return State.get_with_fallback("agent:a", "language", { "workflow:w", "global" })', gives: 'de\tworkflow:w' },
    { lua: 'return State.get_with_fallback("agent:a", "nothing", {})', gives: 'nil\tnil' },
    { lua: 'Session.set_current(nil) State.set("global", "first", 1) return State.get_with_fallback("agent:p", "first", { "session", "global" })', gives: '1\tglobal' },
    {
      lua: 'Session.set_current(nil) State.set("global", "hello", "hi") local value, from = State.get_with_fallback("session", "hello", { "global" }) return value, from, (State.get_with_fallback("global", "missing", { "session" }))',
      gives: 'hi\tglobal\tnil',
    },
    { wrong: 'State.get_with_fallback("agent:a", "k", "global")', says: "bad argument #3 'fallbacks' to 'State.get_with_fallback' (table expected, got string)" },
    { wrong: 'State.get_with_fallback("agent:a", "k", { "session:9" })', says: 'the scope "session:9" is not reachable: this script has not made, loaded or chosen that session: call Session.load("9") first' },
  ],
  'State.compare_and_swap': [
    {
      lua: `local won = State.compare_and_swap("cas", "k", nil, { n = 1 })
            local lost, now = State.compare_and_swap("cas", "k", nil, 2)
            return won, lost, now.n, State.compare_and_swap("cas", "k", { n = 1.0 }, nil), State.get("cas", "k")`,
      gives: 'true\tfalse\t1\ttrue\tnil',
    },
    { wrong: 'State.compare_and_swap("cas", "k", print, 1)', says: "a function cannot be kept: argument 'expected' of 'State.compare_and_swap'" },
  ],
  'State.update': [
    { lua: 'local add = function(n) return (n or 0) + 1 end State.update("u", "n", add) return State.update("u", "n", add), State.get("u", "n")', gives: '2\t2' },
    { lua: 'local tries = 0 State.set("u", "k", 1) local r = State.update("u", "k", function(n) tries = tries + 1 if tries == 1 then State.set("u", "k", 10) end return n * 2 end) return r, tries', gives: '20\t2' },
    { lua: 'State.set("u", "gone", 1) return State.update("u", "gone", function() end), State.get("u", "gone")', gives: 'nil\tnil' },
    { lua: 'local e = {} local ok, err = pcall(State.update, "u", "k", function() error(e) end) return ok, err == e', gives: 'false\ttrue' },
    { wrong: 'State.update("u", "k", 5)', says: "bad argument #3 'change' to 'State.update' (function expected, got number)" },
    { wrong: 'State.update("u", "k", function() return { print } end)', says: "a function cannot be kept: the result of argument 'change' of 'State.update'[1]" },
  ],
  'State.delete': [
    { lua: 'State.set("d", "k", 1) return State.delete("d", "k"), State.delete("d", "k"), State.get("d", "k")', gives: 'true\tfalse\tnil' },
    { wrong: 'State.delete("d", "k", { version = 3 })', says: '"k" in "custom:d" is not there (version 0), not version 3: somebody else has written it; read it again with State.get_versioned and decide anew' },
  ],
  'State.list_keys': [
    { lua: 'for _, k in ipairs({ "b", "a", "ü" }) do State.set("list", k, 1) end State.set("list", "c", 1, { ephemeral = true }) return table.concat(State.list_keys("list"), " "), #State.list_keys("none")', gives: 'a b c ü\t0' },
    { wrong: 'State.list_keys("session:1")', says: 'the scope "session:1" is not reachable: this script has not made, loaded or chosen that session: call Session.load("1") first' },
  ],
  'State.list_scopes': [
    {
      lua: `for _, s in ipairs({ "global", "tool:t", "mine" }) do State.set(s, "k", 1) end
            local id = Session.create() State.set("session:" .. id, "k", 1)
            local seen = {} for _, s in ipairs(State.list_scopes()) do seen[s] = true end
            return seen["global"], seen["tool:t"], seen["custom:mine"], seen["session:" .. id]`,
      gives: 'true\ttrue\ttrue\ttrue',
    },
    { lua: 'for _, s in ipairs(State.list_scopes()) do if s:match("^session:") then return s end end return "no session of others"', gives: 'no session of others', fresh: true },
  ],
  'State.workflow_get': [
    { lua: 'State.set("workflow:w", "fetch", { pages = 3 }) return State.workflow_get("w", "fetch").pages, State.workflow_get("other", "fetch")', gives: '3\tnil' },
    { wrong: 'State.workflow_get("w")', says: "bad argument #2 'step' to 'State.workflow_get' (string expected, got no value)" },
  ],
  'State.workflow_list': [
    { lua: 'State.set("workflow:l", "two", 2) State.set("workflow:l", "one", 1) return table.concat(State.workflow_list("l"), " ")', gives: 'one two' },
    { wrong: 'State.workflow_list()', says: missing('workflow_list', 'id') },
  ],
  'State.agent_get': [
    { lua: 'State.agent_set("poet", "mood", "calm") return State.agent_get("poet", "mood"), State.get("agent:poet", "mood")', gives: 'calm\tcalm' },
    { wrong: 'State.agent_get("", "k")', says: 'the scope "agent:" names no agent: write "agent:<id>"' },
  ],
  'State.agent_set': [
    { lua: 'return math.type(State.agent_set("a", "k", 1)), State.agent_set("a", "k", nil)', gives: 'integer\tnil' },
    { wrong: 'State.agent_set("a", "k")', says: "bad argument #3 'value' to 'State.agent_set' (value expected, got no value)" },
  ],
  'State.tool_get': [
    { lua: 'State.set("tool:t", "k", "v") return State.tool_get("t", "k")', gives: 'v' },
    { wrong: 'State.tool_get(1, "k")', says: "bad argument #1 'id' to 'State.tool_get' (string expected, got number)" },
  ],
  'State.tool_set': [
    { lua: 'State.tool_set("t", "set", true) return State.get("tool:t", "set")', gives: 'true' },
    { wrong: 'State.tool_set("t", "", 1)', says: 'the key is empty: give it a name' },
  ],
  'State.create_backup': [
    { lua: 'local b = State.create_backup() return b.kind, b.base, b.entries > 0, b.bytes > 0, b.file_bytes > 0, b.created_at:match("^%d+%-%d+%-%d+T[%d:.]+Z$") ~= nil', gives: 'full\tnil\ttrue\ttrue\ttrue\ttrue' },
    { lua: 'local full = State.create_backup() State.set("b", "k", 1) local more = State.create_backup(true) return more.kind, more.base == full.id, more.bytes < full.bytes', gives: 'incremental\ttrue\ttrue' },
    { wrong: 'State.create_backup("incremental")', says: "bad argument #1 'incremental' to 'State.create_backup' (boolean expected, got string)" },
  ],
  'State.list_backups': [
    { lua: 'local one, two = State.create_backup(), State.create_backup(true) local list = State.list_backups() return list[1].id == two.id, list[1].kind, list[2].id == one.id', gives: 'true\tincremental\ttrue' },
  ],
  'State.restore_backup': [
    {
      lua: `State.set("r", "k", { raw = "\\0\\255", i = 1, f = 1.0 }) State.set("r", "temporary", 1, { ephemeral = true })
            local backup = State.create_backup()
            local _, before = State.get_versioned("r", "k")
            State.set("r", "k", "changed") State.set("r", "new", 1)
            local result = State.restore_backup(backup.id)
            local k, version = State.get_versioned("r", "k")
            local undone = State.get("r", "new") == nil and State.get("r", "temporary") == nil
            State.restore_backup(result.replaced)
            return k.raw == "\\0\\255", math.type(k.i), math.type(k.f), version == before, undone, State.get("r", "k"), State.get("r", "new")`,
      gives: 'true\tinteger\tfloat\ttrue\ttrue\tchanged\t1',
    },
    { wrong: 'State.restore_backup("../../etc/passwd")', says: 'there is no backup "../../etc/passwd": State.list_backups() tells those that are there' },
    { wrong: 'State.restore_backup("20260101T000000000Z-abcdef")', says: 'there is no backup "20260101T000000000Z-abcdef": State.list_backups() tells those that are there' },
  ],
  'State.validate_backup': [
    { lua: 'local v = State.validate_backup(State.create_backup(true).id) return v.valid, #v.errors, v.entries > 0', gives: 'true\t0\ttrue' },
    { lua: 'local v = State.validate_backup("nothing") return v.valid, v.errors[1]', gives: 'false\tthere is no backup "nothing": State.list_backups() tells those that are there' },
    { wrong: 'State.validate_backup()', says: missing('validate_backup', 'id') },
  ],
  'State.cleanup_backups': [
    {
      lua: `for _ = 1, 5 do State.create_backup() end
            local count = #State.list_backups()
            local would = State.cleanup_backups(true)
            local after = #State.list_backups()
            local did = State.cleanup_backups()
            return count, would.dry_run, #would.removed, after, did.dry_run, #did.removed, did.kept, #State.list_backups(), did.freed_bytes`,
      // Each new one has removed what was over the limit.
      gives: '3\ttrue\t0\t3\tfalse\t0\t3\t3\t0',
    },
    { wrong: 'State.cleanup_backups(1)', says: "bad argument #1 'dry_run' to 'State.cleanup_backups' (boolean expected, got number)" },
  ],
  'State.get_storage_usage': [
    {
      lua: `State.set("usage", "k", ("x"):rep(500))
            local u = State.get_storage_usage()
            return u.backend, u.entries > 0, u.total_bytes > 500, u.scopes["custom:usage"] > 500, u.backup_count == #State.list_backups(), u.backup_bytes > 0`,
      gives: 'lmdb in <folder>/home/.llmspell/state\ttrue\ttrue\ttrue\ttrue\ttrue',
    },
  ],
};
