// Which `code` is taken for a desktop VS Code that will start: each case is a small imitation of an installation.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDesktop } from './desktop.mjs';

/** @type {string} */
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmspell-desktop-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** @param {string} path @param {string} [text] */
function file(path, text = '') {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

/** An application folder with its wrapper, and the wrapper on the path by a link, as a Debian package does it. @param {string} version */
function installDesktop(version) {
  const executable = file('share/code/code');
  file('share/code/resources/app/package.json', JSON.stringify({ version }));
  mkdirSync(join(root, 'bin'), { recursive: true });
  symlinkSync(file('share/code/bin/code'), join(root, 'bin', 'code'));
  return executable;
}

/** A Linux machine with a display, unless told otherwise. @param {Partial<import('./desktop.mjs').Machine>} [change] */
function linux(change = {}) {
  const env = { PATH: join(root, 'bin'), WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: root };
  file('wayland-0');
  return { platform: /** @type {const} */ ('linux'), env, home: root, isRoot: false, ...change };
}

describe('finding a desktop VS Code', () => {
  it('takes the application behind the command on the path', () => {
    const executable = installDesktop('1.120.1');
    expect(findDesktop(linux(), '1.100.0')).toEqual({ desktop: { executable, version: '1.120.1' } });
  });

  it('refuses one that is too old, and says so', () => {
    installDesktop('1.99.3');
    expect(findDesktop(linux(), '1.100.0')).toEqual({ reason: 'the desktop VS Code here is 1.99.3, older than 1.100.0' });
  });

  it('does not take the command line of a remote window for a desktop', () => {
    file('bin/remote-cli/code', '#!/bin/sh');
    const machine = linux({ env: { PATH: join(root, 'bin/remote-cli'), DISPLAY: 'somewhere:0' } });
    expect(findDesktop(machine, '1.100.0')).toEqual({ reason: 'no desktop VS Code found' });
  });

  it('does not start it without a display', () => {
    installDesktop('1.120.1');
    expect(findDesktop(linux({ env: { PATH: join(root, 'bin') } }), '1.100.0')).toEqual({ reason: 'there is no display' });
  });

  it('does not trust a display whose socket is gone', () => {
    installDesktop('1.120.1');
    const env = { PATH: join(root, 'bin'), DISPLAY: ':987' };
    expect(findDesktop(linux({ env }), '1.100.0')).toEqual({ reason: 'there is no display' });
  });

  it('does not start it as root', () => {
    installDesktop('1.120.1');
    expect(findDesktop(linux({ isRoot: true }), '1.100.0')).toEqual({ reason: 'desktop VS Code does not run as root' });
  });

  it('finds the application bundle on macOS', () => {
    const executable = file('Applications/Visual Studio Code.app/Contents/MacOS/Electron');
    file('Applications/Visual Studio Code.app/Contents/Resources/app/package.json', JSON.stringify({ version: '1.130.0' }));
    const machine = { platform: /** @type {const} */ ('darwin'), env: {}, home: root, isRoot: false };
    expect(findDesktop(machine, '1.100.0')).toEqual({ desktop: { executable, version: '1.130.0' } });
  });
});
