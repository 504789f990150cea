/**
 * Entries that are never written to the store: a bounded cache in the kernel's memory. What was not used for longest goes first when there are too
 * many, or when they take too much.
 */
import { isOver } from './entry.ts';

export interface EphemeralEntry {
  readonly version: number;
  readonly expiresAt: number | undefined;
  /** The bytes of an exact value. */
  readonly value: Uint8Array;
}

export const MAX_EPHEMERAL_ENTRIES = 10_000;
/** Beyond the value itself: the name, and what a map needs. */
const OVERHEAD_BYTES = 200;

export class EphemeralEntries {
  /** In the order of use. */
  private readonly entries = new Map<string, EphemeralEntry>();
  private used = 0;
  /** Far from the versions of the store, so that an entry that moves between them never has the same version twice. */
  private writes = 2 ** 40;

  constructor(
    readonly maxBytes: number,
    private readonly maxEntries = MAX_EPHEMERAL_ENTRIES,
  ) {}

  get bytes(): number {
    return this.used;
  }

  get count(): number {
    return this.entries.size;
  }

  get(name: string, now: number): EphemeralEntry | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    this.delete(name);
    if (isOver(entry, now)) return undefined;
    this.keep(name, entry);
    return entry;
  }

  /** Answers the version. */
  set(name: string, value: Uint8Array, expiresAt: number | undefined): number {
    this.delete(name);
    const version = (this.writes += 1);
    this.keep(name, { version, expiresAt, value });
    for (const [oldest] of this.entries) {
      if (this.used <= this.maxBytes && this.entries.size <= this.maxEntries) break;
      this.delete(oldest);
    }
    return version;
  }

  delete(name: string): boolean {
    const entry = this.entries.get(name);
    if (entry === undefined) return false;
    this.used -= sizeOf(name, entry);
    return this.entries.delete(name);
  }

  /** All that are not over. */
  names(now: number): string[] {
    return [...this.entries].filter(([, entry]) => !isOver(entry, now)).map(([name]) => name);
  }

  clear(): void {
    this.entries.clear();
    this.used = 0;
  }

  private keep(name: string, entry: EphemeralEntry): void {
    this.entries.set(name, entry);
    this.used += sizeOf(name, entry);
  }
}

const sizeOf = (name: string, { value }: EphemeralEntry): number => 2 * name.length + value.length + OVERHEAD_BYTES;
