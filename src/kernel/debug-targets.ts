/**
 * What the debug adapter asks of a kernel (DebugTargets), on top of VM sessions: a launch makes a session that ends with its program, an
 * attach borrows one that runs already.
 */
import { randomUUID } from 'node:crypto';
import { withVariables } from '../base/env.ts';
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../common/debug.ts';
import type { ExecutionEnd } from '../common/execution.ts';
import type { DebugTarget, DebugTargets, LaunchSpec, OutputChunk, TargetInput } from '../protocols/dap/target.ts';
import type { Kernel } from './kernel.ts';
import { checkProgram } from './program.ts';
import type { VmSession } from './sessions/vm-session.ts';

/** `token`: what a client must bring before it may launch or attach; undefined on channels that only the user can reach. */
export function createDebugTargets(kernel: Kernel, token: string | undefined): DebugTargets {
  return {
    token,
    async launch(spec) {
      checkProgram(spec.program);
      const session = await kernel.createSession({ file: spec.config, cwd: spec.cwd });
      return new LaunchTarget(kernel, session, spec);
    },
    async attach({ session: id }) {
      const session = id === undefined ? kernel.sessions.newestRunning() : kernel.sessions.get(id);
      if (session === undefined) throw new Error(noSession(id, kernel));
      return new SessionTarget(session);
    },
  };
}

function noSession(id: string | undefined, kernel: Kernel): string {
  if (id === undefined) return `no script is running in kernel ${kernel.id}: start one with a launch configuration that names this kernel's port, then attach`;
  return `kernel ${kernel.id} has no VM session ${id}: leave out "session" to attach to the script that started last`;
}

/** A VM session as a debugger sees it; the listeners end with the debugger's interest in it. */
class SessionTarget implements DebugTarget {
  private readonly leave: (() => void)[] = [];

  readonly input: TargetInput = {
    onWaiting: (listener) => void this.leave.push(this.session.input.addSource(listener)),
    enter: (bytes) => this.session.input.enter(bytes),
  };

  constructor(protected readonly session: VmSession) {}

  get sessionId(): string {
    return this.session.id;
  }

  run(_setup: DebugSetup): Promise<ExecutionEnd> {
    return Promise.reject(new Error('this session was attached to: its program runs already'));
  }

  attach(setup: DebugSetup): Promise<void> {
    return this.session.attachDebugger(setup);
  }

  async detach(): Promise<void> {
    for (const remove of this.leave.splice(0)) remove();
    await this.session.detachDebugger();
  }

  request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    return this.session.debugRequest(method, params);
  }

  terminate(): Promise<void> {
    return this.session.terminate();
  }

  onEvent(listener: (event: DebugEvent) => void): void {
    this.leave.push(this.session.onDebugEvent(listener));
  }

  onOutput(listener: (chunk: OutputChunk) => Promise<void> | void): void {
    this.leave.push(this.session.addOutputReader(listener));
  }

  onLost(listener: (reason: string) => void): void {
    this.leave.push(this.session.onLost(listener));
  }

  onGone(listener: (end: ExecutionEnd | undefined) => void): void {
    this.leave.push(this.session.onGone(listener));
  }
}

class LaunchTarget extends SessionTarget {
  constructor(
    private readonly kernel: Kernel,
    session: VmSession,
    private readonly spec: LaunchSpec,
  ) {
    super(session);
  }

  override async run(setup: DebugSetup): Promise<ExecutionEnd> {
    const { program, args, cwd, env, noDebug } = this.spec;
    const { environment } = this.kernel;
    const end = await this.session.run({
      context: {
        executionId: randomUUID(),
        sessionId: this.session.id,
        correlationId: randomUUID(),
        cwd: cwd ?? environment.cwd,
        env: withVariables(environment.vars, env),
        origin: 'dap',
        scriptPath: program,
      },
      program: { kind: 'file', path: program },
      args,
      ...(!noDebug && { debug: setup }),
    });
    // The session was made for this program and ends with it.
    await this.session.terminate();
    return end;
  }
}
