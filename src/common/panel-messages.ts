/** What the extension and the "Spell Events" webview say to each other by postMessage. */
import type { SourceLine, SpellEvent } from './events.ts';

export type ToPanel =
  /** In the order of the kernel. `fresh`: forget what was shown before (the webview was just opened, or the list was cleared). */
  | { readonly type: 'events'; readonly events: readonly SpellEvent[]; readonly fresh: boolean }
  /** Shown above the list while there is something to say; an empty text takes it away. */
  | { readonly type: 'notice'; readonly text: string };

export type FromPanel =
  /** The webview can receive: everything that is remembered is sent to it. */
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly source: SourceLine }
  /** A button of the empty state: the command of the same name. */
  | { readonly type: 'command'; readonly command: 'debugFile' | 'runFile' | 'showLog' };
