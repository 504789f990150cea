// npm run bench: builds, then measures everything, one after the other: two at once would measure each other.
//   npm run bench -- cpu lsp    only these (cpu, debugger, lsp, runtime)
import { endCommandsOnSignals, mustRun } from './lib/command.mjs';
import { installPackages } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { say } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';

/** @type {Record<string, string>} */
const BENCHES = { cpu: 'bench/debug/cpu.mjs', debugger: 'bench/debug/latency.mjs', lsp: 'bench/lsp/main.mjs', runtime: 'bench/runtime/main.mjs' };
const wanted = process.argv.slice(2);

endCommandsOnSignals();
await main(async () => {
  const unknown = wanted.filter((name) => BENCHES[name] === undefined);
  if (unknown.length > 0) throw new Error(`Unknown bench ${unknown.join(', ')}: there are ${Object.keys(BENCHES).join(', ')}.`);
  await installPackages();
  await mustRun(process.execPath, [inRoot('scripts/build.mjs')], { quiet: true });
  for (const [name, script] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    say(`\n${script}`);
    await mustRun(process.execPath, [inRoot(script)], { cwd: inRoot() });
  }
});
