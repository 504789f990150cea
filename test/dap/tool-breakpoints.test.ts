/** Stops before tools and where they fail; and the tools as a script has them. */
import { expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { script, type Script } from './script.ts';

async function run(text: string, filters: readonly object[]): Promise<{ readonly dap: StdioAdapter; readonly program: Script }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters: [], filterOptions: filters }));
  return { dap, program };
}

const useAll = `
for _, tool in ipairs(Tool.list()) do io.write(tool.name, " ") end
print(Tool.exists("calculator"), Tool.get("nothing"))
local calculator = Tool.get("calculator")
print(calculator, calculator.category, calculator:getSchema().parameters[1].default, calculator.schema.parameters[1].name)
local answer = calculator:execute({ input = "2 + 2 * x", variables = { x = 3 } }) --@first
print(answer.success, answer.result.result, answer.metadata.tool, JSON.parse(answer._raw_text).result.result)
print(Tool.execute("calculator", { operation = "add", a = 5, b = 3 }).result.result)
print(Tool.execute("calculator", { input = "2 +" }).error.message) --@given
print(pcall(Tool.execute, "calculator", { inptu = "1" })) --@raised
print(pcall(Tool.execute, "calculatr")) --@unknown
`;

const printed = new RegExp(`^calculator .*text-manipulator .*true\\tnil
ToolInstance: calculator\\tutility\\tevaluate\\toperation
true\\t8\\tcalculator\\t8
8
"2 \\+": the expression ends where a number is expected
false\\t.*Tool 'calculator' execution failed: unknown parameter "inptu" \\(did you mean "input"\\?\\).*
false\\t.*Tool 'calculatr' not found \\(did you mean "calculator"\\?\\).*
$`);

test('a script finds tools, runs them, and reads their answers', async () => {
  const { dap } = await run(useAll, []);
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toMatch(printed);
});

test('before a tool runs, its parameters can be changed', async () => {
  const { dap, program } = await run(useAll, [{ filterId: 'tool_call', condition: 'request.tool == "calculator" and request.params.input == "2 + 2 * x"' }]);
  const stop = await dap.stopped('exception');
  expect(stop.text).toBe('before the call of tool "calculator"');
  const frame = (await dap.stack(stop.threadId))[0]!;
  expect(frame.line).toBe(program.at('first'));
  expect(await dap.scope(frame.id, 'Request')).toMatchObject({ tool: '"calculator"', params: expect.stringContaining('2 + 2 * x') as string });
  await dap.request('setExpression', { expression: 'request.params.variables.x', value: '20', frameId: frame.id });
  await expect(dap.evaluate('request.params = 7', frame.id)).rejects.toThrow('request.params cannot be set: a table is expected, not a number');
  await dap.request('continue', { threadId: stop.threadId });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toContain('true\t42\tcalculator\t42');
  expect(dap.events('stopped')).toHaveLength(1);
});

test('where a tool fails, the program stops, whether the failure is raised or given back', async () => {
  const { dap, program } = await run(useAll, [{ filterId: 'tool_error' }]);
  const places: string[] = [];
  for (;;) {
    const stop = await dap.stoppedOrEnded();
    if (stop === undefined) break;
    const frame = (await dap.stack(stop.threadId))[0]!;
    const { details } = await dap.request('exceptionInfo', { threadId: stop.threadId });
    places.push(`${frame.line} ${details!.typeName} ${await dap.evaluate('error:find("unknown parameter") ~= nil', frame.id)}`);
    await dap.request('continue', { threadId: stop.threadId });
  }
  expect(places).toEqual([
    `${program.at('given')} invalid_expression false`,
    `${program.at('raised')} invalid_argument true`,
    `${program.at('unknown')} unknown_tool false`,
  ]);
});
