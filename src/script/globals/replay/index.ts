/** `Replay`: its functions, and the modes scripts find in `Replay.modes`. */
import type { LuaValue } from '../../engine/engine.ts';
import { ConversionError, toHost } from '../convert.ts';
import { scriptObjectIn, type ScriptObject } from '../script-objects.ts';
import { list, record } from '../tables.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import { compareJson } from './compare.ts';
import { isCronExpression } from './cron.ts';
import { MODES, ReplayComparator, ReplayConfig, ReplayMode, ReplayModification, ReplaySchedule, type ModeName } from './objects.ts';

type ReplayFunction = Extract<keyof VmFunctions, `Replay${string}`>;

export interface ReplayLibrary {
  readonly functions: Pick<VmFunctions, ReplayFunction>;
  /** Once the tables are there. */
  installModes(): void;
}

export function replayLibrary(vm: Vm): ReplayLibrary {
  const { engine } = vm;
  const modes = new Map<string, LuaValue>();
  const modeOf = (name: ModeName): LuaValue => {
    let mode = modes.get(name);
    if (mode === undefined) modes.set(name, (mode = vm.objects.wrap(new ReplayMode(name))));
    return mode;
  };
  const objectIn = (value: LuaValue | undefined): ScriptObject => scriptObjectIn(engine, value!)!;
  const isNil = (value: LuaValue | undefined): value is undefined => value === undefined || engine.type(value) === 'nil';
  const modification = (path: LuaValue, value: LuaValue, enabled: LuaValue | undefined): LuaValue =>
    vm.objects.wrap(new ReplayModification(vm.text(path)!, value, isNil(enabled) || engine.toBoolean(enabled)));
  const schedule = (kind: ReplaySchedule['id'], label: string): LuaValue[] => [vm.objects.wrap(new ReplaySchedule(kind, label))];
  const seconds = (value: LuaValue | undefined): string => `${engine.toText(value!)} s`;

  const functions: Pick<VmFunctions, ReplayFunction> = {
    'ReplayMode:name': (_vm, [self]) => [engine.string(objectIn(self).id)],
    'Replay.create_config': (_vm, [given]) => {
      const mode = isNil(given) ? 'exact' : (vm.text(given) ?? objectIn(given).id);
      if (!isMode(mode)) throw vm.error(`bad argument #1 'mode' to 'Replay.create_config' (one of ${MODES.join(', ')} expected, got "${mode}")`);
      return [vm.objects.wrap(new ReplayConfig(modeOf(mode), mode))];
    },
    'ReplayConfig:get_mode': (_vm, [self]) => [(objectIn(self) as ReplayConfig).mode],
    'ReplayConfig:should_compare_results': (_vm, [self]) => [engine.boolean((objectIn(self) as ReplayConfig).comparesResults)],
    'ReplayConfig:get_timeout_seconds': (_vm, [self]) => [engine.number((objectIn(self) as ReplayConfig).timeoutSeconds)],
    'ReplayConfig:should_stop_on_error': (_vm, [self]) => [engine.boolean((objectIn(self) as ReplayConfig).stopsOnError)],
    'ReplayConfig:get_modifications': (_vm, [self]) => [list(engine, (objectIn(self) as ReplayConfig).modifications)],
    'ReplayConfig:add_modification': (_vm, [self, path, value, enabled]) => void (objectIn(self) as ReplayConfig).modifications.push(modification(path!, value!, enabled)),
    'Replay.create_modification': (_vm, [path, value, enabled]) => [modification(path!, value!, enabled)],
    'ReplayModification:get_path': (_vm, [self]) => [engine.string(objectIn(self).id)],
    'ReplayModification:get_value': (_vm, [self]) => [(objectIn(self) as ReplayModification).value],
    'ReplayModification:is_enabled': (_vm, [self]) => [engine.boolean((objectIn(self) as ReplayModification).enabled)],
    'ReplayModification:set_enabled': (_vm, [self, enabled]) => {
      (objectIn(self) as ReplayModification).enabled = engine.toBoolean(enabled!);
    },
    'Replay.schedules.once': (_vm, [delay]) => schedule('once', `once, after ${seconds(delay)}`),
    'Replay.schedules.interval': (_vm, [delay, interval, most]) =>
      schedule('interval', `every ${seconds(interval)}, first after ${seconds(delay)}${isNil(most) ? '' : `, ${engine.toText(most)} times at most`}`),
    'Replay.schedules.cron': (_vm, [expression]) => {
      const text = vm.text(expression)!;
      if (!isCronExpression(text)) throw vm.error(`bad argument #1 'expression' to 'Replay.schedules.cron' (minute, hour, day, month and day of the week expected, as in "0 9 * * 1-5", got "${text}")`);
      return schedule('cron', `cron ${text}`);
    },
    'ReplaySchedule:type_name': (_vm, [self]) => [engine.string(objectIn(self).id)],
    'Replay.create_comparator': () => [vm.objects.wrap(new ReplayComparator())],
    'ReplayComparator:compare_json': (_vm, [, before, after]) => [comparisonTable(vm, before ?? engine.nil, after ?? engine.nil)],
  };

  return {
    functions,
    installModes() {
      const table = engine.rawGet(engine.rawGet(engine.globals, engine.string('Replay')), engine.string('modes'));
      for (const name of MODES) engine.rawSet(table, engine.string(name), modeOf(name));
    },
  };
}

const isMode = (text: string): text is ModeName => (MODES as readonly string[]).includes(text);

function comparisonTable(vm: Vm, before: LuaValue, after: LuaValue): LuaValue {
  const { engine } = vm;
  const { differences, further, places, same } = compareJson(plain(vm, before, 'original'), plain(vm, after, 'replayed'));
  const count = differences.length + further;
  return record(engine, {
    identical: engine.boolean(count === 0),
    similarity_score: engine.float(same / places),
    summary: engine.string(count === 0 ? 'the same' : `${count} ${count === 1 ? 'difference' : 'differences'}, ${same} of ${places} values are the same`),
    differences: count === 0 ? undefined : list(engine, differences.map(({ path, description }) => record(engine, { path: engine.string(path), description: engine.string(description) }))),
  });
}

function plain(vm: Vm, value: LuaValue, parameter: string): unknown {
  try {
    return toHost(value, { engine: vm.engine, place: `argument '${parameter}' of 'ReplayComparator:compare_json'` });
  } catch (error) {
    throw error instanceof ConversionError ? vm.error(error.message.replace('cannot be sent', 'cannot be compared')) : error;
  }
}
