/** The `Session` functions of the Lua API. */
import type { HostFunction, HostFunctions } from '../functions.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { changesIn, filterIn, newSessionIn, textIn } from './arguments.ts';
import { deleteSession } from './delete-session.ts';
import { tellEvents } from './events.ts';
import { sessionInfo } from './info.ts';
import type { TransitionName } from './life-cycle.ts';
import type { NewSession } from './session.ts';

type SessionFunctionName = Extract<keyof HostFunctions, `Session${string}`>;

const idOf = (call: HostCall): string => call.args[0] as string;

/** What a script has made, it reaches. */
async function create(wanted: NewSession, call: HostCall, runtime: Runtime): Promise<readonly string[]> {
  const { sessions } = await runtime.kept();
  const { id } = await sessions.create(wanted, tellEvents(call, runtime));
  runtime.scriptSessions.reach(call.context.sessionId, id);
  return [id];
}

const pass =
  (name: TransitionName): HostFunction =>
  async (call, runtime) => {
    const { sessions } = await runtime.kept();
    await sessions.pass(idOf(call), name, tellEvents(call, runtime), textIn(call.args[1]));
    return [];
  };

export const sessionFunctions: Pick<HostFunctions, SessionFunctionName> = {
  'Session.create': (call, runtime) => create(newSessionIn(call.args[0]), call, runtime),
  // The builder comes as what it has collected.
  'SessionBuilder:build': (call, runtime) => create(newSessionIn(call.args[0]), call, runtime),
  'Session.get': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    return [sessionInfo(await sessions.get(idOf(call), tellEvents(call, runtime)), sessions.settings.timeoutSeconds)];
  },
  'Session.list': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    const found = await sessions.list(filterIn(call.args[0]), tellEvents(call, runtime));
    return [found.map((session) => sessionInfo(session, sessions.settings.timeoutSeconds))];
  },
  'Session.update': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    await sessions.update(idOf(call), changesIn(call.args[1]), tellEvents(call, runtime));
    return [];
  },
  'Session.save': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    await sessions.save(idOf(call), tellEvents(call, runtime));
    return [];
  },
  'Session.load': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    const { id } = await sessions.load(idOf(call), tellEvents(call, runtime));
    runtime.scriptSessions.reach(call.context.sessionId, id);
    return [id];
  },
  'Session.suspend': pass('suspend'),
  'Session.resume': pass('resume'),
  'Session.complete': pass('complete'),
  'Session.fail': pass('fail'),
  'Session.archive': pass('archive'),
  'Session.delete': async (call, runtime) => {
    await deleteSession(idOf(call), { kept: await runtime.kept(), config: runtime.config, store: () => runtime.store() }, tellEvents(call, runtime));
    return [];
  },
  'Session.get_current': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    const id = runtime.scriptSessions.currentOf(call.context.sessionId);
    const session = id === undefined ? undefined : await sessions.find(id, tellEvents(call, runtime));
    return [session?.status === 'active' ? session.id : undefined];
  },
  'Session.set_current': async (call, runtime) => {
    const { sessions } = await runtime.kept();
    const id = textIn(call.args[0]);
    if (id !== undefined) await sessions.takeUp(id, tellEvents(call, runtime));
    runtime.scriptSessions.setCurrent(call.context.sessionId, id);
    return [];
  },
};
