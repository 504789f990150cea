/**
 * What the debug adapter asks of a kernel (DebugTargets), on top of VM sessions: a launch makes a session that ends with its program, an
 * attach borrows one that runs already.
 */
import { randomUUID } from 'node:crypto';
import { withVariables } from '../base/env.ts';
import type { DebugSetup } from '../common/debug.ts';
import type { ExecutionContext, ExecutionEnd } from '../common/execution.ts';
import type { DebugTargets, LaunchSpec } from '../protocols/dap/target.ts';
import type { Kernel } from './kernel.ts';
import { checkCwd, checkProgram } from './program.ts';
import { SessionTarget } from './session-target.ts';
import type { VmSession } from './sessions/vm-session.ts';

export interface DebugTargetOptions {
  /** `attach`: the kernel is there for the scripts it has. `launch`: it has none but those that its one client launches. */
  readonly only?: 'launch' | 'attach';
}

/** `token`: what a client must bring before it may launch or attach; undefined on channels that only the user can reach. */
export function createDebugTargets(kernel: Kernel, token: string | undefined, { only }: DebugTargetOptions = {}): DebugTargets {
  return {
    token,
    events: kernel.events,
    async launch(spec) {
      if (only === 'attach') throw attachInstead();
      checkProgram(spec.program);
      checkCwd(spec.cwd);
      const session = await kernel.createSession({ file: spec.config, cwd: spec.cwd, profile: spec.profile });
      return new LaunchTarget(kernel, session, spec);
    },
    async launchInTerminal(spec, terminal) {
      if (only === 'attach') throw attachInstead();
      checkProgram(spec.program);
      checkCwd(spec.cwd);
      await kernel.checkConfig({ file: spec.config, cwd: spec.cwd, profile: spec.profile });
      const { launchInTerminal } = await import('./terminal/terminal-launch.ts');
      return launchInTerminal({ environment: kernel.environment, secrets: kernel.keys.secrets, secretStorage: kernel.keys.secretStorage, relay: (event) => kernel.events.relay(event), spec, terminal });
    },
    async attach({ session: id }) {
      if (only === 'launch') throw connectInstead();
      const session = id === undefined ? kernel.sessions.newestToDebug() : kernel.sessions.get(id);
      if (session === undefined) throw new Error(noSession(id, kernel));
      return new SessionTarget(session);
    },
  };
}

const attachInstead = (): Error => new Error('this port is there to attach to a script that runs already: use "request": "attach", or launch in another kernel');

const connectInstead = (): Error =>
  new Error('this adapter debugs what it launches: to attach to a program that runs already, connect to the debug port of its kernel (`dap_port` in its connection file, with the `token` there)');

function noSession(id: string | undefined, kernel: Kernel): string {
  if (id === undefined) return `no script is running in kernel ${kernel.id}: start one with a launch configuration that names this kernel's port, then attach`;
  return `kernel ${kernel.id} has no VM session ${id}: leave out "session" to attach to the script that started last`;
}

class LaunchTarget extends SessionTarget {
  constructor(
    private readonly kernel: Kernel,
    session: VmSession,
    private readonly spec: LaunchSpec,
  ) {
    // Who only runs the program leaves its debugging to others.
    super(session, !spec.noDebug);
  }

  override async run(setup: DebugSetup): Promise<ExecutionEnd> {
    const { program, args, cwd, env, noDebug } = this.spec;
    const { environment } = this.kernel;
    const context: ExecutionContext = {
      executionId: randomUUID(),
      sessionId: this.session.id,
      correlationId: randomUUID(),
      cwd: cwd ?? environment.cwd,
      env: withVariables(environment.vars, env),
      origin: 'dap',
      scriptPath: program,
    };
    const run = () => this.session.run({ context, program: { kind: 'file', path: program }, args, ...(!noDebug && { debug: setup }) });
    if (!noDebug) this.session.debuggers.attached(true);
    const end = await (noDebug ? run() : this.beginDebugging(run));
    // The session was made for this program and ends with it.
    await this.session.terminate();
    return end;
  }
}
