import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEnvironment } from '../env.ts';
import { defaultConfig } from './config.ts';
import { loadConfig } from './load.ts';
import { settingPlace } from './origins.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-origins-'));
  mkdirSync(join(folder, 'work'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ALLOWED = ['tools', 'file_operations', 'allowed_paths'];
const BLOCKED = ['tools', 'file_operations', 'blocked_extensions'];
const load = async (vars: Record<string, string> = {}) => (await loadConfig({ ...readEnvironment(), cwd: join(folder, 'work'), home: folder, vars })).config;

it('is the file and line that has the setting, also below the file that counts most', async () => {
  writeFileSync(join(folder, '.llmspell.toml'), '# mine\n[tools.file_operations]\nallowed_paths = ["/x"]\nblocked_extensions = []\n');
  writeFileSync(join(folder, 'work', 'llmspell.toml'), '[tools.file_operations]\nblocked_extensions = ["a"]\n');
  const config = await load();
  expect(settingPlace(config, ALLOWED)).toBe(join(folder, '.llmspell.toml:3'));
  expect(settingPlace(config, BLOCKED)).toBe(join(folder, 'work', 'llmspell.toml:2'));
  // Not set anywhere: where it would be written.
  expect(settingPlace(config, ['tools', 'file_operations', 'max_depth'])).toBe(join(folder, 'work', 'llmspell.toml'));
});

it('is the variable that comes before all files', async () => {
  writeFileSync(join(folder, 'work', 'llmspell.toml'), '[tools.file_operations]\nallowed_paths = ["/x"]\n');
  expect(settingPlace(await load({ LLMSPELL_TOOLS_FILE_OPERATIONS_ALLOWED_PATHS: '/y' }), ALLOWED)).toBe('the variable LLMSPELL_TOOLS_FILE_OPERATIONS_ALLOWED_PATHS');
});

it('is the file to write where there is none, or only a built-in profile', async () => {
  expect(settingPlace(defaultConfig, ALLOWED)).toBe('llmspell.toml');
  expect(settingPlace(await load({ LLMSPELL_PROFILE: 'minimal' }), ALLOWED)).toBe('llmspell.toml');
});
