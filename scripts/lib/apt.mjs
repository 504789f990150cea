// Installs Debian packages where that is possible without asking, and says what to do where it is not.
import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { step } from './progress.mjs';

/**
 * @param {Record<string, string>} packages name to what it is needed for
 * @throws when they cannot be installed here, with what to do instead
 */
export async function installDebianPackages(packages) {
  const names = Object.keys(packages);
  const wish = Object.entries(packages).map(([name, reason]) => `${name} (${reason})`).join(', ');
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`Please install ${wish}: there is no apt-get here to do it.`);
  if (process.getuid?.() !== 0) throw new Error(`Please install ${wish}:\n  sudo apt-get install ${names.join(' ')}`);

  await step(`Installing ${wish} with apt`, async () => {
    const first = await install(names);
    if (first.code === 0) return;
    // The package lists of a fresh machine are empty or old.
    await run('apt-get', ['update'], { quiet: true });
    const second = await install(names);
    if (second.code !== 0) throw new Error(`apt-get install ${names.join(' ')} failed:\n${second.output.trim()}`);
  });
}

/** @param {string[]} names */
function install(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { quiet: true, env });
}
