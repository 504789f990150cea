/**
 * Lua 5.3 section by section of its manual: `manual/<section>.lua` holds named cases, `manual/golden/<section>.txt` what PUC Lua 5.3.6 answers.
 * Ours must answer the same in a real program; what differs is in `manual/differences.ts` with its reason, must really differ, and is told
 * in docs/lua.md. Where lua5.3 is installed, the golden files are checked too; UPDATE_GOLDEN=1 writes them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, Sandbox } from '../support/processes.ts';
import { differences, type Difference } from './manual/differences.ts';

const folder = join(import.meta.dirname, 'manual');
const sections = readdirSync(folder)
  .filter((name) => /^\d.*\.lua$/.test(name))
  .map((name) => name.slice(0, -'.lua'.length));
const read = (name: string): string => readFileSync(join(folder, name), 'latin1');
const goldenFile = (section: string): string => join(folder, 'golden', `${section}.txt`);
/** In front of a section, so that a program is one file. */
const program = (section: string): string => read('prelude.lua') + read(`${section}.lua`);
const installed = spawnSync('lua5.3', ['-v']).status === 0;

/** Case → what it answered; lines that are no case's, output of `print`, under their own text. */
function answers(output: string, names: readonly string[]): Map<string, string> {
  return new Map(
    output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const name = names.find((known) => [' => ', ' raises ', ' does not compile '].some((kind) => line.startsWith(known + kind)));
        return name === undefined ? [line, ''] : [name, line.slice(name.length + 1)];
      }),
  );
}

/** Longest first: no name hides one that begins with it. */
const namesIn = (section: string): string[] => [...read(`${section}.lua`).matchAll(/^(?:case|chunk)\("([^"]+)"/gm)].map((match) => match[1]!).sort((a, b) => b.length - a.length);

function puc(section: string): string {
  const place = mkdtempSync(join(tmpdir(), 'lua-manual-'));
  try {
    writeFileSync(join(place, 'main.lua'), program(section), 'latin1');
    return spawnSync('lua5.3', ['main.lua'], { cwd: place, encoding: 'latin1', maxBuffer: 1 << 26, timeout: 50_000, env: { ...process.env, TZ: 'UTC' } }).stdout;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

describe.each(sections)('section %s', (section) => {
  const names = namesIn(section);
  let box: Sandbox;
  let ours: Map<string, string>;
  const golden = (): Map<string, string> => answers(readFileSync(goldenFile(section), 'latin1'), names);
  const known = (name: string): Difference | undefined => differences.find((difference) => difference.section === section && difference.cases.includes(name));

  beforeAll(async () => {
    if (process.env.UPDATE_GOLDEN === '1' && installed) writeFileSync(goldenFile(section), puc(section), 'latin1');
    box = new Sandbox();
    box.file('llmspell.toml', `[tools.file_operations]\nallowed_paths = ["${box.folder}", "/tmp"]\n[tools.system]\nallow_process_execution = true\nallowed_commands = ["*"]\n`);
    writeFileSync(join(box.folder, 'main.lua'), program(section), 'latin1');
    const { stdoutBytes, stderr } = await box.start(CLI, ['run', 'main.lua'], { TZ: 'UTC' }).ended;
    expect(stderr).toBe('');
    ours = answers(stdoutBytes.toString('latin1'), names);
  }, 120_000);
  afterAll(() => box.dispose());

  test('names each case once', () => {
    expect(new Set(names).size).toBe(names.length);
    expect([...golden().keys()].filter((name) => names.includes(name))).toHaveLength(names.length);
  });

  test('answers as PUC Lua does', () => {
    const same = ([name]: [string, string]): boolean => known(name) === undefined;
    expect([...ours].filter(same)).toEqual([...golden()].filter(same));
  });

  test('differs where the document says it does', () => {
    const named = differences.filter((difference) => difference.section === section).flatMap((difference) => difference.cases);
    const expected = golden();
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    expect(named.filter((name) => ours.get(name) === expected.get(name))).toEqual([]);
  });

  test.runIf(installed)('the golden file is what lua5.3 prints', () => {
    expect([...answers(puc(section), names)]).toEqual([...golden()]);
  });
});

test('docs/lua.md tells every difference, and how many there are', () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/lua.md'), 'utf8');
  expect(differences.map(({ told }) => told).filter((told) => !document.includes(told))).toEqual([]);
  for (const section of sections) {
    const cases = namesIn(section).length;
    const otherwise = differences.filter((difference) => difference.section === section).reduce((sum, difference) => sum + difference.cases.length, 0);
    expect(document).toContain(`| \`${section}\` | ${cases} | ${cases - otherwise} | ${otherwise} |`);
  }
});
