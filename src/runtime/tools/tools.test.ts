import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../base/config/index.ts';
import type { HostPoint } from '../../common/host-points.ts';
import type { HostValue, JsonText, ObjectRef } from '../../common/values.ts';
import { testHost } from '../testing.ts';

type Table = Record<string, HostValue>;
type Call = Parameters<ReturnType<typeof testHost>['call']>[2];

async function execute(name: string, params: HostValue, changes: Call = {}): Promise<Table> {
  const [answer] = (await testHost().call('Tool.execute', [name, params], changes)) as [JsonText];
  return { ...(JSON.parse(answer.$json) as Table), ...answer.with };
}
const calculate = async (params: HostValue): Promise<HostValue> => ((await execute('calculator', params))['result'] as Table)['result'];

describe('finding tools', () => {
  it('lists them by name, finds one, and knows which are there', async () => {
    const { call } = testHost();
    const [list] = (await call('Tool.list')) as [Table[]];
    const names = list.map(({ name }) => name as string);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['calculator', 'http-requester', 'text-manipulator', 'web-fetch']));
    expect(list[0]).toEqual({ name: 'calculator', description: expect.stringContaining('arithmetic') as string, category: 'utility', version: '1.0.0' });
    expect(await call('Tool.exists', ['calculator'])).toEqual([true]);
    expect(await call('Tool.exists', ['calculater'])).toEqual([false]);
    expect(await call('Tool.get', ['nothing'])).toEqual([undefined]);
    await expect(call('Tool.execute', ['calculater', {}])).rejects.toThrow('Tool \'calculater\' not found (did you mean "calculator"?): there are calculator, ');
  });

  it('gives an object that runs and tells its parameters', async () => {
    const { call } = testHost();
    const [tool] = (await call('Tool.get', ['calculator'])) as [ObjectRef];
    expect(tool).toMatchObject({ $object: 'ToolInstance', id: 'calculator', fields: { name: 'calculator' } });
    const [schema] = (await call('ToolInstance:getSchema', [tool])) as [{ parameters: Table[] }];
    expect(schema.parameters[0]).toMatchObject({ name: 'operation', type: 'string', required: false, default: 'evaluate' });
    const [answer] = (await call('ToolInstance:execute', [tool, { input: '2 + 2 * 3' }])) as [JsonText];
    expect(JSON.parse(answer.$json)).toEqual({
      operation: 'evaluate', success: true, message: 'Expression evaluated successfully', result: { input: '2 + 2 * 3', result: 8, result_type: 'float', variables: {} },
    });
    expect(answer.with).toMatchObject({ _raw_text: answer.$json, metadata: { tool: 'calculator', execution_time_ms: expect.any(Number) as number } });
  });

  it.each<[HostValue, string]>([
    [{ inputs: '1' }, 'unknown parameter "inputs" (did you mean "input"?)'],
    [{ input: 1 }, 'parameter "input": string expected, got number'],
    [{ input: '1', variables: ['x'] }, 'parameter "variables": object expected, got a list'],
    [{ operation: 'evaluat', input: '1' }, '"evaluat" is not known (did you mean "evaluate"?)'],
    [['1 + 1'], 'the parameters are a list: name them'],
    [{}, 'parameter "input" is missing'],
    [null, 'parameter "input" is missing'],
    [{ operation: 'add', a: 1 }, 'parameter "b" is missing (number expected by operation "add")'],
    [{ input: '1', expression: '2' }, 'they differ: give one of them'],
    [{ input: 'x', variables: { x: 'y' } }, 'variable "x": number expected, got string'],
  ])('refuses %j', async (params, message) => {
    await expect(execute('calculator', params)).rejects.toThrow(message);
  });
});

it('refuses every tool where tools are switched off', async () => {
  const config = { ...defaultConfig, file: '/c.toml', tools: { ...defaultConfig.tools, enabled: false } };
  await expect(testHost({ config }).call('Tool.execute', ['calculator', { input: '1' }])).rejects.toThrow('calculator: tools are switched off: set enabled = true under [tools] in /c.toml');
});

