/** What the status bar item says of the kernel: text, tooltip, and what a click does. Pure. */
import type { KernelView } from './supervisor.ts';

export interface StatusText {
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly severity: 'normal' | 'warning' | 'error';
  readonly command: 'llmspell.showKernelLog' | 'workbench.trust.manage';
}

export function statusText(view: KernelView): StatusText {
  const missing = view.running?.ready.missing ?? [];
  return {
    text: `$(${icon(view, missing.length > 0)}) llmspell: ${word(view)}`,
    tooltip: [headline(view), ...work(view), ...missing.map((part) => `Missing: ${part}`), footer(view)].join('\n\n'),
    severity: view.state === 'failed' ? 'error' : view.state === 'restricted' || missing.length > 0 ? 'warning' : 'normal',
    command: view.state === 'restricted' ? 'workbench.trust.manage' : 'llmspell.showKernelLog',
  };
}

function icon(view: KernelView, lacks: boolean): string {
  switch (view.state) {
    case 'restricted':
      return 'shield';
    case 'starting':
      return 'loading~spin';
    case 'busy':
      return (view.status?.stopped ?? 0) > 0 ? 'debug-pause' : 'sync~spin';
    case 'ready':
      return lacks ? 'warning' : 'sparkle';
    case 'stopped':
      return 'circle-slash';
    case 'failed':
      return 'error';
  }
}

function word(view: KernelView): string {
  if (view.state === 'busy' && (view.status?.stopped ?? 0) > 0) return 'busy (at a breakpoint)';
  return view.state;
}

function headline(view: KernelView): string {
  if (view.running !== undefined) {
    const { process, ready } = view.running;
    return `**llmspell kernel** ${ready.version}, process ${ready.pid}, run by ${process.runtime.name}`;
  }
  return view.reason ?? (view.state === 'starting' ? 'The llmspell kernel is starting.' : 'The llmspell kernel is not running; it starts with the next script.');
}

function work(view: KernelView): string[] {
  if (view.status === undefined || view.state !== 'busy') return [];
  const { executions, stopped, requests } = view.status;
  const scripts = `${executions} ${executions === 1 ? 'script runs' : 'scripts run'}`;
  return [`${scripts}${stopped > 0 ? `, ${stopped} stopped in the debugger` : ''}; ${requests} ${requests === 1 ? 'request' : 'requests'} in flight`];
}

const footer = (view: KernelView): string => (view.state === 'restricted' ? 'Click to manage the trust of this folder.' : 'Click to show its log.');
