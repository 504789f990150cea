import { expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { script } from './script.ts';

const text = `
local function template(n)
  return load("local a = ...\\nlocal b = a * 2\\nreturn a + b", "=template")
end
print(template(1)(1)) --@first
print(template(2)(2))
print(load("return 1")(), "last") --@last
`;

test('a chunk from load is a source by reference; its breakpoints survive a re-load of the same text and a restart', async () => {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('first')]));
  await dap.stopped('breakpoint');
  await dap.request('stepIn', { threadId: 1 });
  await dap.stopped('step');
  // Into template, then into the loaded chunk.
  await dap.request('stepOut', { threadId: 1 });
  await dap.stopped('step');
  await dap.request('stepIn', { threadId: 1 });
  await dap.stopped('step');
  const source = (await dap.stack(1))[0]!.source!;
  expect(source).toMatchObject({ name: 'template', sourceReference: expect.any(Number) as number });
  expect(source.path).toBeUndefined();
  expect((await dap.request('source', { source, sourceReference: source.sourceReference })).content).toBe('local a = ...\nlocal b = a * 2\nreturn a + b');
  const { sources } = await dap.request('loadedSources');
  expect(sources).toContainEqual(source);
  expect(dap.events('loadedSource').map(({ source: loaded }) => loaded)).toContainEqual(source);

  const { breakpoints } = await dap.request('setBreakpoints', { source, breakpoints: [{ line: 3 }] });
  expect(breakpoints[0]).toMatchObject({ verified: true, line: 3 });
  await dap.breakpoints(program.path, []);
  for (const expected of ['1', '2']) {
    await dap.request('continue', { threadId: 1 });
    await dap.stopped('breakpoint');
    expect(await dap.evaluate('a', (await dap.stack(1))[0]!.id)).toBe(expected);
  }
  await dap.request('restart');
  const again = await dap.stopped('breakpoint');
  expect((await dap.stack(again.threadId))[0]!.source).toEqual(source);
});

test('a chunk without a name is shown by its first line', async () => {
  const program = script('local f = load("error(\'in chunk\')\\nreturn 2")\nf()\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters: ['uncaught'] }));
  await dap.stopped('exception');
  const chunk = (await dap.stack(1)).find((frame) => frame.source?.sourceReference)!;
  expect(chunk.source!.name).toBe('[string "error(\'in chunk\')..."]');
});
