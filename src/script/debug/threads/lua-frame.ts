/** Where a thread stands in the script: host functions that run above are left out. */
import type { Engine, LuaFrame, LuaThread } from '../../engine/engine.ts';

export function innermostLuaFrame(engine: Engine, thread: LuaThread): LuaFrame | undefined {
  return engine.frames(thread).find(({ body }) => body !== undefined);
}
