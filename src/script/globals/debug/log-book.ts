/**
 * The log of one script: which messages are shown, where they go (the standard error), and the last of them that were. What it starts with is
 * asked of the kernel at the first message, so that scripts that do not log wait for nothing.
 */
import { utf8 } from '../bytes.ts';
import { clock } from '../clock.ts';
import type { Vm } from '../vm.ts';
import { findLevel, isShown, type Level } from './levels.ts';
import { ModuleFilters } from './module-filters.ts';

export interface LogEntry {
  readonly timestampMs: number;
  readonly level: Level;
  readonly message: string;
  readonly module: string | undefined;
  /** JSON. */
  readonly data: string | undefined;
}

export class LogBook {
  readonly filters = new ModuleFilters();
  readonly #vm: Vm;
  #settings: { level: Level; enabled: boolean; readonly most: number } | undefined;
  #entries: LogEntry[] = [];

  constructor(vm: Vm) {
    this.#vm = vm;
  }

  get level(): Level {
    return this.#known.level;
  }
  set level(level: Level) {
    this.#known.level = level;
  }

  get enabled(): boolean {
    return this.#known.enabled;
  }
  set enabled(enabled: boolean) {
    this.#known.enabled = enabled;
  }

  /** `message` and `data` are asked for only when the message is shown: they may run code of the script. */
  write(level: Level, module: string | undefined, message: () => string, data?: () => string): void {
    const known = this.#known;
    if (!known.enabled || !isShown(level, known.level) || !this.filters.lets(module)) return;
    const entry: LogEntry = { timestampMs: clock.now(), level, message: message(), module, data: data?.() };
    this.#keep(entry, known.most);
    this.#vm.services.write('stderr', utf8(`${lineOf(entry)}\n`));
  }

  /** The last ones, the oldest first. */
  entries(limit: number): readonly LogEntry[] {
    return limit <= 0 ? [] : this.#entries.slice(-Math.min(limit, this.#known.most));
  }

  clear(): void {
    this.#entries = [];
  }

  get #known(): { level: Level; enabled: boolean; readonly most: number } {
    if (this.#settings === undefined) {
      const { level, enabled, capturedEntries } = this.#vm.system('$debug.settings');
      this.#settings = { level: findLevel(level) ?? 'info', enabled, most: capturedEntries };
    }
    return this.#settings;
  }

  /** Twice as many may be there for a moment: moving them at each message would cost more than it saves. */
  #keep(entry: LogEntry, most: number): void {
    if (most === 0) return;
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * most) this.#entries = this.#entries.slice(-most);
  }
}

const lineOf = ({ level, module, message, data }: LogEntry): string => `[${level.toUpperCase()}] ${module === undefined ? '' : `${module}: `}${message}${data === undefined ? '' : ` ${data}`}`;
