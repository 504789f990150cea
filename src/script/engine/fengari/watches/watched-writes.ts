/** For tests: watches variables and fields of a script from a mark on, and tells what was seen of them. */
import type { Engine, EngineStop, LuaFrame, WatchTarget } from '../../engine.ts';
import { define, marksIn, newEngine, run, stopAt, stopFromLoad } from '../../testing.ts';

type Watched = 'every write' | undefined;

/** What can be watched in a frame: variables by name, `name.key` for the field of a table in a variable. */
export function targetOf(engine: Engine, frame: LuaFrame, path: string): WatchTarget {
  const [name = '', key] = path.split('.');
  const variable = [...engine.locals(frame)].reverse().find((one) => one.name === name) ?? engine.upvalues(frame).find((one) => one.name === name);
  const value = variable?.value ?? engine.rawGet(engine.globals, engine.string(name));
  const target =
    key !== undefined
      ? engine.fieldTarget(value, /^\d+$/.test(key) ? engine.number(Number(key)) : engine.string(key))
      : variable === undefined
        ? engine.fieldTarget(engine.globals, engine.string(name))
        : engine.variableTarget(frame, variable);
  if (target === undefined) throw new Error(`${path} cannot be watched`);
  return target;
}

/** Watches `paths` from the first arrival at `--@watch` on; tells of each write as `mark: old → new`, and of variables that are gone. */
export function writesIn(text: string, paths: string, everyWrite?: Watched): string[] {
  const { lineOf, markOf } = marksIn(text);
  const seen: string[] = [];
  const names = new Map<WatchTarget, string>();
  const shown = (value: Parameters<Engine['toText']>[0]): string => engine.toText(value).replace(/: 0x\w+/, '');
  const engine: Engine = newEngine({
    loaded: (main) => stopFromLoad(engine, main, lineOf('watch')),
    stopped(stop) {
      if (stop.kind === 'line') {
        stopAt(engine, stop.line, false);
        for (const path of paths.split(' ')) {
          const target = targetOf(engine, engine.topFrame(stop.thread)!, path);
          names.set(target, path);
          engine.watch(target, everyWrite !== undefined);
        }
      }
      if (stop.kind === 'write') seen.push(...told(stop));
    },
    watchEnded: (target) => void seen.push(`${names.get(target)} gone`),
  });
  const told = ({ thread, writes }: Extract<EngineStop, { kind: 'write' }>): string[] => {
    const frame = engine.frames(thread).find(({ body }) => body !== undefined)!;
    return writes.map(({ target, old, value }) => `${markOf(frame.line)}: ${names.get(target)} ${shown(old)} → ${shown(value)}`);
  };
  define(engine, 'host', () => undefined);
  run(engine, text);
  return seen;
}
