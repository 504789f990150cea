import { describe, expect, it } from 'vitest';
import { demoProvider, type Config } from '../../base/config/index.ts';
import { configWith } from '../testing.ts';
import { SessionConfigs } from './session-configs.ts';

const base = (settings: Partial<typeof demoProvider> = {}): Config => configWith([['mine', { ...demoProvider, name: 'mine', ...settings }]]);
const mine = (configs: SessionConfigs, session: string) => configs.of(session).providers.get('mine')!;

describe('what a script changes for itself', () => {
  it('lies on top of a configuration that was edited meanwhile, and on no other session', () => {
    const configs = new SessionConfigs(base({ defaultModel: 'one', maxTokens: 1 }));
    configs.setProvider('a', 'mine', { default_model: 'two' });
    configs.rebase(base({ defaultModel: 'three', maxTokens: 9 }));
    expect(mine(configs, 'a')).toMatchObject({ defaultModel: 'two', maxTokens: 9 });
    expect(mine(configs, 'b')).toMatchObject({ defaultModel: 'three', maxTokens: 9 });
  });

  it('does not turn on again what the configuration turned off, nor does a snapshot', () => {
    const configs = new SessionConfigs(base());
    configs.setProvider('a', 'mine', { enabled: true, default_model: 'two' });
    const snapshot = configs.snapshot('a', 5);
    configs.rebase(base({ enabled: false }));
    expect(mine(configs, 'a')).toMatchObject({ enabled: false, defaultModel: undefined });
    expect(configs.restore('a', snapshot)).toBe(true);
    expect(mine(configs, 'a').enabled).toBe(false);
    configs.rebase(base());
    expect(mine(configs, 'a')).toMatchObject({ enabled: true, defaultModel: 'two' });
  });

  it('is forgotten with its session', () => {
    const configs = new SessionConfigs(base());
    configs.setProvider('a', 'mine', { default_model: 'two' });
    configs.endSession('a');
    expect(mine(configs, 'a').defaultModel).toBeUndefined();
  });
});
