// A program whose file is saved again and again while it runs - as it is, with comments, with statements that do nothing - does what it does alone.
import fc from 'fast-check';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runningPrograms } from '../../test/support/running-programs.ts';
import { request, runFile, type Reply, type ScriptedDebugger } from '../../test/support/scripted-vm.ts';
import type { SavedFile } from '../common/debug.ts';
import { parse, statementStarts } from '../lua/index.ts';

const RUNS = Number(process.env['LLMSPELL_PROPERTY_RUNS'] ?? 10);
const MAX_STOPS = 25;

interface Edit {
  readonly kind: 'same' | 'comments' | 'statements';
  readonly every: number;
  readonly step: 'over' | 'in' | 'out' | 'continue';
}
/** Without hooks that count instructions: statements that do nothing have some too. */
const programs = runningPrograms.map((text) => text.replaceAll('"crl", 7', '"crl"'));

const plans = fc.array(
  fc.record<Edit>({ kind: fc.constantFrom('same', 'comments', 'statements', 'statements'), every: fc.integer({ min: 1, max: 5 }), step: fc.constantFrom('over', 'in', 'out', 'continue') }),
  { minLength: 1, maxLength: 12 },
);

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-property-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'main.lua');

/** Puts a text before every so many statements; lines and what the program does stay. */
function withAdded(text: string, every: number, added: string): string {
  const starts = statementStarts(parse(text)).filter(({ node }) => 'type' in node && /^(Local|LocalFunction|Assignment|CallStatement|Return|While|NumericFor|GenericFor|If)$/.test(node.type));
  let result = '';
  let end = 0;
  for (const [index, { start }] of starts.entries()) {
    if (index % every !== 0) continue;
    result += `${text.slice(end, start)} ${added} `;
    end = start;
  }
  return result + text.slice(end);
}

const edited = (text: string, { kind, every }: Edit): string =>
  kind === 'same' ? text : withAdded(text, every, kind === 'comments' ? '--[[ note ]]' : 'do local unused = {} end');

function savingDebugger(text: string, plan: readonly Edit[], saved: (file: SavedFile) => void): ScriptedDebugger {
  let stops = 0;
  const breakpoints = text.split('\n').map((_, index) => ({ id: index + 1, line: index + 1 }));
  return {
    setup: { breakpoints: [{ source: { path, name: 'main.lua' }, breakpoints }] },
    *atStop({ thread }) {
      const edit = plan[stops % plan.length]!;
      if (++stops > MAX_STOPS) yield request('setBreakpoints', { source: { path, name: 'main.lua' }, breakpoints: [] });
      else {
        writeFileSync(path, edited(text, edit));
        const reply: Reply = yield request('fileSaved', { path });
        if (!reply.ok) throw new Error(`${reply.message}\n${edited(text, edit)}`);
        saved(reply.value as SavedFile);
      }
      yield edit.step === 'continue' || stops > MAX_STOPS ? request('continue', { thread }) : request('step', { thread, kind: edit.step });
    },
  };
}

test('saving the file of a running program changes nothing of what it does', { timeout: 30 * 60_000 }, () => {
  let replaced = 0;
  let kept = 0;
  fc.assert(
    fc.property(programs, plans, (text, plan) => {
      writeFileSync(path, text);
      const alone = runFile(path);
      const saving = savingDebugger(text, plan, (file) => {
        // A tail call leaves the chunk: it is not running any more.
        expect(file.refused.filter(({ name }) => name !== 'main chunk')).toEqual([]);
        replaced += file.replaced.length;
        kept += file.kept.length;
      });
      const { stdout, stderr, end } = runFile(path, saving);
      expect({ stdout, stderr, end }).toEqual({ stdout: alone.stdout, stderr: alone.stderr, end: alone.end });
    }),
    { numRuns: RUNS, ...(process.env['LLMSPELL_PROPERTY_SEED'] && { seed: Number(process.env['LLMSPELL_PROPERTY_SEED']) }) },
  );
  // Functions did get new code, also while they were running.
  expect(replaced).toBeGreaterThan(RUNS);
  expect(kept).toBeGreaterThan(RUNS);
});
