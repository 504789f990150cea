/** `Tool`: finding the tools of the kernel and running them. */
import type { ApiClass, ApiFunction, ApiModule } from './types.ts';

const RESULT = {
  type: 'ToolResult',
  doc: 'What the tool answers. A tool that could not do what it was asked answers with `success = false` and `error`; parameters that do not fit are Lua errors.',
} as const;

const functions = [
  {
    name: 'Tool.list',
    thread: 'host',
    doc: 'Lists the tools that scripts can use, in the order of their names.',
    parameters: [],
    results: [{ type: 'table[]', doc: 'Tables with `name`, `description`, `category` and `version`.' }],
    example: 'for _, tool in ipairs(Tool.list()) do print(tool.name, tool.description) end',
  },
  {
    name: 'Tool.exists',
    thread: 'host',
    doc: 'Tells whether there is a tool of that name.',
    parameters: [{ name: 'name', type: 'string', doc: 'The name.' }],
    results: [{ type: 'boolean', doc: 'Whether it is there.' }],
  },
  {
    name: 'Tool.get',
    thread: 'host',
    doc: 'Finds a tool by its name.',
    parameters: [{ name: 'name', type: 'string', doc: 'The name.' }],
    results: [{ type: 'ToolInstance?', doc: 'The tool, or nil when there is none of that name.' }],
    example: 'local calculator = Tool.get("calculator")\nprint(calculator:execute({ input = "2 + 2 * 3" }).result.result)',
  },
  {
    name: 'Tool.execute',
    thread: 'host',
    doc: 'Runs a tool by its name and waits for its answer. Fails when there is no such tool, or when the parameters do not fit.',
    parameters: [
      { name: 'name', type: 'string', doc: 'The name of the tool.' },
      { name: 'params', type: 'table?', doc: 'Its parameters; `getSchema` of the tool tells which.' },
    ],
    results: [RESULT],
    example: 'print(Tool.execute("calculator", { operation = "add", a = 5, b = 3 }).result.result)',
  },
  {
    name: 'ToolInstance:execute',
    thread: 'host',
    doc: 'Runs the tool and waits for its answer. Fails when the parameters do not fit.',
    parameters: [{ name: 'params', type: 'table?', doc: 'Its parameters; `:getSchema()` tells which.' }],
    results: [RESULT],
  },
  {
    name: 'ToolInstance:getSchema',
    thread: 'host',
    doc: 'Describes the parameters of the tool.',
    parameters: [],
    results: [{ type: 'ToolSchema', doc: 'Name, description and parameters.' }],
    example: 'for _, parameter in ipairs(Tool.get("calculator"):getSchema().parameters) do print(parameter.name, parameter.type) end',
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  {
    name: 'ToolInstance',
    doc: 'A tool of the kernel.',
    fields: [
      { name: 'name', type: 'string', doc: 'Its name.' },
      { name: 'description', type: 'string', doc: 'What it does.' },
      { name: 'category', type: 'string', doc: 'What it has to do with, for instance `utility`.' },
      { name: 'version', type: 'string', doc: 'Its version.' },
      { name: 'schema', type: 'ToolSchema', doc: 'Its parameters, as `:getSchema()` tells them.' },
    ],
  },
  {
    name: 'ToolSchema',
    doc: 'The parameters of a tool.',
    fields: [
      { name: 'name', type: 'string', doc: 'The name of the tool.' },
      { name: 'description', type: 'string', doc: 'What it does.' },
      { name: 'parameters', type: 'table[]', doc: 'Tables with `name`, `type`, `description`, `required` and, where there are any, `default` and `values`: the only ones it may have.' },
    ],
  },
  {
    name: 'ToolResult',
    doc: 'The answer of a tool.',
    fields: [
      { name: 'operation', type: 'string', doc: 'What was done.' },
      { name: 'success', type: 'boolean', doc: 'Whether it was done.' },
      { name: 'message', type: 'string?', doc: 'What was done, in words.' },
      { name: 'result', type: 'table?', doc: 'What came out; the fields depend on tool and operation.' },
      { name: 'error', type: 'table?', doc: 'Without success: `message` and `code`.' },
      { name: 'metadata', type: 'table', doc: 'The `tool` that answered, and `execution_time_ms`.' },
      { name: '_raw_text', type: 'string', doc: 'The answer as JSON text, without `metadata`.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const toolApi = {
  id: 'tool',
  title: 'Tools',
  doc: 'A tool is a piece of work that the kernel does for a script: named, described, with checked parameters, and visible in the events.',
  values: [{ name: 'Tool', type: 'table', doc: 'Finds and runs tools.' }],
  classes,
  functions,
} as const satisfies ApiModule;
