/** Gives a fresh VM the globals scripts see: the described API, modules and arguments. What of the engine's own would touch the process goes. */
import type { Engine, LuaValue } from '../engine/engine.ts';
import { HostCallError, type WorkerServices } from '../services.ts';
import { bindAll } from './binder.ts';
import { ioLibrary } from './io/index.ts';
import { installPackage } from './modules.ts';
import { replayLibrary } from './replay/index.ts';
import { installArguments } from './script-arguments.ts';
import { ScriptObjects } from './script-objects.ts';
import { installYield } from './streaming/index.ts';
import { vmFunctions } from './vm-functions.ts';
import type { Vm } from './vm.ts';

export interface ScriptGlobals {
  /** A program has ended: what it wrote into files and did not flush is written. May throw what a host call throws. */
  programEnded(): void;
}

export function installGlobals(engine: Engine, services: WorkerServices): ScriptGlobals {
  const vm: Vm = {
    engine,
    services,
    objects: new ScriptObjects(engine),
    tonumber: engine.rawGet(engine.globals, engine.string('tonumber')),
    system: (name, ...args) => {
      try {
        return services.callHost(name, args, new Map())[0] as never;
      } catch (error) {
        throw error instanceof HostCallError ? engine.error(error.message, 1) : error;
      }
    },
    error: (message) => engine.error(message, 1),
    text: (value) => (value !== undefined && engine.type(value) === 'string' ? engine.toText(value) : undefined),
  };
  const io = ioLibrary(vm);
  const replay = replayLibrary(vm);
  bindAll(vm, vmFunctions(vm, io, replay));
  replay.installModes();
  installYield(vm);
  io.installStandardFiles();
  installPackage(vm);
  installArguments(vm);
  // Reads from the terminal of the process.
  const debugLibrary = engine.rawGet(engine.globals, engine.string('debug'));
  engine.rawSet(debugLibrary, engine.string('debug'), engine.nil);
  forgetReplaced(engine);
  return { programEnded: () => io.flushAll() };
}

/** `package.loaded` still held the libraries that were replaced. */
function forgetReplaced(engine: Engine): void {
  const get = (table: LuaValue, name: string): LuaValue => engine.rawGet(table, engine.string(name));
  const loaded = get(get(engine.globals, 'package'), 'loaded');
  for (const name of ['io', 'os']) engine.rawSet(loaded, engine.string(name), get(engine.globals, name));
}
