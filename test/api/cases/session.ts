import type { ApiCases, Scene } from '../case.ts';

const UNKNOWN = '00000000-0000-7000-8000-000000000000';
const notFound = `Session not found: ${UNKNOWN}: it was deleted, or it is kept in another store; Session.list() answers what is there`;
const noBuilder = (method: string) => `bad self for 'SessionBuilder:${method}' (SessionBuilder expected, got no value): call it with a colon`;

export const scene: Scene = { config: () => '[session]\nmax_sessions = 60\nsession_timeout_hours = 2\n' };

export const cases: ApiCases = {
  'Session.create': [
    { lua: 'local id = Session.create() return #id, id:match("^%x+%-%x+%-7%x+%-%x+%-%x+$") == id, Session.get(id).status', gives: '36\ttrue\tactive' },
    {
      lua: `local parent = Session.create({ name = "whole" })
            local id = Session.create({ id = "ignored", name = "part", description = "of it", tags = { "a", "b" }, parent_session_id = parent, timeout_seconds = 90,
              metadata = { count = 3, share = 3.0, raw = "\\0\\255", [7] = true, deep = { list = { 1, 2 } } } })
            local s = Session.get(id)
            local m = s.custom_metadata
            return s.name, s.description, table.concat(s.tags, "+"), s.parent_session_id == parent, s.timeout_seconds, math.type(m.count), math.type(m.share), m.raw == "\\0\\255", m[7], m.deep.list[2]`,
      gives: 'part\tof it\ta+b\ttrue\t90\tinteger\tfloat\ttrue\ttrue\t2',
    },
    {
      lua: 'for i = 1, 100 do local ok, err = pcall(Session.create, { tags = { "full" } }) if not ok then for _, s in ipairs(Session.list({ tags = { "full" } })) do Session.delete(s.id) end return (err:gsub("^.-%.lua:%d+: ", "")) end end',
      gives: 'there are 60 active or suspended sessions, the most that max_sessions under [session] in <folder>/llmspell.toml allows: complete or delete some, or raise it',
    },
    { wrong: 'Session.create({ name = {} })', says: "bad field 'name' of argument #1 'options' to 'Session.create' (string expected, got table)" },
    { wrong: 'Session.create({ tags = { "a", 5 } })', says: "bad element [2] of field 'tags' of argument #1 'options' to 'Session.create' (string expected, got number)" },
    { wrong: 'Session.create({ timeout_seconds = -1 })', says: "bad field 'timeout_seconds' of argument #1 'options' to 'Session.create' (number from 0 expected, got -1)" },
    { wrong: 'Session.create({ metadata = { f = print } })', says: "a function cannot be kept: argument 'options' of 'Session.create'.metadata.f" },
    { wrong: `Session.create({ parent_session_id = "${UNKNOWN}" })`, says: notFound },
  ],
  'Session.builder': [{ lua: 'return tostring(Session.builder()), tostring(Session.builder():name("n"))', gives: 'SessionBuilder: unnamed\tSessionBuilder: n' }],
  'SessionBuilder:name': [
    { lua: 'return Session.get(Session.builder():name("built"):build()).name', gives: 'built' },
    { wrong: 'Session.builder():name(5)', says: "bad argument #1 'name' to 'SessionBuilder:name' (string expected, got number)" },
  ],
  'SessionBuilder:description': [
    { lua: 'return Session.get(Session.builder():description("about rain"):build()).description', gives: 'about rain' },
    { wrong: 'Session.builder():description()', says: "bad argument #1 'description' to 'SessionBuilder:description' (string expected, got no value)" },
  ],
  'SessionBuilder:tag': [
    { lua: 'return table.concat(Session.get(Session.builder():tag("a"):tag("b"):build()).tags, ",")', gives: 'a,b' },
    { wrong: 'Session.builder():tag({})', says: "bad argument #1 'tag' to 'SessionBuilder:tag' (string expected, got table)" },
  ],
  'SessionBuilder:tags': [
    { lua: 'return table.concat(Session.get(Session.builder():tag("a"):tags({ "x", "y" }):tag("z"):build()).tags, ",")', gives: 'x,y,z' },
    { wrong: 'Session.builder():tags({ true })', says: "bad element [1] of argument #1 'tags' to 'SessionBuilder:tags' (string expected, got boolean)" },
  ],
  'SessionBuilder:timeout': [
    { lua: 'return Session.get(Session.builder():timeout(1.5):build()).timeout_seconds', gives: '1.5' },
    { wrong: 'Session.builder():timeout(-5)', says: "bad argument #1 'seconds' to 'SessionBuilder:timeout' (number from 0 expected, got -5)" },
  ],
  'SessionBuilder:parent': [
    { lua: 'local id = Session.create() return Session.get(Session.builder():parent(id):build()).parent_session_id == id', gives: 'true' },
    { wrong: 'Session.builder():parent()', says: "bad argument #1 'id' to 'SessionBuilder:parent' (string expected, got no value)" },
  ],
  'SessionBuilder:metadata': [
    { lua: 'local m = Session.get(Session.builder():metadata("user", "u-1"):metadata("n", 2.0):build()).custom_metadata return m.user, m.n', gives: 'u-1\t2.0' },
    { wrong: 'Session.builder():metadata("f", { g = print })', says: "a function cannot be kept: argument 'value' of 'SessionBuilder:metadata'.g" },
  ],
  'SessionBuilder:build': [
    { lua: 'local b = Session.builder():name("twice") return b:build() ~= b:build()', gives: 'true' },
    { wrong: 'Session.builder().build()', says: noBuilder('build') },
  ],
  'Session.get': [
    {
      lua: 'local s = Session.get(Session.create()) return s.name, s.description, #s.tags, s.status, s.created_at:match("^%d+%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%dZ$") ~= nil, s.created_at == s.updated_at, s.parent_session_id, next(s.custom_metadata), s.timeout_seconds, s.artifact_count',
      gives: 'nil\tnil\t0\tactive\ttrue\ttrue\tnil\tnil\t7200\t0',
    },
    { wrong: 'Session.get("main")', says: 'Invalid session ID: "main" is no id that Session.create answered' },
    { wrong: `Session.get("${UNKNOWN}")`, says: notFound },
    { wrong: 'Session.get()', says: "bad argument #1 'id' to 'Session.get' (string expected, got no value)" },
  ],
  'Session.list': [
    {
      lua: `local a, b = Session.create({ name = "a", tags = { "listed", "x" } }), Session.create({ name = "b", tags = { "listed" } })
            local c = Session.create({ name = "c", tags = { "listed" }, parent_session_id = a })
            Session.complete(b)
            local function names(filter) local out = {} for i, s in ipairs(Session.list(filter)) do out[i] = s.name end return table.concat(out, "") end
            return names({ tags = { "listed" } }), names({ tags = { "listed" }, status = "active" }), names({ tags = { "x", "listed" } }), names({ tags = { "listed" }, limit = 1 }), names({ parent_session_id = a }), names({ tags = { "listed" }, status = "failed" })`,
      gives: 'cba\tca\ta\tc\tc\t',
    },
    { lua: 'return #Session.list() > 3, #Session.list({ limit = 2 })', gives: 'true\t2' },
    { wrong: 'Session.list({ status = "done" })', says: /^bad field 'status' of argument #1 'filter' to 'Session\.list' \("active", "suspended", "completed", "failed" or "archived" expected, got "done"\)$/ },
    { wrong: 'Session.list({ limit = -1 })', says: "bad field 'limit' of argument #1 'filter' to 'Session.list' (integer from 0 expected, got -1)" },
  ],
  'Session.update': [
    {
      lua: 'local id = Session.create({ name = "old", description = "stays", metadata = { a = 1 } }) Session.update(id, { name = "new", tags = { "t" }, metadata = { b = 2 } }) local s = Session.get(id) return s.name, s.description, s.tags[1], s.custom_metadata.a, s.custom_metadata.b',
      gives: 'new\tstays\tt\tnil\t2',
    },
    { wrong: 'Session.update(Session.create())', says: "bad argument #2 'changes' to 'Session.update' (table expected, got no value)" },
  ],
  'Session.save': [
    { lua: 'local id = Session.create() return select("#", Session.save(id)), Session.get(id).status', gives: '0\tactive' },
    { wrong: `Session.save("${UNKNOWN}")`, says: notFound },
  ],
  'Session.load': [
    { lua: 'local id = Session.create() Session.suspend(id) return Session.load(id) == id, Session.get(id).status', gives: 'true\tsuspended' },
    { wrong: 'local id = Session.create() Session.fail(id, "no rain") Session.load(id)', says: /^session [-0-9a-f]+ is failed \(no rain\) and cannot be loaded: what it holds can be read, a new session takes new work$/ },
  ],
  'Session.suspend': [
    { lua: 'local id = Session.create() Session.suspend(id) return Session.get(id).status', gives: 'suspended' },
    { wrong: 'local id = Session.create({ name = "put" }) Session.suspend(id) Session.suspend(id)', says: /^session [-0-9a-f]+ \("put"\) is suspended and cannot become suspended: only a session that is active can$/ },
  ],
  'Session.resume': [
    { lua: 'local id = Session.create() Session.suspend(id) Session.resume(id) return Session.get(id).status', gives: 'active' },
    { wrong: 'local id = Session.create() Session.complete(id) Session.resume(id)', says: /^session [-0-9a-f]+ is completed and cannot become active: only a session that is suspended can$/ },
  ],
  'Session.complete': [
    { lua: 'local id = Session.create() Session.complete(id, { any = "result" }) return Session.get(id).status', gives: 'completed' },
    { wrong: 'local id = Session.create() Session.complete(id) Session.complete(id)', says: /^session [-0-9a-f]+ is completed and cannot become completed: only a session that is active or suspended can$/ },
  ],
  'Session.fail': [
    { lua: 'local id = Session.create() Session.fail(id, "no rain") return Session.get(id).status, Session.get(id).failure_reason', gives: 'failed\tno rain' },
    { lua: 'local id = Session.create({ timeout_seconds = 0.01 }) local start = os.time() repeat until Session.get(id).status ~= "active" or os.time() - start > 10 return Session.get(id).status, Session.get(id).failure_reason', gives: 'failed\ttimed out: not used for 0.01 s' },
    { wrong: 'Session.fail(Session.create(), {})', says: "bad argument #2 'reason' to 'Session.fail' (string expected, got table)" },
  ],
  'Session.archive': [
    { lua: 'local id = Session.create() Session.complete(id) Session.archive(id) return Session.get(id).status', gives: 'archived' },
    { wrong: 'Session.archive(Session.create())', says: /^session [-0-9a-f]+ is active and cannot become archived: only a session that is suspended, completed or failed can$/ },
  ],
  'Session.delete': [
    { lua: 'local id = Session.create() Artifact.store(id, "note", "n", "x") Session.delete(id) return pcall(Session.get, id)', gives: /^false\t.*Session not found: / },
    { wrong: `Session.delete("${UNKNOWN}")`, says: notFound },
  ],
  'Session.get_current': [
    { lua: 'return Session.get_current()', gives: 'nil', fresh: true },
    { lua: 'local id = Session.create() Session.set_current(id) local first = Session.get_current() == id Session.suspend(id) local second = Session.get_current() Session.resume(id) return first, second, Session.get_current() == id', gives: 'true\tnil\ttrue', fresh: true },
    { lua: 'local id = Session.create() Session.set_current(id) Session.delete(id) return Session.get_current()', gives: 'nil', fresh: true },
  ],
  'Session.set_current': [
    { lua: 'Session.set_current(Session.create()) Session.set_current(nil) return Session.get_current()', gives: 'nil' },
    { lua: 'Session.set_current(Session.create()) Session.set_current() return Session.get_current()', gives: 'nil' },
    { wrong: 'local id = Session.create() Session.suspend(id) Session.set_current(id)', says: /^session [-0-9a-f]+ is suspended and cannot become the current one: Session\.resume\(id\) makes it active again$/ },
    { wrong: 'Session.set_current(true)', says: "bad argument #1 'id' to 'Session.set_current' (string expected, got boolean)" },
  ],
};
