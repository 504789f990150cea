import type { ApiCase, ApiCases } from '../case.ts';

const shown = (level: string): string => `Debug.setLevel("trace") Logger.${level}("said", "part") Logger.${level}(5) Debug.setLevel("info")`;
const plain = (level: string): readonly ApiCase[] => [
  { lua: shown(level), gives: '', logs: `[${level.toUpperCase()}] part: said\n[${level.toUpperCase()}] 5\n` },
  { wrong: `Logger.${level}()`, says: `bad argument #1 'message' to 'Logger.${level}' (value expected, got no value)` },
];
const named = (level: string): readonly ApiCase[] => [
  { lua: `Debug.setLevel("trace") local log = Logger.get("net") log:${level}("said", { n = 1 }) log:${level}("again") Debug.setLevel("info")`, gives: '', logs: `[${level.toUpperCase()}] net: said {"n":1}\n[${level.toUpperCase()}] net: again\n` },
  { wrong: `Logger.get("net").${level}("x")`, says: `bad self for 'ModuleLogger:${level}' (ModuleLogger expected, got string): call it with a colon` },
];

export const cases: ApiCases = {
  'Logger.error': plain('error'),
  'Logger.warn': plain('warn'),
  'Logger.info': plain('info'),
  'Logger.debug': plain('debug'),
  'Logger.trace': plain('trace'),
  'Logger.get': [
    { lua: 'local log = Logger.get("net") Debug.addModuleFilter("net", false) log:info("hidden") Debug.clearModuleFilters() return tostring(log), log.module', gives: 'ModuleLogger: net\tnet', logs: '' },
    { wrong: 'Logger.get()', says: "bad argument #1 'module' to 'Logger.get' (string expected, got no value)" },
  ],
  'ModuleLogger:error': named('error'),
  'ModuleLogger:warn': named('warn'),
  'ModuleLogger:info': named('info'),
  'ModuleLogger:debug': named('debug'),
  'ModuleLogger:trace': named('trace'),
};
