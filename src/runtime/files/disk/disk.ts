/**
 * How a file is got hold of, so that what was judged is what is used. A name may lead elsewhere at any moment (a folder is swapped for a
 * symlink); a thing that is held stays the same thing. Each system does it as well as it can: `linux.ts`, `portable.ts`.
 */
import type { FileHandle } from 'node:fs/promises';

/** `device`: a character device; `special`: FIFOs, sockets, disks. */
export type Kind = 'file' | 'folder' | 'link' | 'device' | 'special';

export interface Held {
  /** Where it really lies: absolute, without symlinks. */
  readonly path: string;
  readonly kind: Kind;
  /** A path for system calls that leads to the very thing. Names may be put behind it when it is a folder. */
  readonly via: string;
  /** Bytes. */
  readonly size: number;
  close(): Promise<void>;
}

export interface Disk {
  /** Fails as the system does when there is nothing. `follow: false` holds a symlink itself. */
  hold(path: string, options?: { readonly follow: boolean }): Promise<Held>;
  /** Opens what is held, without making anything. `flags` as of open(2). */
  open(held: Held, flags: number): Promise<FileHandle>;
  /** Makes a new file in a folder; EEXIST when the name is taken, by whatever. */
  create(folder: Held, name: string, flags: number, mode: number): Promise<FileHandle>;
  /** Fails when `held` is not what its path leads to any more. Where `via` cannot be deceived there is nothing to do. */
  confirm(held: Held): Promise<void>;
}

/** What was judged has become something else meanwhile. Trying again finds out what it is now. */
export class MovedError extends Error {}
