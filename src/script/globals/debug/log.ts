/** `Debug.info` and its kin: levels, and lines on the standard error. */
import type { LuaValue } from '../../engine/engine.ts';
import { jsonText } from '../json/index.ts';
import type { Vm, VmFunction, VmFunctions } from '../vm.ts';
import { LEVELS, findLevel, type Level } from './levels.ts';
import type { LogBook } from './log-book.ts';

type LogFunction = `Debug.${'error' | 'warn' | 'info' | 'debug' | 'trace' | 'log' | 'logWithData' | 'setLevel' | 'getLevel' | 'setEnabled' | 'isEnabled'}`;

export function logFunctions(book: LogBook): Pick<VmFunctions, LogFunction> {
  return {
    'Debug.error': messageAt(book, 'error'),
    'Debug.warn': messageAt(book, 'warn'),
    'Debug.info': messageAt(book, 'info'),
    'Debug.debug': messageAt(book, 'debug'),
    'Debug.trace': messageAt(book, 'trace'),
    'Debug.log': (vm, [level, message, module]) => book.write(named(vm, level!, 'Debug.log'), vm.text(module), shown(vm, message)),
    'Debug.logWithData': (vm, [level, message, data, module]) => book.write(named(vm, level!, 'Debug.logWithData'), vm.text(module), shown(vm, message), () => jsonText(vm, data!)),
    'Debug.setLevel': (vm, [value]) => {
      const level = findLevel(vm.engine.toText(value!));
      if (level !== undefined) book.level = level;
      return [vm.engine.boolean(level !== undefined)];
    },
    'Debug.getLevel': (vm) => [vm.engine.string(book.level)],
    'Debug.setEnabled': (vm, [enabled]) => {
      book.enabled = vm.engine.toBoolean(enabled!);
    },
    'Debug.isEnabled': (vm) => [vm.engine.boolean(book.enabled)],
  };
}

/** A function of `message, module`. */
export const messageAt =
  (book: LogBook, level: Level): VmFunction =>
  (vm, [message, module]) =>
    book.write(level, vm.text(module), shown(vm, message));

export const shown =
  (vm: Vm, message: LuaValue | undefined): (() => string) =>
  () =>
    message === undefined ? '' : vm.engine.toDisplay(message);

function named(vm: Vm, value: LuaValue, name: string): Level {
  const level = findLevel(vm.engine.toText(value));
  if (level === undefined) throw vm.error(`bad argument #1 'level' to '${name}' (one of ${LEVELS.join(', ')} expected, got "${vm.engine.toText(value)}")`);
  return level;
}
