/** The functions of `Debug` about which messages are shown, and about those that were. */
import type { LuaValue } from '../../engine/engine.ts';
import { parseJson } from '../json/parse.ts';
import { list, record } from '../tables.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import type { LogBook, LogEntry } from './log-book.ts';
import { isPatternType, type PatternType } from './module-filters.ts';

type FilterFunction = `Debug.${'addModuleFilter' | 'addAdvancedFilter' | 'removeModuleFilter' | 'clearModuleFilters' | 'setDefaultFilterEnabled' | 'getFilterSummary' | 'getCapturedEntries' | 'clearCaptured'}`;

export function filterFunctions(book: LogBook): Pick<VmFunctions, FilterFunction> {
  const { filters } = book;
  return {
    'Debug.addModuleFilter': (vm, [pattern, enabled]) => {
      const text = vm.text(pattern)!;
      filters.add(text, text.includes('*') ? 'wildcard' : 'exact', vm.engine.toBoolean(enabled!));
    },
    'Debug.addAdvancedFilter': (vm, [pattern, type, enabled]) => {
      const name = vm.text(type)!;
      if (!isPatternType(name)) return [vm.engine.boolean(false)];
      addChecked(vm, book, vm.text(pattern)!, name, vm.engine.toBoolean(enabled!));
      return [vm.engine.boolean(true)];
    },
    'Debug.removeModuleFilter': (vm, [pattern]) => [vm.engine.boolean(filters.remove(vm.text(pattern)!))],
    'Debug.clearModuleFilters': () => filters.clear(),
    'Debug.setDefaultFilterEnabled': (vm, [enabled]) => {
      filters.defaultEnabled = vm.engine.toBoolean(enabled!);
    },
    'Debug.getFilterSummary': ({ engine }) => [
      record(engine, {
        default_enabled: engine.boolean(filters.defaultEnabled),
        total_rules: engine.number(filters.rules.length),
        rules: list(
          engine,
          filters.rules.map(({ pattern, type, enabled }) => record(engine, { pattern: engine.string(pattern), pattern_type: engine.string(type), enabled: engine.boolean(enabled) })),
        ),
      }),
    ],
    'Debug.getCapturedEntries': (vm, [limit]) => {
      const most = limit === undefined || vm.engine.type(limit) === 'nil' ? Infinity : Number(vm.engine.toNumber(limit));
      return [list(vm.engine, book.entries(most).map((entry) => entryTable(vm, entry)))];
    },
    'Debug.clearCaptured': () => book.clear(),
  };
}

function addChecked(vm: Vm, { filters }: LogBook, pattern: string, type: PatternType, enabled: boolean): void {
  try {
    filters.add(pattern, type, enabled);
  } catch (error) {
    throw error instanceof SyntaxError ? vm.error(`bad argument #1 'pattern' to 'Debug.addAdvancedFilter' (a regular expression expected, got "${pattern}": ${error.message.split(': ').at(-1)!})`) : error;
  }
}

function entryTable({ engine }: Vm, { timestampMs, level, message, module, data }: LogEntry): LuaValue {
  return record(engine, {
    timestamp: engine.string(new Date(timestampMs).toISOString()),
    level: engine.string(level),
    message: engine.string(message),
    module: module === undefined ? undefined : engine.string(module),
    metadata: data === undefined ? undefined : parseJson(data, engine),
  });
}
