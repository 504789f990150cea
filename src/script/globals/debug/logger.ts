/** `Logger`: the log of `Debug` under another name, and loggers of one module. */
import { jsonText } from '../json/index.ts';
import { scriptObjectIn, type ScriptObject } from '../script-objects.ts';
import type { VmFunction, VmFunctions } from '../vm.ts';
import type { Level } from './levels.ts';
import type { LogBook } from './log-book.ts';
import { messageAt, shown } from './log.ts';

class ModuleLogger implements ScriptObject {
  readonly $object = 'ModuleLogger';
  readonly fields: { readonly module: string };

  constructor(readonly id: string) {
    this.fields = { module: id };
  }
}

type LoggerFunction = Extract<keyof VmFunctions, `Logger.${string}` | `ModuleLogger:${string}`>;

export function loggerFunctions(book: LogBook): Pick<VmFunctions, LoggerFunction> {
  const named =
    (level: Level): VmFunction =>
    (vm, [self, message, data]) => {
      const { id: module } = scriptObjectIn(vm.engine, self!)!;
      const hasData = data !== undefined && vm.engine.type(data) !== 'nil';
      book.write(level, module, shown(vm, message), hasData ? () => jsonText(vm, data) : undefined);
    };
  return {
    'Logger.error': messageAt(book, 'error'),
    'Logger.warn': messageAt(book, 'warn'),
    'Logger.info': messageAt(book, 'info'),
    'Logger.debug': messageAt(book, 'debug'),
    'Logger.trace': messageAt(book, 'trace'),
    'Logger.get': (vm, [module]) => [vm.objects.wrap(new ModuleLogger(vm.text(module)!))],
    'ModuleLogger:error': named('error'),
    'ModuleLogger:warn': named('warn'),
    'ModuleLogger:info': named('info'),
    'ModuleLogger:debug': named('debug'),
    'ModuleLogger:trace': named('trace'),
  };
}