describe('the calculator', () => {
  it.each<[string, number | string]>([
    ['2 + 2 * 3', 8],
    ['(2 + 2) * 3', 12],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['7 % 4 - 1', 2],
    ['8 / 4 / 2', 1],
    ['1.5e3 + .5', 1500.5],
    ['sqrt(16) + abs(-3) + max(1, 5, 2) + min(4, 3)', 15],
    ['round(2.4) + floor(2.9) + ceil(2.1) + int(-2.9) + sign(-9)', 4],
    ['log(1000) + ln(e()) + log(2, 8)', 7],
    ['sin(pi() / 2)', 1],
    ['1 / 0', 'inf'],
    ['sqrt(-1)', 'nan'],
  ])('%s is %s', async (input, result) => {
    const value = await calculate({ input });
    if (typeof result === 'number') expect(value).toBeCloseTo(result, 12);
    else expect(value).toBe(result);
  });

  it('uses variables, and takes expression for input', async () => {
    expect(await calculate({ expression: 'x * y', variables: { x: 6, y: 7n } })).toBe(42);
  });

  it.each([['add', 8], ['subtract', 2], ['multiply', 15], ['divide', 5 / 3], ['modulo', 2], ['power', 125]])('%s of two numbers', async (operation, result) => {
    expect(await calculate({ operation, a: 5, b: 3 })).toBe(result);
  });

  it.each([
    ['2 +', 'the expression ends where a number is expected'],
    ['2 $ 3', 'unexpected "$" at character 3'],
    ['(1', 'where ")" is expected'],
    ['1 2', 'unexpected "2" at character 3'],
    ['x + 1', 'unknown variable "x" at character 1'],
    ['pi', 'write pi()'],
    ['boom(1)', 'unknown function "boom" at character 1: known are abs'],
    ['sin(1, 2)', 'sin takes 1 values, got 2'],
    [`${'('.repeat(500)}1`, 'nested too deeply'],
    ['', 'the expression ends'],
  ])('cannot compute %s, and says why without an error', async (input, message) => {
    expect(await execute('calculator', { input })).toMatchObject({ success: false, error: { code: 'invalid_expression', message: expect.stringContaining(message) as string } });
    expect(await execute('calculator', { operation: 'validate', input })).toMatchObject({ success: true, result: { valid: false } });
  });

  it('divides by nothing but numbers, and lists its functions', async () => {
    expect(await execute('calculator', { operation: 'divide', a: 1, b: 0 })).toMatchObject({ success: false, error: { code: 'division_by_zero' } });
    expect(((await execute('calculator', { operation: 'functions' }))['result'] as Table)['functions']).toContain('sqrt');
    expect(await execute('calculator', { operation: 'validate', input: '1 + 1' })).toMatchObject({ result: { valid: true } });
  });
});

describe('the text manipulator', () => {
  const change = async (operation: string, input: string, options: HostValue = {}): Promise<HostValue> => ((await execute('text-manipulator', { operation, input, options }))['result'] as Table)['result'];

  it.each<[string, string, HostValue, HostValue]>([
    ['uppercase', 'aé', {}, 'AÉ'],
    ['lowercase', 'AÉ', {}, 'aé'],
    ['reverse', 'a😀b', {}, 'b😀a'],
    ['trim', ' \ta b\n', {}, 'a b'],
    ['replace', 'a.b.c', { from: '.', to: '$&' }, 'a$&b$&c'],
    ['substring', 'h😀llo', { start: 2, end: 3 }, '😀l'],
    ['substring', 'hello', { start: 4 }, 'lo'],
    ['split', 'a,b,,c', {}, ['a', 'b', '', 'c']],
    ['split', 'a b', { delimiter: ' ' }, ['a', 'b']],
    ['join', 'a\nb', { delimiter: '-' }, 'a-b'],
    ['join', '', { parts: ['x', 'y'] }, 'x y'],
    ['snake_case', 'someName two-3', {}, 'some_name_two_3'],
    ['camel_case', 'Some name_two', {}, 'someNameTwo'],
    ['pascal_case', 'some name', {}, 'SomeName'],
    ['sanitize', 'a\u0000b\u001b[1m\tc\u200bd', {}, 'ab[1m\tcd'],
    ['truncate', 'abcdef', { length: 4 }, 'abc…'],
    ['truncate', 'abc', { length: 4 }, 'abc'],
    ['truncate', 'abcdef', { length: 2, suffix: '...' }, '..'],
    ['indent', 'a\n\nb', { spaces: 4 }, '    a\n\n    b'],
    ['dedent', '    a\n      b\n\n    c', {}, 'a\n  b\n\nc'],
    ['normalize_whitespace', '  a \n b  ', {}, 'a b'],
    ['word_wrap', 'one two three', { width: 7 }, 'one two\nthree'],
    ['word_wrap', 'incomprehensible a', { width: 5 }, 'incomprehensible\na'],
  ])('%s of %j with %j is %j', async (operation, input, options, result) => {
    expect(await change(operation, input, options)).toEqual(result);
  });

  it('tells lengths, and which option is wrong', async () => {
    expect(await execute('text-manipulator', { operation: 'uppercase', input: 'a😀' })).toMatchObject({ message: 'Text uppercase operation completed', result: { original_length: 2, result_length: 2 } });
    await expect(change('replace', 'a')).rejects.toThrow('operation "replace": options.from: string expected, got nothing');
    await expect(change('truncate', 'a', { length: -1 })).rejects.toThrow('options.length: integer of at least 0 expected, got -1');
    await expect(change('join', 'a', { parts: [1] })).rejects.toThrow('options.parts: list of strings expected');
  });
});

