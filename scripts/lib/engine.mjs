// Generates the Lua engine (fengari with our checked edits) that bundle, tests and bench import alike.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot } from './root.mjs';

/** Runs the generator; it leaves an up-to-date engine alone. */
export function buildEngine() {
  const generator = inRoot('src/script/engine/generate.mjs');
  if (existsSync(generator)) execFileSync(process.execPath, [generator], { stdio: 'inherit' });
}
