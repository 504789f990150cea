import { describe, expect, it } from 'vitest';
import { afterVariables, beforeVariables, needsKernel, type Configuration, type Surroundings } from './launch-rules.ts';

const lua = { languageId: 'lua', fsPath: '/spells/a.lua', scheme: 'file' };
const around: Surroundings = {
  folder: '/spells',
  configSetting: '',
  profileSetting: '',
  windows: false,
  localKernelOn: (port) => (port === 9556 ? { token: 'secret', connectionFile: '/home/kernel-1.json' } : undefined),
  readConnectionFile: (path) => {
    if (path !== '/run/kernel.json') throw new Error(`no connection file ${path}: is the kernel running?`);
    return { host: '127.0.0.1', port: 7001, token: 'from file', socket: undefined };
  },
};
const resolved = (configuration: Configuration, more: Partial<Surroundings> = {}): Configuration => {
  const result = afterVariables(configuration, { ...around, ...more });
  if ('refused' in result) throw new Error(result.refused);
  return result.configuration;
};
const refusal = (configuration: Configuration, more: Partial<Surroundings> = {}): string => {
  const result = afterVariables(configuration, { ...around, ...more });
  return 'refused' in result ? result.refused : '';
};

describe('before variables are replaced', () => {
  it('fills the empty configuration of F5 without launch.json, and keeps noDebug of Ctrl+F5', () => {
    expect(beforeVariables({ noDebug: true }, lua)).toEqual({
      configuration: { type: 'llmspell', request: 'launch', name: 'Lua: current file', program: '${file}', noDebug: true },
    });
  });
  it.each([
    [undefined, 'No file is open'],
    [{ languageId: 'lua', fsPath: 'Untitled-1', scheme: 'untitled' }, 'not saved yet'],
    [{ languageId: 'lua', fsPath: '/a.lua', scheme: 'git' }, 'not on this machine'],
    [{ languageId: 'markdown', fsPath: '/spells/README.md', scheme: 'file' }, 'README.md is not a Lua file'],
  ])('says what is wrong with the active file', (active, words) => {
    expect(beforeVariables({}, active)).toEqual({ refused: expect.stringContaining(words) as string });
  });
  it('refuses an unknown request', () => {
    expect(beforeVariables({ type: 'llmspell', request: 'lunch', name: 'x' }, lua)).toEqual({ refused: expect.stringContaining('"launch" or "attach"') as string });
  });
  it('needs no active file for a program of its own or for attach', () => {
    const launch = { type: 'llmspell', request: 'launch', name: 'x', program: '/spells/b.lua' };
    expect(beforeVariables(launch, undefined)).toEqual({ configuration: launch });
    const attach = { type: 'llmspell', request: 'attach', name: 'x' };
    expect(beforeVariables(attach, undefined)).toEqual({ configuration: attach });
  });
});

