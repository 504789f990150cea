// What the package of this platform is called, and where it lies.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './root.mjs';

/** The target in vsce's words: `linux-x64`, `alpine-x64`, `darwin-arm64`, `win32-x64` … */
export function platformTarget() {
  const os = existsSync('/etc/alpine-release') ? 'alpine' : process.platform;
  return `${os}-${process.arch}`;
}

/** The .vsix that `npm run package` writes. */
export function vsixOfThisPlatform(target = platformTarget()) {
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return inRoot('dist', `${name}-${version}-${target}.vsix`);
}
