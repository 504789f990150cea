import type { ApiCases, Scene } from '../case.ts';

export const scene: Scene = {
  config: ({ folder, server }) => `[tools.file_operations]
allowed_paths = ["${folder}/data"]
[tools.system]
allow_process_execution = true
allowed_commands = ["node", "echo"]
[tools.http_request]
allowed_hosts = ["${server.replace('http://', '')}"]
`,
  files: { 'data/notes': 'one\ntwo\n' },
  serve(request, response) {
    if (request.url === '/page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>');
    if (request.url === '/ids') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":9007199254740993,"price":1.0}');
    if (request.url !== '/echo') return void response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/plain' }).end(`${request.method} ${request.headers['authorization'] ?? '-'} ${body}`));
  },
};

const FILES = 'under [tools.file_operations] in <folder>/llmspell.toml';

export const cases: ApiCases = {
  'Tool.list': [{ lua: 'local seen = {} for _, tool in ipairs(Tool.list()) do seen[tool.name] = tool.category end return seen["calculator"], seen["text-manipulator"]', gives: 'utility\tutility' }],
  'Tool.exists': [
    { lua: 'return Tool.exists("calculator"), Tool.exists("nothing")', gives: 'true\tfalse' },
    { wrong: 'Tool.exists()', says: "bad argument #1 'name' to 'Tool.exists' (string expected, got no value)" },
  ],
  'Tool.get': [
    { lua: 'return tostring(Tool.get("calculator")), Tool.get("calculator").name, Tool.get("nothing")', gives: 'ToolInstance: calculator\tcalculator\tnil' },
    { wrong: 'Tool.get(5)', says: "bad argument #1 'name' to 'Tool.get' (string expected, got number)" },
  ],
  'Tool.execute': [
    { lua: 'local r = Tool.execute("calculator", { operation = "add", a = 5, b = 3 }) return r.success, r.result.result', gives: 'true\t8' },
    { lua: 'return Tool.execute("calculator", { input = "2 + 2 * 3" }).result.result', gives: '8' },
    { wrong: 'Tool.execute("calculator", "1 + 1")', says: "bad argument #2 'params' to 'Tool.execute' (table expected, got string)" },

    // file-operations: `content` and `path` beside `input` and `source_path`.
    { lua: 'local r = Tool.execute("file-operations", { operation = "write", path = "data/a", input = "one" }) return r.success, io.open("data/a"):read("a")', gives: 'true\tone' },
    { lua: 'Tool.execute("file-operations", { operation = "write", path = "data/b", content = "two" }) return Tool.execute("file-operations", { operation = "read", path = "data/b" }).text', gives: 'two' },
    { lua: 'Tool.execute("file-operations", { operation = "copy", source_path = "data/notes", target_path = "data/c" }) return Tool.execute("file-operations", { operation = "copy", path = "data/c", target_path = "data/d" }).success, io.open("data/d"):read("l")', gives: 'true\tone' },
    { lua: 'local r = Tool.execute("file-operations", { operation = "read", path = "data/nothing" }) return r.success, r.error.code, r.error.message', gives: 'false\tENOENT\tFile operation error: data/nothing: No such file or directory' },
    { wrong: 'Tool.execute("file-operations", { operation = "read", path = "/etc/hostname" })', says: `/etc/hostname: may not be read: add its folder to allowed_paths ${FILES}` },
    { wrong: 'Tool.execute("file-operations", { operation = "write", path = "data/a", input = "x", content = "y" })', says: /input and content are one parameter and differ: give one of them$/ },

    // process-executor: a program with arguments, or one line.
    { lua: 'local r = Tool.execute("process-executor", { executable = "echo", arguments = { "a b", "$HOME" } }) return r.success, r.result.exit_code, r.result.stdout', gives: 'true\t0\ta b $HOME\n' },
    { lua: `return Tool.execute("process-executor", { command = "echo 'a b' c" }).result.stdout`, gives: 'a b c\n' },
    { lua: 'local r = Tool.execute("process-executor", { executable = "node", arguments = { "-e", "process.exit(3)" } }) return r.success, r.error.code, r.result.exit_code', gives: 'false\texit_status\t3' },
    { wrong: 'Tool.execute("process-executor", { executable = "ls" })', says: /ls.*allowed_commands under \[tools\.system\] in <folder>\/llmspell\.toml/ },
    { wrong: 'Tool.execute("process-executor", { executable = "echo", command = "echo" })', says: /give "executable" with "arguments", or "command"$/ },

    // web-fetch: `url` or `input`.
    { lua: 'local r = Tool.execute("web-fetch", { url = ARGS.server .. "/page" }) return r.success, r.result.status_code, r.result.content_type, r.result.body', gives: 'true\t200\ttext/html\t<p>hello</p>' },
    { lua: 'local r = Tool.execute("web-fetch", { input = ARGS.server .. "/none" }) return r.success, r.error.code, r.result.status_code', gives: 'false\thttp_status\t404' },
    { wrong: 'Tool.execute("web-fetch", { url = "http://127.0.0.1:1/" })', says: /127\.0\.0\.1.*allowed_hosts under \[tools\.http_request\] in <folder>\/llmspell\.toml/ },
    { wrong: 'Tool.execute("web-fetch", { url = "x y" })', says: /parameter "url": "x y" is no web address: write it like "https:\/\/example\.com\/page"$/ },

    // http-requester: `url` or `input`; a body as text or as a table.
    { lua: 'local r = Tool.execute("http-requester", { method = "POST", url = ARGS.server .. "/echo", body = "plain", auth = { type = "bearer", token = "abc" } }) return r.result.status_code, r.result.body', gives: '200\tPOST Bearer abc plain' },
    { lua: 'return Tool.execute("http-requester", { method = "put", input = ARGS.server .. "/echo", body = { id = 9007199254740993 } }).result.body', gives: 'PUT - {"id":9007199254740993}' },
    { lua: 'local r = Tool.execute("http-requester", { url = ARGS.server .. "/ids" }) return r.result.body.id, r.result.body.price, math.type(r.result.body.id)', gives: '9007199254740993\t1.0\tinteger' },
    { wrong: 'Tool.execute("http-requester", { url = ARGS.server, body = "x" })', says: /parameter "body": a GET has none: use another method$/ },
  ],
  'ToolInstance:execute': [
    { lua: 'return Tool.get("text-manipulator"):execute({ operation = "uppercase", input = "abc" }).result.result', gives: 'ABC' },
    { wrong: 'Tool.get("calculator").execute({ input = "1" })', says: "bad self for 'ToolInstance:execute' (ToolInstance expected, got table): call it with a colon" },
  ],
  'ToolInstance:getSchema': [
    { lua: 'local schema = Tool.get("calculator"):getSchema() return schema.name, schema.parameters[1].name, schema.parameters[1].type', gives: 'calculator\toperation\tstring' },
    { wrong: 'Tool.get("calculator").getSchema()', says: "bad self for 'ToolInstance:getSchema' (ToolInstance expected, got no value): call it with a colon" },
  ],
};
