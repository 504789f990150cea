// One process of the CPU benchmark: runs all workloads in one configuration and prints their times in ms as JSON.
//   node cpu-run.mjs stock|bare|unreached|many|condition|local|table ENGINE_BUNDLE
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
  const watches = configuration === 'local' || configuration === 'table';
  const mark = watches ? '--@watch' : configuration === 'unreached' || configuration === 'many' ? '--@never' : '--@hot';
  return (/** @type {Workload} */ { text, condition, local, table }) => {
    const line = text.split('\n').findIndex((content) => content.includes(mark)) + 1;
    let hits = 0;
    let endWatch = () => {};
    /** @type {Map<unknown, (frame: any) => any>} */
    const conditions = new Map();
    /** @param {boolean} on */
    const setStopPoints = (on) => {
      for (const body of engine.bodies()) if (body.lines.includes(line)) engine.setStopPoint(body, line, on);
    };
    /** @param {import('../../src/script/engine/engine.ts').LuaFrame} frame */
    const watch = (frame) => {
      setStopPoints(false);
      const variable = (/** @type {string} */ name) => [...engine.locals(frame)].reverse().find((candidate) => candidate.name === name);
      const target = configuration === 'local'
        ? engine.variableTarget(frame, /** @type {any} */ (variable(local)))
        : engine.fieldTarget(table === undefined ? engine.globals : /** @type {any} */ (variable(table)).value, engine.string('watched'));
      endWatch = engine.watch(/** @type {any} */ (target), true);
    };
    const engine = createEngine({
      memoryLimit: 512 << 20,
      handlers: {
        stopped(stop) {
          if (stop.kind === 'write') hits++;
          if (stop.kind !== 'line') return;
          if (watches) return watch(/** @type {any} */ (engine.topFrame(stop.thread)));
          hits++;
          let test = conditions.get(stop.body);
          if (test === undefined) conditions.set(stop.body, (test = engine.compileCondition(condition, stop.body, stop.line)));
          if (engine.toBoolean(test(engine.topFrame(stop.thread)))) throw new Error('the condition should be false');
        },
      },
    });
    const [fn] = engine.call(engine.load(new TextEncoder().encode(text), '@/bench/workload.lua'), []);
    if (configuration !== 'bare') setStopPoints(true);
    if (configuration === 'many') breakpointsElsewhere(engine);
    const isHit = configuration === 'condition' || (configuration === 'local' && local !== 'n');
    return () => {
      if (watches) {
        endWatch();
        setStopPoints(true);
      }
      const result = engine.toText(/** @type {any} */ (engine.call(/** @type {any} */ (fn), [])[0]));
      if (hits > 0 !== isHit) throw new Error(`there were ${hits} hits`);
      return result;
    };
  };
}

/** 199 more in 50 other files, whose functions are there and not called. @param {import('../../src/script/engine/engine.ts').Engine} engine */
function breakpointsElsewhere(engine) {
  const text = ['a', 'b', 'c', 'd'].map((name) => `function ${name}(x)\n  return x + 1\nend\n`).join('');
  for (let file = 0; file < 50; file++) engine.call(engine.load(new TextEncoder().encode(`local M = {}\nlocal _ENV = M\n${text}return M\n`), `@/bench/module${file}.lua`), []);
  const bodies = [...engine.bodies()].filter(({ source, lineDefined }) => source.startsWith('@/bench/module') && lineDefined > 0);
  for (const body of bodies.slice(1)) engine.setStopPoint(body, /** @type {number} */ (body.lines[0]), true);
  if (bodies.length !== 200) throw new Error(`there are ${bodies.length} functions for breakpoints`);
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
