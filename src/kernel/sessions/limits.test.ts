import { describe, expect, it } from 'vitest';
import { defaultConfig, parseConfig, type Config } from '../../base/config/index.ts';
import type { ExecutionEnd, LimitName } from '../../common/execution.ts';
import { endWithLimit } from './limits.ts';

const configOf = async (text: string): Promise<Config> => (await parseConfig('/conf/llmspell.toml', text)).config;
const ended = (limit: LimitName, error?: string): ExecutionEnd => ({ exitCode: 1, reason: 'error', limit, ...(error !== undefined && { error }) });
const told = async (text: string, limit: LimitName, error?: string): Promise<string | undefined> => endWithLimit(ended(limit, error), await configOf(text)).error;

describe('the end by a limit', () => {
  it('names the setting, its value and its place', async () => {
    expect(await told('[kernel]\n\nmax_execution_time_secs = 3\n', 'time')).toBe('the script ran longer than max_execution_time_secs = 3 under [kernel] in /conf/llmspell.toml:3 allows. Raise it, or set it to 0 for no limit.');
    expect(await told('[kernel.limits]\nmax_output_mb = 2\n', 'output')).toMatch(/^the script wrote more output than max_output_mb = 2 under \[kernel\.limits\] in \/conf\/llmspell\.toml:2 allows\./);
  });

  it.each([
    ['[kernel]\nmemory_limit_mb = 7\n', 'memory_limit_mb = 7 under [kernel] in /conf/llmspell.toml:2'],
    ['[resources.profiles.default]\nmemory_limit = "1GB"\n', 'memory_limit = "1GB" under [resources.profiles.default] in /conf/llmspell.toml:2'],
    ['', 'max_memory_mb = 512 under [kernel.limits] in /conf/llmspell.toml'],
  ])('names the memory limit as it was written: %j', async (text, setting) => {
    expect(await told(text, 'memory', 'a.lua:1: not enough memory\ntraceback')).toBe(`a.lua:1: not enough memory\ntraceback\nthe script kept more in memory than ${setting} allows. Keep less in memory, or raise it.`);
  });

  it('changes no other end', () => {
    const end: ExecutionEnd = { exitCode: 1, reason: 'error', error: 'boom' };
    expect(endWithLimit(end, defaultConfig)).toEqual(end);
  });
});
