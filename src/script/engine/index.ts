/** The engine that VM sessions run on. Another one would be chosen here. */
import type { Engine, EngineOptions } from './engine.ts';
import { FengariEngine } from './fengari/engine.ts';

export function createEngine(options: EngineOptions): Engine {
  return new FengariEngine(options);
}
