import { describe, expect, it, vi } from 'vitest';
import { ApiKeys, type Keys, type KeyTaker, type SecretStorage } from './api-keys.ts';

/** As VS Code's: one for all windows, each of which is told of changes. */
function storage(): SecretStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const listeners = new Set<(change: { readonly key: string }) => void>();
  const changed = (key: string): Promise<void> => {
    for (const listener of listeners) listener({ key });
    return Promise.resolve();
  };
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    store: (key, value) => (kept.set(key, value), changed(key)),
    delete: (key) => (kept.delete(key), changed(key)),
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

function kernel(): KeyTaker & { readonly given: Keys[]; end(): void } {
  const given: Keys[] = [];
  let end = (): void => undefined;
  const exited = new Promise<void>((resolve) => (end = resolve));
  return { given, exited, end: () => end(), setSecrets: (keys) => (given.push(keys), Promise.resolve()) };
}

const open = (secrets: SecretStorage, log: string[] = []): ApiKeys => new ApiKeys(secrets, (message) => log.push(message));

describe('API keys in the secret storage', () => {
  it('are given to a kernel before it is used, and to one that is up when they change', async () => {
    const keys = open(storage());
    await keys.set('openai', 'sk-1');
    const running = kernel();
    await keys.introduce(running);
    expect(running.given).toEqual([{ openai: 'sk-1' }]);
    await keys.set('anthropic', 'sk-2');
    expect(running.given.at(-1)).toEqual({ openai: 'sk-1', anthropic: 'sk-2' });
    await keys.remove('openai');
    expect(running.given.at(-1)).toEqual({ anthropic: 'sk-2' });
    expect(await keys.providers()).toEqual(['anthropic']);
  });

  it('reach the kernels of other windows, and none that has ended', async () => {
    const secrets = storage();
    const [here, there] = [open(secrets), open(secrets)];
    const [gone, running] = [kernel(), kernel()];
    await there.introduce(gone);
    gone.end();
    await gone.exited;
    await there.introduce(running);
    await here.set('openai', 'sk-1');
    await vi.waitFor(() => expect(running.given.at(-1)).toEqual({ openai: 'sk-1' }));
    expect(gone.given).toEqual([{}]);
    there.dispose();
    await here.set('openai', 'sk-2');
    expect(running.given.at(-1)).toEqual({ openai: 'sk-1' });
  });

  it('are one secret, which goes with the last of them', async () => {
    const secrets = storage();
    const keys = open(secrets);
    await Promise.all([keys.set('a', '1'), keys.set('b', '2')]);
    expect([...secrets.kept]).toEqual([['llmspell.apiKeys', '{"a":"1","b":"2"}']]);
    await Promise.all([keys.remove('a'), keys.remove('b')]);
    expect(secrets.kept.size).toBe(0);
  });

  it('tell when they could not be kept, and go on with the next change', async () => {
    const secrets = storage();
    const keys = open({ ...secrets, store: (key, value) => (value.includes('bad') ? Promise.reject(new Error('no keyring')) : secrets.store(key, value)) });
    await expect(keys.set('a', 'bad')).rejects.toThrow('no keyring');
    await keys.set('b', 'good');
    expect(await keys.providers()).toEqual(['b']);
  });

  it('keep no kernel from starting', async () => {
    const log: string[] = [];
    const locked = open({ ...storage(), get: () => Promise.reject(new Error('locked')) }, log);
    await locked.introduce(kernel());
    expect(log).toEqual(["The kernel has no keys of VS Code's secret storage: locked"]);
    vi.useFakeTimers();
    const never = open({ ...storage(), get: () => new Promise(() => undefined) }).introduce(kernel());
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    await never;
  });
});
