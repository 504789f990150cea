/** The examples of the description, as somebody would paste them: each runs to its end in a real VM with a real kernel. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiModules } from '../../src/api/index.ts';
import { openCaseVm, type CaseVm } from './case-vm.ts';
import { buildProduct, type BuiltProduct } from './product.ts';

const AGENT = 'local agent = Agent.create("one", { model = "demo/echo" })\n';

/** What an example takes for granted. */
const BEFORE: Readonly<Record<string, string>> = {
  'AgentInstance:execute': AGENT,
  'AgentInstance:invokeStream': AGENT,
  'Utils.split': `${AGENT}local answer = agent:execute({ prompt = "two lines" })\n`,
};
const FILES = { 'lib/tools.lua': 'return {}', 'notes.txt': 'a note\n' };
/** Waits for a debugger to come; test/dap has it. */
const ELSEWHERE = ['Debug.enableDAP'];

let built: BuiltProduct;
let vm: CaseVm;
beforeAll(async () => {
  built = await buildProduct();
  vm = await openCaseVm(built.product, { config: ({ folder }) => `[tools.file_operations]\nallowed_paths = ["${folder}", "/tmp"]\n`, files: FILES });
});
afterAll(async () => {
  await vm.close();
  built.remove();
});

const examples = apiModules.flatMap(({ functions }) => functions.flatMap(({ name, example }) => (example === undefined || ELSEWHERE.includes(name) ? [] : [[name, example] as const])));

describe('the example of', () => {
  it.each(examples)('%s runs', async (name, example) => {
    const { end } = await vm.run((BEFORE[name] ?? '') + example, true);
    expect(end.error).toBeUndefined();
  });
});
