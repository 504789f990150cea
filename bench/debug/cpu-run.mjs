// One process of the CPU benchmark: runs all workloads in one configuration and prints their times in ms as JSON.
//   node cpu-run.mjs stock|bare|unreached|condition ENGINE_BUNDLE
import { createRequire } from 'node:module';
import { WORKLOADS } from './workloads.mjs';

const WARM_UP = 25;
const TIMED = 30;
const [configuration, bundle] = /** @type {[string, string]} */ (process.argv.slice(2));

/** @typedef {typeof WORKLOADS[number]} Workload */

/** Stock fengari as npm installs it. */
function stock() {
  const { lua, lauxlib, lualib, to_luastring: bytes } = createRequire(import.meta.url)('fengari');
  return (/** @type {Workload} */ { text }) => {
    const L = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(L);
    if (lauxlib.luaL_dostring(L, bytes(text)) !== lua.LUA_OK) throw new Error(lua.lua_tojsstring(L, -1));
    return () => {
      lua.lua_pushvalue(L, -1);
      if (lua.lua_pcall(L, 0, 1, 0) !== lua.LUA_OK) throw new Error(lua.lua_tojsstring(L, -1));
      const result = lua.lua_tojsstring(L, -1);
      lua.lua_pop(L, 1);
      return result;
    };
  };
}

/** Our engine, with stops served as the ExecutionManager serves them. */
async function ours() {
  /** @type {typeof import('../../src/script/engine/index.ts')} */
  const { createEngine } = await import(bundle);
  return (/** @type {Workload} */ { text, condition }) => {
    const mark = configuration === 'unreached' ? '--@never' : '--@hot';
    const line = text.split('\n').findIndex((content) => content.includes(mark)) + 1;
    let hits = 0;
    /** @type {Map<unknown, (frame: any) => any>} */
    const conditions = new Map();
    /** @param {import('../../src/script/engine/engine.ts').FunctionBody} body */
    const setStopPoints = (body) => {
      if (body.lines.includes(line)) engine.setStopPoint(body, line, true);
      body.children.forEach(setStopPoints);
    };
    const engine = createEngine({
      memoryLimit: 512 << 20,
      handlers: {
        loaded: (main) => void (configuration !== 'bare' && setStopPoints(main)),
        stopped(stop) {
          if (stop.kind !== 'line') return;
          hits++;
          let test = conditions.get(stop.body);
          if (test === undefined) conditions.set(stop.body, (test = engine.compileCondition(condition, stop.body, stop.line)));
          if (engine.toBoolean(test(engine.topFrame(stop.thread)))) throw new Error('the condition should be false');
        },
      },
    });
    const [fn] = engine.call(engine.load(new TextEncoder().encode(text), '@/bench/workload.lua'), []);
    return () => {
      const result = engine.toText(/** @type {any} */ (engine.call(/** @type {any} */ (fn), [])[0]));
      if (hits > 0 !== (configuration === 'condition')) throw new Error(`the stop point was hit ${hits} times`);
      return result;
    };
  };
}

const prepare = configuration === 'stock' ? stock() : await ours();
/** @type {Record<string, number[]>} */
const times = {};
for (const workload of WORKLOADS) {
  const run = prepare(workload);
  for (let i = 0; i < WARM_UP; i++) run();
  times[workload.name] = Array.from({ length: TIMED }, () => {
    const started = performance.now();
    const result = run();
    const time = performance.now() - started;
    if (result !== workload.expected) throw new Error(`${workload.name}: ${result} instead of ${workload.expected}`);
    return time;
  });
}
process.stdout.write(JSON.stringify(times));
