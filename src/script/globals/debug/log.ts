/** `Debug.info` and its kin: levels, and lines on the standard error. */
import type { LuaValue } from '../../engine/engine.ts';
import { utf8 } from '../bytes.ts';
import { JsonValueError, stringifyJson } from '../json/stringify.ts';
import type { Vm, VmFunction, VmFunctions } from '../vm.ts';

/** From the fewest lines to the most; the index is the number scripts may give. */
const LEVELS = ['off', 'error', 'warn', 'info', 'debug', 'trace'] as const;
type Level = (typeof LEVELS)[number];
const ALIASES: Readonly<Record<string, Level>> = { none: 'off', err: 'error', warning: 'warn' };

interface LogState {
  level: Level;
  enabled: boolean;
}

type LogFunction = `Debug.${'error' | 'warn' | 'info' | 'debug' | 'trace' | 'log' | 'logWithData' | 'setLevel' | 'getLevel' | 'setEnabled' | 'isEnabled'}`;

/** Letter case does not matter; numbers count from 0. */
function findLevel(vm: Vm, value: LuaValue): Level | undefined {
  const given = vm.engine.toText(value).trim().toLowerCase();
  const name = ALIASES[given] ?? LEVELS[Number(given)] ?? given;
  return LEVELS.find((level) => level === name);
}

export function logFunctions(): Pick<VmFunctions, LogFunction> {
  const state: LogState = { level: 'info', enabled: true };

  const write = (vm: Vm, level: Level, message: LuaValue | undefined, module: LuaValue | undefined, data = ''): void => {
    if (!state.enabled || level === 'off' || LEVELS.indexOf(level) > LEVELS.indexOf(state.level)) return;
    const from = vm.text(module);
    const text = message === undefined ? '' : vm.engine.toDisplay(message);
    vm.services.write('stderr', utf8(`[${level.toUpperCase()}] ${from === undefined ? '' : `${from}: `}${text}${data}\n`));
  };
  const at =
    (level: Level): VmFunction =>
    (vm, [message, module]) =>
      write(vm, level, message, module);
  const named = (vm: Vm, value: LuaValue, name: string): Level => {
    const level = findLevel(vm, value);
    if (level === undefined) throw vm.error(`bad argument #1 'level' to '${name}' (one of ${LEVELS.join(', ')} expected, got "${vm.engine.toText(value)}")`);
    return level;
  };

  return {
    'Debug.error': at('error'),
    'Debug.warn': at('warn'),
    'Debug.info': at('info'),
    'Debug.debug': at('debug'),
    'Debug.trace': at('trace'),
    'Debug.log': (vm, [level, message, module]) => write(vm, named(vm, level!, 'Debug.log'), message, module),
    'Debug.logWithData': (vm, [level, message, data, module]) => write(vm, named(vm, level!, 'Debug.logWithData'), message, module, ` ${dataText(vm, data!)}`),
    'Debug.setLevel': (vm, [value]) => {
      const level = findLevel(vm, value!);
      if (level !== undefined) state.level = level;
      return [vm.engine.boolean(level !== undefined)];
    },
    'Debug.getLevel': (vm) => [vm.engine.string(state.level)],
    'Debug.setEnabled': (vm, [enabled]) => {
      state.enabled = vm.engine.toBoolean(enabled!);
    },
    'Debug.isEnabled': (vm) => [vm.engine.boolean(state.enabled)],
  };
}

function dataText(vm: Vm, data: LuaValue): string {
  try {
    return stringifyJson(data, vm.engine);
  } catch (error) {
    throw error instanceof JsonValueError ? vm.error(error.message) : error;
  }
}
