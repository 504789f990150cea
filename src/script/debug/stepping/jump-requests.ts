/** The requests that change where the program goes on: steps into one call, jumps, restarted frames, ended coroutines. */
import type { DebugRequests, JumpTargetInfo, StepTargetInfo } from '../../../common/debug.ts';
import type { LuaThread } from '../../engine/engine.ts';
import { notStopped, otherThread } from '../errors.ts';
import type { Parts } from '../parts.ts';
import type { Resume } from './resume.ts';

export interface JumpServices extends Parts {
  /** Undefined while the program runs. */
  stopped(): { readonly thread: LuaThread } | undefined;
  resume(how: Resume): void;
  /** The program stands elsewhere now: the front end hears of it as of another stop. */
  movedBy(reason: 'goto' | 'restart'): void;
}

/** What resuming an ended coroutine answers. */
const ENDED = 'terminated by the debugger';

export const jumpRequests = {
  stepInTargets(services: JumpServices, { frame }: DebugRequests['stepInTargets'][0]): readonly StepTargetInfo[] {
    stoppedThread(services);
    return services.stepTargets.list(services.frames.get(frame));
  },

  step(services: JumpServices, { thread: id, kind, target }: DebugRequests['step'][0]): null {
    const { threads } = services;
    const stopped = stoppedThread(services);
    const thread = threads.get(id);
    if (thread !== stopped) throw otherThread(threads.describe(thread), threads.describe(stopped));
    services.resume(target === undefined ? kind : { into: services.stepTargets.get(target) });
    return null;
  },

  gotoTargets(services: JumpServices, { source, line }: DebugRequests['gotoTargets'][0]): readonly JumpTargetInfo[] {
    return services.jumpTargets.list(stoppedThread(services), source, line);
  },

  goto(services: JumpServices, { thread, target }: DebugRequests['goto'][0]): null {
    stoppedThread(services);
    services.jumpTargets.jump(services.threads.get(thread), target);
    services.movedBy('goto');
    return null;
  },

  restartFrame(services: JumpServices, { frame }: DebugRequests['restartFrame'][0]): null {
    stoppedThread(services);
    services.jumpTargets.restart(services.frames.get(frame));
    services.movedBy('restart');
    return null;
  },

  /** Coroutines end also while the program runs. One that is active takes the stop along: the program stops again where it was resumed. */
  terminateThreads(services: JumpServices, { threads: ids }: DebugRequests['terminateThreads'][0]): DebugRequests['terminateThreads'][1] {
    const { engine, threads } = services;
    const wanted = ids.map((id) => threads.get(id));
    if (wanted.some(({ isMain }) => isMain)) return { endsProgram: true };
    const isActive = wanted.filter((thread) => !engine.endThread(thread, ENDED)).length > 0;
    threads.announce();
    if (isActive && services.stopped() !== undefined) services.resume('out');
    return { endsProgram: false };
  },
};

function stoppedThread(services: JumpServices): LuaThread {
  const stopped = services.stopped();
  if (stopped === undefined) throw notStopped();
  return stopped.thread;
}
