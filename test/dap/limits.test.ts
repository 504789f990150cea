/** Limits of time while the program stands in the debugger: a stop that is longer than the limit costs the call nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { goOn, top } from './agent-scene.ts';
import { localProvider, modelServer, type Answer } from './model-server.ts';
import { script } from './script.ts';

/** The one thing that is waited for by the clock: the limit itself. */
const outlast = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 100));

/** Without a limit, for a first call: what it loads shall count for no other. */
const otherProvider = localProvider.replace('providers.local', 'providers.other');

test.each([
  ['max_execution_time of an agent', { agent: 'max_execution_time = 1' }, 1],
  ['timeout_seconds of a provider', { provider: 'timeout_seconds = 1' }, 1],
  // Everything counts here, so there is more of it; both stops together are longer.
  ['max_execution_time_secs of the program', { kernel: '[kernel]\nmax_execution_time_secs = 3\n' }, 1.5],
] as const)('%s', async (_, limit, stopSeconds) => {
  const { agent = '', provider = '', kernel = '' } = limit as { agent?: string; provider?: string; kernel?: string };
  const model = await modelServer();
  const program = script(`local function agent(model, limits)
  limits.model, limits.base_url, limits.api_key = model, "${model.baseUrl}", "key-of-this-agent"
  return Agent.create(model, limits)
end
agent("other/m", {}):execute({ prompt = "first" })
local a = agent("local/m", { ${agent} })
local pieces = {}
local answer = a:invokeStream({ prompt = "p" }, function(piece) --@asks
  pieces[#pieces + 1] = piece --@piece
end)
print(answer.text, #pieces)
`);
  const config = join(program.folder, 'llmspell.toml');
  writeFileSync(config, `${kernel}${otherProvider}${localProvider}${provider}\n`);
  const dap = adapter();
  await dap.launch(program.path, { config }, async () => {
    await dap.breakpoints(program.path, [{ line: program.at('piece'), hitCondition: '1' }]);
    await dap.request('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'http_error', condition: 'status == 200 and request.messages[#request.messages].content == "p"' }] });
  });
  const answered = async (answer: Answer): Promise<void> => {
    answer.piece('fine');
    await answer.end();
  };
  await answered(await model.asked());
  const answer = await model.asked();
  expect((await top(dap, 'http_error')).line).toBe(program.at('asks'));
  await outlast(stopSeconds);
  await goOn(dap);
  answer.piece('in ');
  expect(await dap.stoppedAt('breakpoint')).toMatch(new RegExp(`:${program.at('piece')}$`));
  await outlast(stopSeconds);
  await goOn(dap);
  answer.piece('time');
  await answer.end();
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('in time\t2\n');
});

test('what is written while the program stands in the debugger counts against no limit of output', async () => {
  const program = script('print("before") --@line\nprint("after")\n');
  const config = join(program.folder, 'llmspell.toml');
  writeFileSync(config, '[kernel.limits]\nmax_output_mb = 1\n');
  const dap = adapter();
  await dap.launch(program.path, { config }, () => dap.breakpoints(program.path, [program.at('line')]));
  const { threadId } = await dap.stopped('breakpoint');
  const { stackFrames } = await dap.request('stackTrace', { threadId });
  await dap.request('evaluate', { expression: 'for i = 1, 3 do io.write(("x"):rep(1 << 19), "\\n") end', context: 'repl', frameId: stackFrames[0]!.id });
  await goOn(dap);
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toMatch(/before\nafter\n$/);
  expect(dap.output('stdout').length).toBeGreaterThan(3 << 19);
});

test('a condition that does not end is switched off after its first time-out, and this is told', async () => {
  const program = script('local sum = 0\nfor i = 1, 5 do\n  sum = sum + i --@line\nend\nprint(sum)\n');
  const dap = adapter();
  await dap.launch(program.path, {}, () =>
    dap.request('setBreakpoints', {
      source: { path: program.path },
      breakpoints: [{ line: program.at('line'), condition: '(function() while true do end end)()' }],
    }),
  );
  const { breakpoint } = await dap.event('breakpoint', ({ breakpoint: { verified } }) => !verified);
  expect(breakpoint).toMatchObject({ reason: 'failed', message: 'The condition did not end within 5 s: it is switched off. Change it, or start the program again.' });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('15\n');
  expect(dap.events('breakpoint').filter((event) => !event.breakpoint.verified)).toHaveLength(1);
});
