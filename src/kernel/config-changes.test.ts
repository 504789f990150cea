import { expect, it } from 'vitest';
import { parseConfig, type Config } from '../base/config/index.ts';
import { changesText, configChanges } from './config-changes.ts';

const config = async (text: string): Promise<Config> => (await parseConfig('/c.toml', text)).config;
const told = async (before: string, after: string): Promise<string> => changesText(await configChanges(await config(before), await config(after)));

it('tells when each setting that has changed holds, and no values', async () => {
  const before = '[kernel]\nport = 1\nmax_execution_time_secs = 5\n[providers.mine]\nprovider_type = "demo"\napi_key = "one-secret"\n[tools.file_operations]\nallowed_paths = ["/a"]\n';
  const after = '[kernel]\nport = 2\nlimits = { max_memory_mb = 3 }\n[providers.mine]\nprovider_type = "demo"\napi_key = "two-secret"\n[tools.file_operations]\nallowed_paths = ["/b"]\n[state]\nbackend = "memory"\n';
  expect(await told(before, after)).toBe(
    'kernel.max_execution_time_secs, providers.mine.api_key, tools.file_operations.allowed_paths from now on; kernel.limits.max_memory_mb, state.backend with the next script; kernel.port only after a restart of the kernel',
  );
});

it('says nothing of what is the same, or has no effect', async () => {
  expect(await told('[kernel]\nport = 1\n', '# a comment\n[kernel]\nport = 1\n')).toBe('');
  expect(await told('', '[kernel]\nmax_clients = 3\n')).toBe('');
});
