/** Makes the Host of a kernel: one for each configuration. */
import type { Config } from '../base/config/index.ts';
import { configSecrets } from '../base/config/index.ts';
import { secretsOf, type Redactor } from '../base/redact.ts';
import { AgentRegistry } from './agents/registry.ts';
import { SessionConfigs } from './config/session-configs.ts';
import { RuntimeError } from './errors.ts';
import type { EventBus } from './events/bus.ts';
import { callEvents } from './events/call-events.ts';
import type { DapAddress, DapWish } from './debug/dap.ts';
import { systemDisk } from './files/disk/system-disk.ts';
import { OpenFiles } from './files/open-files.ts';
import { ScriptFiles } from './files/script-files.ts';
import { functionOf } from './functions.ts';
import type { Host, HostCall } from './host.ts';
import { TransportPool } from './http/transport.ts';
import { Programs } from './processes/programs.ts';
import type { StoredKeys } from './providers/api-key.ts';
import type { DemoDelays } from './providers/demo.ts';
import type { Runtime } from './runtime.ts';
import { createNetwork } from './sandbox/network/network.ts';
import { networkPolicy } from './sandbox/network/rules.ts';
import type { Resolver } from './sandbox/network/resolver.ts';
import { policies } from './sandbox/policy.ts';
import { keepRoots } from './sandbox/roots.ts';
import type { KeptSessions } from './sessions/kept-sessions.ts';
import { ScriptSessions } from './sessions/script-sessions.ts';
import type { Stores } from './store/stores.ts';

export interface HostOptions {
  readonly config: Config;
  readonly events: EventBus;
  /** Keys by provider name that are kept outside of configuration and environment. Read at each call. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** How the editor that hands them over calls the place they are from; absent: there is no editor. Asked at each call. */
  readonly secretStorage?: () => string | undefined;
  /** The keys that `llmspell keys` keeps. */
  readonly storedKeys?: StoredKeys;
  /** Folders and files in which llmspell keeps its keys, tokens and sockets, absolute: no script gets there by the way. */
  readonly ownPlaces?: readonly string[];
  /** false: events carry no prompts, answers and HTTP bodies. */
  readonly captureContent?: boolean;
  /** Where `io.read` reads from; absent, or undefined for a call: the script has no input. */
  readonly readInput?: (call: HostCall) => Promise<Uint8Array | null> | undefined;
  /** Opens the kernel to debuggers; absent: it cannot be opened. */
  readonly enableDap?: (call: HostCall, wish: DapWish) => Promise<DapAddress>;
  /** Looks up hosts for tools; default: the system's way. */
  readonly resolve?: Resolver;
  /** Where things are kept, shared by the hosts of a kernel. */
  readonly stores: Stores;
  /** How fast the demo provider answers. */
  readonly demoDelays?: DemoDelays;
}

export function createHost(options: HostOptions): Host {
  const { config, events, stores } = options;
  const transports = new TransportPool();
  const agents = new AgentRegistry();
  const files = new OpenFiles();
  const programs = new Programs();
  const network = createNetwork(config, options.resolve);
  /** Another one when the configuration was edited; `config` says where things are kept, which stays. */
  let current = config;
  const own = [...(options.ownPlaces ?? []), ...stores.foldersOf(config)];
  let policyOf = policies(config, own);
  const store = () => stores.open(config);
  const keepSessions = async (): Promise<KeptSessions> => {
    const { keptSessions } = await import('./sessions/kept-sessions.ts');
    return keptSessions({ config, store, artifactFolder: stores.artifactFolderOf(config), warn: (message) => stores.warn(message) });
  };
  let kept: Promise<KeptSessions> | undefined;
  const scriptSessions = new ScriptSessions();
  const sessionConfigs = new SessionConfigs(config);
  const requests = new Set<{ readonly what: string }>();
  for (const secret of configSecrets(config)) events.redactor.add(secret);

  const runtime: Runtime = {
    get config() {
      return current;
    },
    sessionConfigs,
    events,
    agents,
    files,
    programs,
    network,
    stores,
    store,
    kept: () => (kept ??= keepSessions()),
    scriptSessions,
    policyOf: ({ context }) => policyOf(context),
    filesOf: ({ context }) => new ScriptFiles(policyOf(context).files, context.cwd, systemDisk),
    providerContext: ({ env, sessionId }) => ({
      config: sessionConfigs.of(sessionId),
      env,
      secret: (provider) => options.secrets?.get(provider),
      secretStorage: options.secretStorage?.(),
      storedKeys: options.storedKeys,
      network: networkPolicy(current),
      fetch: () => transports.fetch(env),
      guardedFetch: network.modelServers(env),
      demoDelays: options.demoDelays,
    }),
    eventsOf: (call) => callEvents(events, call, options.captureContent ?? true),
    async inFlight(what, request) {
      const entry = { what };
      requests.add(entry);
      try {
        return await request;
      } finally {
        requests.delete(entry);
      }
    },
    enableDap: (call, wish) => options.enableDap?.(call, wish) ?? Promise.reject(new RuntimeError('no_debugger', 'this kernel has no debug adapter: run the script with `llmspell run`')),
    readInput: (call) => options.readInput?.(call) ?? noInput(),
  };

  const seen = new WeakSet<object>();
  /** Once for each environment: it never changes. */
  const keepSecretsOf = (env: Readonly<Record<string, string>>): void => {
    if (seen.has(env)) return;
    seen.add(env);
    for (const secret of secretsOf(env)) events.redactor.add(secret);
  };

  return {
    async call(call) {
      const work = await functionOf(call.name);
      if (work === undefined) {
        throw new RuntimeError('unknown_function', `${call.name} is not known to this kernel: kernel and script worker are of different versions, restart the kernel`);
      }
      keepSecretsOf(call.context.env);
      try {
        return await work(call, runtime);
      } catch (error) {
        throw withoutSecrets(error, events.redactor);
      }
    },
    reconfigure(changed) {
      for (const secret of configSecrets(changed)) events.redactor.add(secret);
      keepRoots(current, changed);
      current = changed;
      policyOf = policies(changed, own);
      network.reconfigure(changed);
      sessionConfigs.rebase(changed);
    },
    endSession(sessionId) {
      agents.endSession(sessionId);
      sessionConfigs.endSession(sessionId);
      scriptSessions.endVmSession(sessionId);
      void files.endSession(sessionId);
      void programs.endSession(sessionId);
    },
    cancelExecution(executionId) {
      void programs.cancel(executionId);
    },
    get requestsInFlight() {
      return [...requests].map(({ what }) => what);
    },
    async close() {
      await Promise.all([transports.close(), network.close(), files.close(), programs.close()]);
    },
  };
}

/** What a server says may repeat the key it was given. */
function withoutSecrets(error: unknown, redactor: Redactor): unknown {
  if (!(error instanceof RuntimeError)) return error;
  const message = redactor.text(error.message);
  return message === error.message ? error : new RuntimeError(error.code, message, { cause: error });
}

function noInput(): Promise<never> {
  return Promise.reject(new RuntimeError('no_input', 'this script has no standard input: give it input where you start it'));
}
