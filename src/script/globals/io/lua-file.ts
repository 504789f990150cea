/** A file as scripts hold it. */
import type { ProgramEnd } from '../programs.ts';
import type { ScriptObject } from '../script-objects.ts';
import { BufferedFile } from './buffered-file.ts';
import type { Stream } from './streams.ts';

let files = 0;

/** What stands for the address that C would show. */
const ADDRESS_DIGITS = 14;

export class LuaFile implements ScriptObject {
  readonly $object = 'File';
  private readonly number = (files += 1);
  readonly id = `file-${this.number}`;
  readonly buffer: BufferedFile;
  closed = false;

  constructor(
    readonly path: string,
    readonly mode: string,
    stream: Stream,
    /** The program's own input and outputs cannot be closed. */
    readonly isStandard: boolean,
  ) {
    this.buffer = new BufferedFile(stream, mode);
  }

  get fields(): { path: string; mode: string; closed: boolean } {
    return { path: this.path, mode: this.mode, closed: this.closed };
  }

  /** As Lua shows files, with a number in place of the address. */
  get text(): string {
    return this.closed ? 'file (closed)' : `file (0x${this.number.toString(16).padStart(ADDRESS_DIGITS, '0')})`;
  }

  close(): ProgramEnd | null {
    this.closed = !this.isStandard;
    return this.buffer.close();
  }
}