describe('what is told of a call', () => {
  it('is its start with the parameters and its end with the answer, caused by the execution, at its line', async () => {
    const t = testHost();
    await t.call('Tool.execute', ['calculator', { input: '1 + 1' }], { site: { file: '/a.lua', line: 3 } });
    expect(t.types()).toEqual(['tool.start', 'tool.end']);
    const [start, end] = t.events;
    expect(start).toMatchObject({ causation_id: 'parent-1', source: { file: '/a.lua', line: 3 }, attributes: { 'gen_ai.tool.name': 'calculator', 'gen_ai.operation.name': 'execute_tool' }, data: { tool: 'calculator', parameters: { input: '1 + 1' } } });
    expect(end).toMatchObject({ causation_id: start!.id, data: { result: { success: true, result: { result: 2 } } } });
  });

  it('is an error, whether the call raises it or gives it back', async () => {
    const t = testHost();
    await t.call('Tool.execute', ['calculator', { input: 'x' }]);
    await t.call('Tool.execute', ['calculator', { inpt: 'x' }]).catch(() => undefined);
    expect(t.types()).toEqual(['tool.start', 'tool.error', 'tool.start', 'tool.error']);
    expect(t.events.filter(({ event_type: type }) => type === 'tool.error').map(({ data }) => data['code'])).toEqual(['invalid_expression', 'invalid_argument']);
  });

  it('holds no content when content is not to be recorded', async () => {
    const t = testHost({ captureContent: false });
    await t.call('Tool.execute', ['calculator', { input: '1 + 1' }]);
    expect(t.events.map(({ data }) => data)).toEqual([{ tool: 'calculator' }, {}]);
  });
});

describe('the points of a call', () => {
  function stops(answer: (point: HostPoint) => object = () => ({})): { readonly points: HostPoint[]; readonly changes: Call } {
    const points: HostPoint[] = [];
    const reach = (point: HostPoint) => (points.push(point), Promise.resolve(answer(point)));
    return { points, changes: { points: { wants: () => true, reach } } };
  }

  it('let the parameters be changed before they are used', async () => {
    const { points, changes } = stops((point) => (point.editable ? { request: { tool: 'calculator', params: { input: '40 + 2' } } } : {}));
    expect(await execute('calculator', { input: '1' }, changes)).toMatchObject({ result: { input: '40 + 2', result: 42 } });
    expect(points).toMatchObject([{ filters: ['tool_call'], description: 'before the call of tool "calculator"', request: { tool: 'calculator', params: { input: '1' } }, editable: true }]);
  });

  it('tell what failed, raised or given back', async () => {
    const { points, changes } = stops();
    await execute('calculator', { input: 'x' }, changes);
    await execute('calculator', { nonsense: 1 }, changes).catch(() => undefined);
    expect(points.map(({ filters, error }) => [filters[0], error?.code])).toEqual([['tool_call', undefined], ['tool_error', 'invalid_expression'], ['tool_call', undefined], ['tool_error', 'invalid_argument']]);
  });
});
