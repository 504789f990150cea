/** Where the bytes of a file come from and go to: a file of the kernel, the program's output, or its input. */
import type { SystemResult } from '../../../common/system-calls.ts';
import type { ProgramEnd } from '../programs.ts';
import type { Vm } from '../vm.ts';

export interface Stream {
  /** Can be read and written at positions; else only in order. */
  readonly seekable: boolean;
  /** Whether what is written is better gathered into larger pieces. */
  readonly gathers: boolean;
  /** Empty at the end. `position` is null where there are none. */
  read(position: number | null, count: number): SystemResult<Uint8Array>;
  write(position: number | null, bytes: Uint8Array): SystemResult<null>;
  size(): SystemResult<number>;
  /** Of a program: how it ended. */
  close(): SystemResult<ProgramEnd | null>;
}

const BAD_DESCRIPTOR: SystemResult<never> = { ok: false, message: 'Bad file descriptor', code: 9 };
const ILLEGAL_SEEK: SystemResult<never> = { ok: false, message: 'Illegal seek', code: 29 };
const NO_CLOSE: SystemResult<never> = { ok: false, message: 'cannot close standard file', code: -1 };
const DONE: SystemResult<null> = { ok: true, value: null };

/** A file the kernel has opened. */
export const kernelFile = (vm: Vm, id: number, seekable: boolean): Stream => ({
  seekable,
  gathers: true,
  read: (position, count) => vm.system('$file.read', id, position, count),
  write: (position, bytes) => vm.system('$file.write', id, position, bytes),
  size: () => vm.system('$file.size', id),
  close: () => vm.system('$file.close', id),
});

/** The worker gathers output itself, so nothing is held back here. */
export const outputStream = (vm: Vm, category: 'stdout' | 'stderr'): Stream => ({
  seekable: false,
  gathers: false,
  read: () => BAD_DESCRIPTOR,
  write: (_position, bytes) => {
    vm.services.write(category, bytes);
    return DONE;
  },
  size: () => ILLEGAL_SEEK,
  close: () => NO_CLOSE,
});

export const inputStream = (vm: Vm): Stream => ({
  seekable: false,
  gathers: false,
  read: () => ({ ok: true, value: vm.system('$input.read') ?? new Uint8Array() }),
  write: () => BAD_DESCRIPTOR,
  size: () => ILLEGAL_SEEK,
  close: () => NO_CLOSE,
});
