// Generates the Lua engine (fengari with our checked edits) that bundle, tests and bench import alike.
import { spawnSync } from 'node:child_process';
import { inRoot } from './root.mjs';

/** Runs the generator; it leaves an up-to-date engine alone. @throws when an edit does not fit; the generator has said which */
export function buildEngine() {
  const { status } = spawnSync(process.execPath, [inRoot('src/script/engine/generate.mjs')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The Lua engine could not be generated; the reason stands above.');
}
