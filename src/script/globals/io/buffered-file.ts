/** Reading by line, number or count, and writing, over a stream that answers in blocks: one call to the kernel for many lines. */
import type { SystemResult } from '../../../common/system-calls.ts';
import { concatBytes } from '../bytes.ts';
import type { ProgramEnd } from '../programs.ts';
import type { Stream } from './streams.ts';

const BLOCK = 64 * 1024;
const NEWLINE = 10;
const EMPTY = new Uint8Array();

/** What the system refused: Lua gets it as `nil, message, code`. */
export class IoFailure extends Error {
  constructor(
    message: string,
    /** The system's error number; below 0: it has none. */
    readonly code: number,
  ) {
    super(message);
  }
}

/** Reading from a file that was opened for writing, or the other way. */
const badDescriptor = (): IoFailure => new IoFailure('Bad file descriptor', 9);

function value<T>(result: SystemResult<T>): T {
  if (!result.ok) throw new IoFailure(result.message, result.code);
  return result.value;
}

export type Buffering = 'no' | 'line' | 'full';
export type Whence = 'set' | 'cur' | 'end';

export class BufferedFile {
  /** Read and not yet taken: `block` from `at` on. */
  private block: Uint8Array = EMPTY;
  private at = 0;
  /** Position in the file where `block` ends, or where the next write goes. */
  private end = 0;
  private pending: Uint8Array[] = [];
  private pendingSize = 0;
  private buffering: Buffering;
  private readonly append: boolean;
  private readonly readable: boolean;
  private readonly writable: boolean;
  private limit = BLOCK;

  constructor(
    private readonly stream: Stream,
    mode: string,
  ) {
    this.append = mode.startsWith('a');
    this.readable = mode.startsWith('r') || mode.includes('+');
    this.writable = !mode.startsWith('r') || mode.includes('+');
    this.buffering = stream.gathers ? 'full' : 'no';
  }

  private get position(): number {
    return this.end - (this.block.length - this.at);
  }

  /** The next byte without taking it; undefined at the end. */
  peek(): number | undefined {
    if (this.at >= this.block.length && !this.fill()) return undefined;
    return this.block[this.at];
  }

  skip(): void {
    this.at += 1;
  }

  /** Up to and including a line end; undefined at the end of the file. */
  line(keepEnd: boolean): Uint8Array | undefined {
    const parts: Uint8Array[] = [];
    while (this.peek() !== undefined) {
      const found = this.block.indexOf(NEWLINE, this.at);
      if (found >= 0) {
        parts.push(this.block.subarray(this.at, keepEnd ? found + 1 : found));
        this.at = found + 1;
        return concatBytes(parts);
      }
      parts.push(this.block.subarray(this.at));
      this.at = this.block.length;
    }
    return parts.length === 0 ? undefined : concatBytes(parts);
  }

  /** Everything that is left; empty at the end. */
  all(): Uint8Array {
    const parts: Uint8Array[] = [];
    while (this.peek() !== undefined) {
      parts.push(this.block.subarray(this.at));
      this.at = this.block.length;
    }
    return concatBytes(parts);
  }

  /** At most `count` bytes; undefined at the end of the file. */
  bytes(count: number): Uint8Array | undefined {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0 && this.peek() !== undefined) {
      const part = this.block.subarray(this.at, this.at + missing);
      parts.push(part);
      this.at += part.length;
      missing -= part.length;
    }
    return parts.length > 0 ? concatBytes(parts) : this.peek() === undefined ? undefined : EMPTY;
  }

  write(bytes: Uint8Array): void {
    if (!this.writable) throw badDescriptor();
    if (this.block.length > 0) this.dropBlock();
    this.pending.push(bytes);
    this.pendingSize += bytes.length;
    this.end += bytes.length;
    if (this.buffering === 'no' || this.pendingSize >= this.limit || (this.buffering === 'line' && bytes.includes(NEWLINE))) this.flush();
  }

  flush(): void {
    if (this.pendingSize === 0) return;
    const bytes = concatBytes(this.pending);
    const start = this.end - this.pendingSize;
    this.pending = [];
    this.pendingSize = 0;
    value(this.stream.write(this.stream.seekable && !this.append ? start : null, bytes));
    if (this.append && this.stream.seekable) this.end = value(this.stream.size());
  }

  seek(whence: Whence, offset: number): number {
    this.flush();
    const size = whence === 'end' || !this.stream.seekable ? value(this.stream.size()) : 0;
    const target = { set: 0, cur: this.position, end: size }[whence] + offset;
    if (target < 0) throw new IoFailure('Invalid argument', 22);
    this.dropBlock();
    this.end = target;
    return target;
  }

  setBuffering(mode: Buffering, size: number | undefined): void {
    this.flush();
    if (!this.stream.gathers) return;
    this.buffering = mode;
    this.limit = size ?? BLOCK;
  }

  /** Closed, whatever the system says to the last bytes. */
  close(): ProgramEnd | null {
    let end: ProgramEnd | null = null;
    try {
      this.flush();
    } catch (error) {
      end = value(this.stream.close());
      // How a program ended says more than that it took no more.
      if (end === null) throw error;
      return end;
    }
    return value(this.stream.close());
  }

  private dropBlock(): void {
    this.end = this.position;
    this.block = EMPTY;
    this.at = 0;
  }

  /** false at the end of the file. */
  private fill(): boolean {
    if (!this.readable) throw badDescriptor();
    this.flush();
    const block = value(this.stream.read(this.stream.seekable ? this.end : null, BLOCK));
    this.end += block.length;
    this.block = block;
    this.at = 0;
    return block.length > 0;
  }
}
