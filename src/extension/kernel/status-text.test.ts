import { describe, expect, it } from 'vitest';
import type { KernelProcess } from './kernel-process.ts';
import { statusText } from './status-text.ts';
import type { RunningKernel } from './supervisor.ts';

const running = (missing: string[] = []): RunningKernel => ({
  process: { runtime: { name: "VS Code's own Node.js" } } as KernelProcess,
  ready: { kernelId: 'k1', pid: 42, version: '0.1.0', dapSocket: '', connectionFile: '', missing },
});

describe('the status bar item', () => {
  it.each([
    [{ state: 'starting' }, 'llmspell: starting', 'normal'],
    [{ state: 'ready', running: running() }, 'llmspell: ready', 'normal'],
    [{ state: 'stopped' }, 'llmspell: stopped', 'normal'],
    [{ state: 'failed', reason: 'It broke.' }, 'llmspell: failed', 'error'],
    [{ state: 'restricted', reason: 'Not trusted.' }, 'llmspell: restricted', 'warning'],
  ] as const)('names the state %o', (view, text, severity) => {
    const shown = statusText(view);
    expect(shown.text).toContain(text);
    expect(shown.severity).toBe(severity);
  });

  it('tells what a busy kernel does', () => {
    const shown = statusText({ state: 'busy', running: running(), status: { state: 'busy', executions: 2, stopped: 1, requests: 3 } });
    expect(shown.text).toContain('busy (at a breakpoint)');
    expect(shown.tooltip).toContain('2 scripts run, 1 stopped in the debugger; 3 requests in flight');
  });

  it('says what is missing, and still that it is ready', () => {
    const shown = statusText({ state: 'ready', running: running(['zeromq: wrong ABI']) });
    expect(shown).toMatchObject({ severity: 'warning', text: '$(warning) llmspell: ready' });
    expect(shown.tooltip).toContain('Missing: zeromq: wrong ABI');
  });

  it('leads to the log, or to the trust of the folder', () => {
    expect(statusText({ state: 'failed', reason: 'x' }).command).toBe('llmspell.showKernelLog');
    expect(statusText({ state: 'restricted', reason: 'x' }).command).toBe('workbench.trust.manage');
  });
});
