/** Programs that a script runs: what they write belongs to the script's own output, unless the script reads it. */
import type { ProcessEvent, ProcessWait, SystemResult } from '../../common/system-calls.ts';
import type { LuaValue } from '../engine/engine.ts';
import type { Stream } from './io/streams.ts';
import type { Vm } from './vm.ts';

/** How a program has ended. */
export interface ProgramEnd {
  readonly how: 'exit' | 'signal';
  readonly code: number;
}

/** `true, "exit", 0`; `nil, "exit", 3`; `nil, "signal", 9`. */
export const endValues = ({ engine }: Vm, { how, code }: ProgramEnd): LuaValue[] => [how === 'exit' && code === 0 ? engine.boolean(true) : engine.nil, engine.string(how), engine.number(code)];

const FAILED: SystemResult<never> = { ok: false, message: 'Bad file descriptor', code: 9 };
const ILLEGAL_SEEK: SystemResult<never> = { ok: false, message: 'Illegal seek', code: 29 };

/** Waits for what is asked, and passes on what the program writes meanwhile; its standard output is answered when `reads`. */
function next(vm: Vm, id: number, until: ProcessWait, reads = false): ProcessEvent {
  for (;;) {
    const event = vm.system('$process.next', id, until);
    if (event.kind !== 'output' || (reads && event.stream === 'stdout')) return event;
    vm.services.write(event.stream, event.bytes);
  }
}

function untilEnd(vm: Vm, id: number): SystemResult<ProgramEnd> {
  const event = next(vm, id, 'end');
  if (event.kind === 'end') return { ok: true, value: event };
  return event.kind === 'failed' ? { ok: false, message: event.message, code: event.code } : FAILED;
}

/** Runs a command to its end. */
export function execute(vm: Vm, command: string): SystemResult<ProgramEnd> {
  const started = vm.system('$process.start', command, 'x');
  return started.ok ? untilEnd(vm, started.value) : started;
}

/** The other end of the pipe to a program that runs. */
export const programStream = (vm: Vm, id: number, mode: 'r' | 'w'): Stream => ({
  seekable: false,
  gathers: true,
  read() {
    if (mode === 'w') return FAILED;
    const event = next(vm, id, 'output', true);
    if (event.kind === 'failed') return { ok: false, message: event.message, code: event.code };
    return { ok: true, value: event.kind === 'output' ? event.bytes : new Uint8Array() };
  },
  write(_position, bytes) {
    if (mode === 'r') return FAILED;
    vm.system('$process.write', id, bytes);
    const event = next(vm, id, 'room');
    return event.kind === 'failed' ? { ok: false, message: event.message, code: event.code } : { ok: true, value: null };
  },
  size: () => ILLEGAL_SEEK,
  close() {
    vm.system('$process.closeEnd', id);
    return untilEnd(vm, id);
  },
});
