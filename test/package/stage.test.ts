// What goes into the .vsix: all that the extension needs, loadable there, and nothing else.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformTarget } from '../../scripts/lib/vsix-name.mjs';
import { fillStage } from '../../scripts/lib/vsix-content.mjs';

const run = promisify(execFile);

describe('the content of the .vsix', () => {
  const stage = mkdtempSync(join(tmpdir(), 'llmspell-stage-'));
  let files: string[];

  beforeAll(async () => {
    await fillStage(stage, platformTarget());
    files = readdirSync(stage, { recursive: true, encoding: 'utf8' });
  });
  afterAll(() => rmSync(stage, { recursive: true, force: true }));

  it('has every program that the extension starts', () => {
    const programs = ['extension.cjs', 'kernel.mjs', 'worker.mjs', 'lsp.mjs', 'cli.mjs', 'panel.js', 'panel.css'];
    expect(programs.filter((name) => !existsSync(join(stage, 'dist', name)))).toEqual([]);
  });

  it('has no sources, source maps or tests', () => {
    expect(files.filter((file) => /\.(ts|map)$/.test(file) || /\btest\b/.test(file))).toEqual([]);
  });

  it('has two native binaries', () => {
    expect(files.filter((file) => file.endsWith('.node'))).toHaveLength(2);
  });

  it('loads lmdb from there', async () => {
    const store = mkdtempSync(join(tmpdir(), 'llmspell-stage-store-'));
    const code = `import('lmdb').then(async ({ open }) => { const db = open({ path: ${JSON.stringify(store)}, noSubdir: false }); await db.put('a', 'kept'); console.log(db.get('a')); await db.close(); })`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: join(stage, 'dist') });
    rmSync(store, { recursive: true });
    expect(stdout).toBe('kept\n');
  });

  it('loads zeromq from there', async () => {
    const code = "import('zeromq').then((zmq) => { zmq.context.blocky = false; console.log(zmq.version) })";
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: join(stage, 'dist') });
    expect(stdout).toMatch(/^4\.3\.\d+\n$/);
  });

  it('has the licences', () => {
    expect(readFileSync(join(stage, 'LICENSE'), 'utf8')).toContain('MIT License');
    expect(readFileSync(join(stage, 'THIRD-PARTY-NOTICES.txt'), 'utf8')).toContain('fengari');
  });

  it('has the JSON schema of the configuration', () => {
    expect(JSON.parse(readFileSync(join(stage, 'schemas/llmspell.schema.json'), 'utf8'))).toHaveProperty('properties.providers');
  });

  it('has a manifest that names only files that are there', () => {
    const manifest = JSON.parse(readFileSync(join(stage, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest.dependencies).toBeUndefined();
    const named = JSON.stringify(manifest).match(/"\.?\/?(media|syntaxes|dist|library)\/[^"]+"/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.map((text) => text.slice(1, -1)).filter((path) => !existsSync(join(stage, path)))).toEqual([]);
  });
});
