/** `Debug.timer`: stopwatches with laps. */
import type { LuaValue } from '../../engine/engine.ts';
import { clock } from '../clock.ts';
import { scriptObjectIn, type ScriptObject } from '../script-objects.ts';
import type { Vm, VmFunctions } from '../vm.ts';

class DebugTimer implements ScriptObject {
  readonly $object = 'DebugTimer';
  readonly laps: { readonly name: string; readonly elapsedMs: number }[] = [];
  running = true;
  private readonly started = clock.monotonic();

  constructor(
    readonly id: string,
    readonly name: string,
  ) {}

  get elapsedMs(): number {
    return clock.monotonic() - this.started;
  }

  get fields(): { name: string; running: boolean; id: string } {
    return { name: this.name, running: this.running, id: this.id };
  }

  get label(): string {
    return this.name;
  }
}

const timerIn = (vm: Vm, value: LuaValue | undefined): DebugTimer => scriptObjectIn(vm.engine, value!) as DebugTimer;

let timers = 0;

type TimerFunction = 'Debug.timer' | `DebugTimer:${'stop' | 'lap' | 'elapsed' | 'laps'}`;

export const timerFunctions: Pick<VmFunctions, TimerFunction> = {
  'Debug.timer': (vm, [name]) => [vm.objects.wrap(new DebugTimer(`timer-${(timers += 1)}`, vm.text(name)!))],
  'DebugTimer:stop': (vm, [self]) => {
    const timer = timerIn(vm, self);
    if (!timer.running) return [vm.engine.nil];
    timer.running = false;
    return [vm.engine.float(timer.elapsedMs)];
  },
  'DebugTimer:lap': (vm, [self, name]) => {
    const timer = timerIn(vm, self);
    if (timer.running) timer.laps.push({ name: vm.text(name)!, elapsedMs: timer.elapsedMs });
    return [vm.engine.boolean(timer.running)];
  },
  'DebugTimer:elapsed': (vm, [self]) => {
    const timer = timerIn(vm, self);
    return [timer.running ? vm.engine.float(timer.elapsedMs) : vm.engine.nil];
  },
  'DebugTimer:laps': (vm, [self]) => {
    const { engine } = vm;
    const list = engine.table();
    timerIn(vm, self).laps.forEach(({ name, elapsedMs }, i) => {
      const lap = engine.table();
      engine.rawSet(lap, engine.string('name'), engine.string(name));
      engine.rawSet(lap, engine.string('elapsed_ms'), engine.float(elapsedMs));
      engine.rawSet(list, engine.number(i + 1), lap);
    });
    return [list];
  },
};
