import type { ApiCases, Scene } from '../case.ts';

export const scene: Scene = {
  config: ({ folder }) =>
    `[session]\nmax_artifact_size = 300000\nartifact_storage_path = "${folder}/artifacts"\n[runtime.sessions]\nmax_artifacts_per_session = 5\nartifact_compression_threshold = 1000\n[tools.file_operations]\nallowed_paths = ["${folder}/files"]\n`,
  files: { 'files/report.md': '# Rain\n', 'home/outside.txt': 'x' },
};

/** Two versions of one name, and another artifact. */
const THREE = `local s = Session.create()
  local first = Artifact.store(s, "agent_output", "poem.txt", "rain", { tags = { "draft" } })
  local second = Artifact.store(s, "agent_output", "poem.txt", "more rain", { tags = { "draft", "final" } })
  local data = Artifact.store(s, "sensor", "data.bin", "\\0\\255\\128")\n`;
const names = 'local function names(query) query.session_id = s local out = {} for i, a in ipairs(Artifact.query(query)) do out[i] = a.name .. a.version end return table.concat(out, " ") end\n';

export const cases: ApiCases = {
  'Artifact.store': [
    { lua: `${THREE} return first.content_hash, first.session_id == s, first.sequence, second.sequence, data.sequence`, gives: '319b44c570a417ff3444896cd4aa77f052b6781773fc2f9aa1f1180ac745005c\ttrue\t1\t2\t3' },
    { lua: 'Session.set_current(Session.create()) local id = Artifact.store("", "tool_result", "n", "x") return id.session_id == Session.get_current()', gives: 'true' },
    { lua: 'local s = Session.create() local bytes = {} for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end bytes = table.concat(bytes):rep(500) local id = Artifact.store(s, "raw", "all.bin", bytes) return Artifact.get(s, id).content == bytes, Artifact.get(s, id).metadata.is_compressed', gives: 'true\ttrue' },
    { wrong: 'Artifact.store(Session.create(), "", "n", "x")', says: 'Artifact type cannot be empty: use agent_output, tool_result, user_input, system_generated, or a word of your own' },
    { wrong: 'Artifact.store(Session.create(), "note", "", "x")', says: 'Artifact name cannot be empty: it is what the artifact is found by' },
    { wrong: 'Artifact.store(Session.create(), "note", "\\255", "x")', says: 'the name of the artifact is not text in UTF-8: give it another name, the content may be any bytes' },
    { wrong: 'Artifact.store(Session.create(), "note", "n", {})', says: "bad argument #4 'content' to 'Artifact.store' (string expected, got table)" },
    { wrong: 'Artifact.store(Session.create(), "note", "n", "x", { tags = "one" })', says: "bad field 'tags' of argument #5 'metadata' to 'Artifact.store' (table expected, got string)" },
    { wrong: 'Artifact.store(Session.create(), "note", "n", "x", { mine = { print } })', says: "a function cannot be kept: argument 'metadata' of 'Artifact.store'.mine[1]" },
    { wrong: 'Artifact.store(Session.create(), "note", "n", ("x"):rep(300001))', says: 'artifact "n" has 300001 bytes, the most that max_artifact_size under [session] in <folder>/llmspell.toml allows is 300000: store less, or raise it' },
    { wrong: 'local s = Session.create() for i = 1, 6 do Artifact.store(s, "note", "n", "x") end', says: /^session [-0-9a-f]+ has 5 artifacts, the most that max_artifacts_per_session under \[runtime\.sessions\] in <folder>\/llmspell\.toml allows: delete some, or raise it$/ },
    { wrong: 'local s = Session.create() Session.complete(s) Artifact.store(s, "note", "n", "x")', says: /^session [-0-9a-f]+ is completed and cannot take artifacts: what it holds can be read, a new session takes new work$/ },
    { wrong: 'Artifact.store("", "note", "n", "x")', says: 'there is no current session: choose one with Session.set_current(id), or give its id', fresh: true },
  ],
  'Artifact.store_file': [
    { lua: 'local s = Session.create() local id = Artifact.store_file(s, ARGS.folder .. "/files/report.md", "user_input", { author = "me" }) local a = Artifact.get(s, id) return a.content, a.metadata.name, a.metadata.mime_type, a.metadata.custom.author', gives: '# Rain\n\treport.md\ttext/markdown\tme' },
    { lua: 'local s = Session.create() return Artifact.store_file(s, "files/report.md", "user_input").sequence', gives: '1' },
    { wrong: 'Artifact.store_file(Session.create(), "files/nothing.md", "note")', says: 'files/nothing.md: No such file or directory' },
    { wrong: 'Artifact.store_file(Session.create(), "files", "note")', says: 'files: is no file: only files can be stored as artifacts' },
    { wrong: 'Artifact.store_file(Session.create(), "/etc/passwd", "note")', says: /^\/etc\/passwd: may not be read: add its folder to allowed_paths under \[tools\.file_operations\] in <folder>\/llmspell\.toml$/ },
    { wrong: 'Artifact.store_file(Session.create(), "files/report.md")', says: "bad argument #3 'type' to 'Artifact.store_file' (string expected, got no value)" },
  ],
  'Artifact.get': [
    { lua: `${THREE} return Artifact.get(s, first).content, Artifact.get(s, second).content, Artifact.get(s, data).content == "\\0\\255\\128"`, gives: 'rain\tmore rain\ttrue' },
    { lua: `${THREE} return Artifact.get(s, "poem.txt").content, Artifact.get(s, { name = "poem.txt", version = 1 }).content, Artifact.get(s, Artifact.list(s)[2]).content`, gives: 'more rain\train\tmore rain' },
    {
      lua: `${THREE} local m = Artifact.get(s, second).metadata
            return m.artifact_type, m.version, m.parent_artifact.sequence, m.size, m.original_size, m.is_compressed, m.mime_type, m.created_by:match("[^/]+$"), #m.tags, next(m.custom), m.content_hash == second.content_hash`,
      gives: 'agent_output\t2\t1\t9\t9\tfalse\ttext/plain\tcase.lua\t2\tnil\ttrue',
    },
    {
      lua: 'local s = Session.create() local id = Artifact.store(s, "note", "n", "x", { description = "d", mime_type = "a/b", raw = "\\255", n = 1, f = 1.0, [5] = { "five" } }) local m = Artifact.get(s, id).metadata return m.description, m.mime_type, m.custom.raw == "\\255", math.type(m.custom.n), math.type(m.custom.f), m.custom[5][1], m.custom.description',
      gives: 'd\ta/b\ttrue\tinteger\tfloat\tfive\tnil',
    },
    { wrong: 'Artifact.get(Session.create(), "poem.txt")', says: /^Artifact not found: "poem\.txt" in session [-0-9a-f]+; Artifact\.list\(session_id\) answers what is there$/ },
    { wrong: 'Artifact.get(Session.create(), {})', says: 'this table names no artifact: give what Artifact.store answered (content_hash, session_id, sequence), or { name = …, version = … }' },
    { wrong: `${THREE} local other = Session.create() Artifact.get(other, first)`, says: /^the artifact is of session [-0-9a-f]+, not of [-0-9a-f]+: give its own session$/ },
    { wrong: 'Artifact.get(Session.create(), 5)', says: "bad argument #2 'id' to 'Artifact.get' (table or string expected, got number)" },
  ],
  'Artifact.list': [
    { lua: `${THREE} local out = {} for i, a in ipairs(Artifact.list(s)) do out[i] = a.name .. a.version end return table.concat(out, " "), #Artifact.list(Session.create())`, gives: 'poem.txt1 poem.txt2 data.bin1\t0' },
    { wrong: 'Artifact.list("00000000-0000-7000-8000-000000000000")', says: /^Session not found: 00000000-0000-7000-8000-000000000000: / },
    { wrong: 'Artifact.list()', says: "bad argument #1 'session_id' to 'Artifact.list' (string expected, got no value)" },
  ],
  'Artifact.query': [
    {
      lua: `${THREE}${names} return names({}), names({ type = "sensor" }), names({ name_pattern = "*.txt" }), names({ name_pattern = "oem" }), names({ tags = { "final" } }), names({ min_size = 5 }), names({ max_size = 3 }), names({ limit = 1 })`,
      gives: 'data.bin1 poem.txt2 poem.txt1\tdata.bin1\tpoem.txt2 poem.txt1\tpoem.txt2 poem.txt1\tpoem.txt2\tpoem.txt2\tdata.bin1\tdata.bin1',
    },
    {
      lua: `${THREE}${names} return names({ created_after = os.time() + 60 }), names({ created_before = os.time() - 60 }), names({ created_after = os.time() - 60, created_before = os.time() + 60, type = "sensor" }), names({ created_after = "2020-01-31", limit = 1 }), names({ created_before = "2020-01-31T12:00:00+01:00" })`,
      gives: '\t\tdata.bin1\tdata.bin1\t',
    },
    { lua: `${THREE} Session.set_current(s) return #Artifact.query({ session_id = "" }), #Artifact.query({ limit = 4 })`, gives: '3\t4' },
    { wrong: 'Artifact.query({ created_after = "yesterday" })', says: 'bad field \'created_after\' of the query: "yesterday" is no time; write "2026-01-31", "2026-01-31T12:00:00Z", or seconds as os.time() answers them' },
    { wrong: 'Artifact.query({ min_size = -1 })', says: "bad field 'min_size' of argument #1 'query' to 'Artifact.query' (integer from 0 expected, got -1)" },
  ],
  'Artifact.delete': [
    { lua: `${THREE} Artifact.delete(s, second) Artifact.delete(s, "data.bin") return #Artifact.list(s), Artifact.get(s, "poem.txt").content, Session.get(s).artifact_count, Artifact.store(s, "note", "poem.txt", "x").sequence`, gives: '1\train\t1\t4' },
    { wrong: 'local s = Session.create() local id = Artifact.store(s, "note", "n", "x") Artifact.delete(s, id) Artifact.delete(s, id)', says: /^Artifact not found: number 1 in session [-0-9a-f]+; / },
  ],
};
