/** `Debug.timer`: stopwatches with laps and events. */
import type { LuaValue } from '../../engine/engine.ts';
import { jsonText } from '../json/index.ts';
import { scriptObjectIn } from '../script-objects.ts';
import { list, record } from '../tables.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import type { DebugTimer, TimerBook } from './timer-book.ts';

type TimerFunction = 'Debug.timer' | 'Debug.recordEvent' | `DebugTimer:${'stop' | 'lap' | 'elapsed' | 'laps'}`;

const timerIn = (vm: Vm, value: LuaValue | undefined): DebugTimer => scriptObjectIn(vm.engine, value!) as DebugTimer;

export function timerFunctions(book: TimerBook): Pick<VmFunctions, TimerFunction> {
  return {
    'Debug.timer': (vm, [name]) => [vm.objects.wrap(book.start(vm.text(name)!, vm.engine.memoryUsed()))],
    'Debug.recordEvent': (vm, [id, name, data]) => {
      const timer = vm.engine.type(id!) === 'string' ? book.get(vm.text(id)!) : timerIn(vm, id);
      if (timer?.running === true) timer.note(vm.text(name)!, data === undefined || vm.engine.type(data) === 'nil' ? undefined : jsonText(vm, data));
      return [vm.engine.boolean(timer?.running === true)];
    },
    'DebugTimer:stop': (vm, [self]) => {
      const timer = timerIn(vm, self);
      if (!timer.running) return [vm.engine.nil];
      book.stop(timer, vm.engine.memoryUsed());
      return [vm.engine.float(timer.elapsedMs)];
    },
    'DebugTimer:lap': (vm, [self, name]) => {
      const timer = timerIn(vm, self);
      if (timer.running) timer.lap(vm.text(name)!);
      return [vm.engine.boolean(timer.running)];
    },
    'DebugTimer:elapsed': (vm, [self]) => {
      const timer = timerIn(vm, self);
      return [timer.running ? vm.engine.float(timer.elapsedMs) : vm.engine.nil];
    },
    'DebugTimer:laps': (vm, [self]) => {
      const { engine } = vm;
      return [list(engine, timerIn(vm, self).laps.map(({ name, elapsedMs }) => record(engine, { name: engine.string(name), elapsed_ms: engine.float(elapsedMs) })))];
    },
  };
}
