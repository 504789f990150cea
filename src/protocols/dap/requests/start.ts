/**
 * `launch`, `attach`, `configurationDone`, `restart`: how a program comes under the debugger. A launch prepares the program and fails when
 * there is none; it runs once the client has configured its breakpoints.
 */
import { basename, isAbsolute, resolve } from 'node:path';
import { optionalBoolean, optionalText, optionalTexts, text, type Arguments, asArguments } from '../arguments.ts';
import { Debuggee } from '../debuggee.ts';
import { attachedRestart, attachFailed, launchFailed, malformed, restartFailed, sessionEnded } from '../errors.ts';
import type { DapSession, Handler, Reply } from '../session.ts';
import { clientTerminal, whileStarting } from '../client-terminal.ts';
import type { LaunchSpec } from '../target.ts';

const launch: Handler = async (session, args) => {
  session.gate.enter(optionalText(args, 'token'));
  await session.lifecycle.prepare(() => launched(session, args).catch((error: unknown) => Promise.reject(launchFailed(error))));
  session.launchArguments = args;
  return readyToConfigure(session);
};

const attach: Handler = async (session, args) => {
  session.gate.enter(optionalText(args, 'token'));
  const id = optionalText(args, 'session');
  await session.lifecycle.prepare(async () => {
    configure(session, args);
    const target = await session.targets.attach(id === undefined ? {} : { session: id }).catch((error: unknown) => Promise.reject(attachFailed(error)));
    return new Debuggee(session, { target, startMethod: 'attach', name: target.sessionId, noDebug: false });
  });
  return {
    after() {
      // Clients then end the session and attach again, as their "restart" does without our help.
      session.event('capabilities', { capabilities: { supportsRestartRequest: false } });
      session.event('initialized', {});
    },
  };
};

const configurationDone: Handler = (session) => {
  const debuggee = session.program;
  debuggee.claimStart();
  return { after: () => debuggee.start(session.configuration.setup) };
};

/** The same session with a new VM; new launch arguments count when they are sent. */
const restart: Handler = (session, args) =>
  session.lifecycle.restart(async () => {
    const before = session.program;
    if (before.startMethod === 'attach') throw attachedRestart();
    const launchArguments = { ...session.launchArguments, ...asArguments(args['arguments']) };
    const stoppedThread = await before.replace();
    session.locations.clear();
    const debuggee = await replacement(session, before, launchArguments);
    session.launchArguments = launchArguments;
    debuggee.claimStart();
    return {
      after() {
        if (stoppedThread !== undefined) session.event('continued', { threadId: stoppedThread, allThreadsContinued: true });
        return debuggee.start(session.configuration.setup);
      },
    };
  });

export const startRequests = { launch, attach, configurationDone, restart };

/** DAP: the client sends its configuration when it has heard `initialized`. */
const readyToConfigure = (session: DapSession): Reply => ({ after: () => session.event('initialized', {}) });

/** Whether the program's input and output are the client's terminal. */
function wantsTerminal(args: Arguments): boolean {
  const wanted = optionalText(args, 'console') ?? 'internalConsole';
  if (wanted !== 'internalConsole' && wanted !== 'integratedTerminal') throw malformed(`"console" must be "internalConsole" or "integratedTerminal", not "${wanted}"`);
  return wanted === 'integratedTerminal';
}

async function launched(session: DapSession, args: Arguments): Promise<Debuggee> {
  const spec = launchSpec(args);
  configure(session, args);
  const target = await (wantsTerminal(args) ? whileStarting(session, session.targets.launchInTerminal(spec, clientTerminal(session))) : session.targets.launch(spec));
  return new Debuggee(session, { target, startMethod: 'launch', name: basename(spec.program), noDebug: spec.noDebug });
}

/** The old program is gone: without a new one nothing is left to debug. */
async function replacement(session: DapSession, before: Debuggee, args: Arguments): Promise<Debuggee> {
  const { lifecycle } = session;
  try {
    if (lifecycle.isEnding) throw sessionEnded();
    const debuggee = await launched(session, args).catch((error: unknown) => Promise.reject(restartFailed(error)));
    await lifecycle.adopt(debuggee);
    return debuggee;
  } catch (error) {
    before.endUnreplaced();
    throw error;
  }
}

function configure(session: DapSession, args: Arguments): void {
  session.configuration.stopOnEntry = optionalBoolean(args, 'stopOnEntry') ?? false;
  session.configuration.skipFiles = optionalTexts(args, 'skipFiles');
}

function launchSpec(args: Arguments): LaunchSpec {
  const cwd = optionalText(args, 'cwd');
  const given = text(args, 'program');
  const program = cwd === undefined || isAbsolute(given) ? given : resolve(cwd, given);
  if (!isAbsolute(program)) throw malformed(`"program" must be an absolute path, or relative to a "cwd" that is given: ${given}`);
  const config = optionalText(args, 'config');
  const profile = optionalText(args, 'profile');
  const env = environment(args);
  return {
    program,
    args: optionalTexts(args, 'args'),
    ...(cwd !== undefined && { cwd }),
    ...(env !== undefined && { env }),
    ...(config !== undefined && { config }),
    ...(profile !== undefined && { profile }),
    noDebug: optionalBoolean(args, 'noDebug') ?? false,
  };
}

/** `null` takes a variable away. */
function environment(args: Arguments): Readonly<Record<string, string | null>> | undefined {
  if (args['env'] === undefined || args['env'] === null) return undefined;
  const env = asArguments(args['env'], 'env');
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== 'string' && value !== null) throw malformed(`"env.${name}" must be a string or null`);
  }
  return env as Record<string, string | null>;
}