describe('launch', () => {
  it('makes paths absolute from the folder and takes it as working directory', () => {
    expect(resolved({ request: 'launch', program: 'src/a.lua' })).toMatchObject({ program: '/spells/src/a.lua', cwd: '/spells' });
    expect(resolved({ request: 'launch', program: '/else/a.lua' }, { folder: undefined })).toMatchObject({ cwd: '/else' });
    expect(resolved({ request: 'launch', program: 'a.lua', cwd: 'sub' })).toMatchObject({ cwd: '/spells/sub' });
  });
  it('takes the configuration file from launch.json, else from the setting', () => {
    expect(resolved({ request: 'launch', program: 'a.lua', config: 'x.toml' }, { configSetting: 'y.toml' })).toMatchObject({ config: '/spells/x.toml' });
    expect(resolved({ request: 'launch', program: 'a.lua' }, { configSetting: 'y.toml' })).toMatchObject({ config: '/spells/y.toml' });
    expect(resolved({ request: 'launch', program: 'a.lua' })).not.toHaveProperty('config');
  });
  it('takes the profile from launch.json, else from the setting', () => {
    expect(resolved({ request: 'launch', program: 'a.lua', profile: 'state' }, { profileSetting: 'ollama' })).toMatchObject({ profile: 'state' });
    expect(resolved({ request: 'launch', program: 'a.lua' }, { profileSetting: ' bases/cli,features/llm ' })).toMatchObject({ profile: 'bases/cli,features/llm' });
    // A launch without the setting's.
    expect(resolved({ request: 'launch', program: 'a.lua', profile: '' }, { profileSetting: 'ollama' })).toMatchObject({ profile: '' });
    expect(resolved({ request: 'launch', program: 'a.lua' })).not.toHaveProperty('profile');
  });
  it('splits arguments that are one text, as in a shell', () => {
    expect(resolved({ request: 'launch', program: 'a.lua', args: 'a "b c"' })).toMatchObject({ args: ['a', 'b c'] });
    expect(refusal({ request: 'launch', program: 'a.lua', args: 'a "b' })).toContain('is not closed');
  });
  it('leaves the terminal in front that the script speaks in', () => {
    const inTerminal = { request: 'launch', program: 'a.lua', console: 'integratedTerminal' };
    expect(resolved(inTerminal)).toMatchObject({ internalConsoleOptions: 'neverOpen' });
    expect(resolved({ ...inTerminal, internalConsoleOptions: 'openOnSessionStart' })).toMatchObject({ internalConsoleOptions: 'openOnSessionStart' });
    expect(resolved({ request: 'launch', program: 'a.lua' })).not.toHaveProperty('internalConsoleOptions');
  });
  it('refuses a value of a wrong type', () => {
    expect(refusal({ request: 'launch', program: 'a.lua', stopOnEntry: 'yes' })).toContain('`stopOnEntry`');
  });
  it('knows the paths of Windows', () => {
    const windows = { windows: true, folder: 'C:\\work' };
    expect(resolved({ request: 'launch', program: 'D:\\a.lua' }, windows)).toMatchObject({ program: 'D:\\a.lua', cwd: 'C:\\work' });
    expect(resolved({ request: 'launch', program: 'a.lua' }, windows)).toMatchObject({ program: 'C:\\work\\a.lua' });
  });
  it('says what is missing', () => {
    expect(refusal({ request: 'launch' })).toContain('no `program`');
    expect(refusal({ request: 'launch', program: 'a.lua' }, { folder: undefined })).toContain('absolute path');
  });
});

describe('attach', () => {
  it('finds the token of the local kernel on that port', () => {
    expect(resolved({ request: 'attach' })).toMatchObject({ host: '127.0.0.1', port: 9556, token: 'secret', connectionFile: '/home/kernel-1.json' });
    expect(resolved({ request: 'attach', token: 'mine' })).toMatchObject({ token: 'mine' });
    expect(resolved({ request: 'attach', port: 1 })).not.toHaveProperty('token');
  });
  it('never offers a local token to another host', () => {
    expect(resolved({ request: 'attach', host: '10.0.0.7' })).not.toHaveProperty('token');
  });
  it('reads port and token from a connection file', () => {
    expect(resolved({ request: 'attach', connectionFile: '/run/kernel.json' })).toMatchObject({ port: 7001, token: 'from file' });
    expect(refusal({ request: 'attach', connectionFile: '/gone.json' })).toContain('is the kernel running?');
    expect(refusal({ request: 'attach', connectionFile: '/x' }, { readConnectionFile: () => ({ host: '', port: undefined, token: undefined, socket: undefined }) })).toContain('dap_port');
  });
  it('reaches the kernel of another window over its socket, and takes no socket from launch.json', () => {
    const window = { readConnectionFile: () => ({ host: '127.0.0.1', port: undefined, token: undefined, socket: '/run/user/1/llmspell/k-dap' }) };
    expect(resolved({ request: 'attach', connectionFile: 'k.json' }, window)).toEqual({ request: 'attach', connectionFile: '/spells/k.json', socket: '/run/user/1/llmspell/k-dap' });
    expect(resolved({ request: 'attach', socket: '/tmp/mine' })).not.toHaveProperty('socket');
  });
  it.each<[configuration: Configuration, asks: boolean]>([
    [{ request: 'attach' }, true],
    [{ request: 'attach', host: 'localhost', port: null }, true],
    [{ request: 'attach', port: 9556 }, false],
    [{ request: 'attach', connectionFile: '/k.json' }, false],
    [{ request: 'attach', host: '10.0.0.7' }, false],
    [{ request: 'launch' }, false],
  ])('with neither port nor file the kernel is to be picked: %j', (configuration, asks) => {
    expect(needsKernel(configuration)).toBe(asks);
  });
  it('refuses what is no port', () => {
    expect(refusal({ request: 'attach', port: 'x' })).toContain('1 to 65535');
  });
});
