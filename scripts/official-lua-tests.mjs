// npm run lua:official -- FOLDER [FILE…]: runs Lua's own test files with the built `llmspell run` and says of each how far it comes.
//   FOLDER     the test files of Lua 5.3, from lua.org/tests: they are no part of this repository. Nothing is written there: a copy is run
//   FILE…      only these ("strings.lua"); without any: all but all.lua and main.lua, which test the program `lua`
//   --puc      with `lua5.3` instead, to compare
//   --full     without _soft: the parts that need much time and memory too
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from './lib/main.mjs';
import { say } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';

const SECONDS = 120;
/** Test the program `lua` itself, or start the others. */
const OTHERS = ['all.lua', 'main.lua'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { puc: { type: 'boolean' }, full: { type: 'boolean' } } });

await main(async () => {
  const [folder, ...wanted] = positionals;
  if (folder === undefined) throw new Error('Which folder has the test files of Lua 5.3 (lua.org/tests)? npm run lua:official -- FOLDER [FILE…]');
  const there = readdirSync(folder).filter((name) => name.endsWith('.lua'));
  const missing = wanted.filter((name) => !there.includes(name));
  if (missing.length > 0) throw new Error(`${folder} has no ${missing.join(', ')}.`);
  const files = wanted.length > 0 ? wanted : there.filter((name) => !OTHERS.includes(name)).sort();
  const failed = files.filter((file) => !passes(folder, file));
  say(`${files.length - failed.length} of ${files.length} files pass.`);
  return failed.length === 0 ? 0 : 1;
});

/** Each file on a copy of its own: they leave files behind. @param {string} folder @param {string} file */
function passes(folder, file) {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'lua-official-')));
  try {
    cpSync(folder, place, { recursive: true });
    const { status, stdout, stderr, error } = run(place, file);
    if (status === 0) say(`passes  ${file}`);
    else if (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT') say(`stays   ${file}: not at its end after ${SECONDS} s`);
    else if (error !== undefined) throw error;
    else say(`fails   ${file}: ${reason(`${stderr}\n${stdout}`, place)}`);
    return status === 0;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** As the files want to be run: in their folder, which they may use, and told what the machine may not have. @param {string} place @param {string} file */
function run(place, file) {
  const start = `${place}-start.lua`;
  const config = `${place}-start.toml`;
  try {
    writeFileSync(start, `_port, _soft = true, ${String(!values.full)} assert(loadfile(${JSON.stringify(file)}))()\n`);
    writeFileSync(
      config,
      `[tools.file_operations]\nallowed_paths = [${JSON.stringify(place)}, ${JSON.stringify(tmpdir())}]\n[tools.system]\nallow_process_execution = true\nallowed_commands = ["*"]\n`,
    );
    const [program, ...options] = values.puc ? ['lua5.3', start] : [process.execPath, inRoot('dist/cli.mjs'), '--config', config, 'run', start];
    return spawnSync(/** @type {string} */ (program), options, { cwd: place, encoding: 'latin1', timeout: SECONDS * 1000, maxBuffer: 1 << 28 });
  } finally {
    rmSync(start, { force: true });
    rmSync(config, { force: true });
  }
}

/** The first line that names a place in a file, and the line of the file itself where an assertion of its helpers failed. @param {string} output @param {string} place */
function reason(output, place) {
  const lines = output.replaceAll(`${place}/`, '').split('\n');
  const first = lines.find((line) => /\.lua:\d+: /.test(line)) ?? lines.find((line) => line.trim() !== '') ?? 'it says nothing';
  const at = lines.filter((line) => /^\s+\S+\.lua:\d+: in /.test(line)).map((line) => /^\s+(\S+\.lua:\d+)/.exec(line)?.[1]);
  return at.length > 1 ? `${first.trim()} (${at.slice(0, 3).join(' < ')})` : first.trim();
}
