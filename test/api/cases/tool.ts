import type { ApiCases } from '../case.ts';

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
