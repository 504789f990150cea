/**
 * The kernel: what its sockets and commands share. It owns the event bus, the VM sessions and the hosts, and knows how to end them. It
 * opens nothing by itself: who starts it decides what it listens on.
 */
import { randomUUID } from 'node:crypto';
import { configSecrets, formatProblem, type Config } from '../base/config/index.ts';
import { withVariables, type Environment } from '../base/env.ts';
import { ownFolders } from '../base/folders.ts';
import { chooseLogLevels } from '../base/log-levels.ts';
import type { Logger } from '../base/logging.ts';
import { secretsOf } from '../base/redact.ts';
import { runLogged } from '../base/supervise/supervise.ts';
import type { KernelStatus, ProviderSummary } from '../common/editor-rpc.ts';
import { EventTypes } from '../common/events.ts';
import type { ExecutionContext, ExecutionEnd, Program } from '../common/execution.ts';
import { EventBus } from '../runtime/events/bus.ts';
import type { HostOptions } from '../runtime/create-host.ts';
import type { Host } from '../runtime/host.ts';
import { Stores } from '../runtime/store/stores.ts';
import { changesText, configChanges } from './config-changes.ts';
import { ConfigWatch } from './config-watch.ts';
import { DebugPort, type DebugPlace } from './debug-port.ts';
import { enableDap } from './enable-dap.ts';
import { Hosts, type ConfigChoice } from './hosts.ts';
import { KernelKeys } from './kernel-keys.ts';
import type { OutputReader } from './sessions/output-queue.ts';
import { SessionRegistry } from './sessions/session-registry.ts';
import type { VmSession } from './sessions/vm-session.ts';
import { createWorkerSupply, type WorkerSupply } from './sessions/worker-supply.ts';

export interface KernelOptions {
  readonly id?: string;
  readonly environment: Environment;
  readonly config: Config;
  readonly logger: Logger;
  /** Looks for the configuration file anew with each script, as it may have been edited. */
  readonly followConfigFile?: boolean;
  /** When such a file is broken: `refuse` (default) tells who starts a script, `keep` goes on with what it said before and tells the log. */
  readonly brokenConfig?: 'refuse' | 'keep';
  /** `--trace`: it comes before the configuration's log level. */
  readonly trace?: string | undefined;
  /** Holds the token, wherever its user wants it: no script gets there by the way. Absolute. */
  readonly connectionFile?: string | undefined;
  /** Keeps a worker started ahead, for kernels that run many scripts. */
  readonly keepSpare: boolean;
  /** The standard input of scripts (`io.read`); absent: it is what a debugger's console enters. */
  readonly readInput?: HostOptions['readInput'];
  /** A script begins to wait for a debugger, which can attach there. */
  readonly waitsForDebugger?: (place: DebugPlace) => void;
}

export interface ExecuteSpec {
  readonly program: Program;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | null>>;
  readonly config?: string;
  readonly origin: ExecutionContext['origin'];
  readonly onOutput?: OutputReader;
  readonly signal?: AbortSignal;
  /** A result that is one table is wanted as JSON too. */
  readonly jsonResult?: boolean;
  /** Waited for when the VM is there, before the program begins in it: for a debugger that shall be there from the start. */
  readonly beforeRun?: (session: VmSession) => Promise<void>;
}

/** Types that say by themselves whose key they need. */
const KEYED = ['openai', 'anthropic', 'gemini'];

export class Kernel {
  readonly id: string;
  readonly environment: Environment;
  readonly config: Config;
  readonly logger: Logger;
  readonly events: EventBus;
  readonly sessions: SessionRegistry;
  readonly keys: KernelKeys;
  readonly debugPort = new DebugPort(this);
  private readonly workers: WorkerSupply;
  private readonly hosts: Hosts;
  private readonly stores: Stores;
  private readonly configWatch: ConfigWatch;
  private logLevel: string | undefined;
  private stopping: Promise<readonly string[]> | undefined;

  constructor(options: KernelOptions) {
    this.id = options.id ?? randomUUID().slice(0, 8);
    this.environment = options.environment;
    this.config = options.config;
    this.logger = options.logger;
    this.events = new EventBus({
      kernelId: this.id,
      onListenerError: (error) => this.logger.error({ err: error }, 'a listener of events failed'),
      // What is a secret in an event is one in the log.
      ...(options.logger.redactor && { redactor: options.logger.redactor }),
    });
    this.keys = new KernelKeys({ environment: options.environment, redactor: this.events.redactor, warn: (message) => this.logger.target('keys').warn({}, message) });
    for (const secret of [...configSecrets(options.config), ...secretsOf(options.environment.vars)]) this.events.redactor.add(secret);
    this.workers = createWorkerSupply({ logger: this.logger.target('script'), keepSpare: options.keepSpare });
    this.sessions = new SessionRegistry({ workers: this.workers, events: this.events, logger: this.logger });
    this.stores = new Stores({ environment: options.environment, warn: (message) => this.logger.target('state').warn({}, message) });
    this.logLevel = options.config.logging.level;
    const configLog = this.logger.target('config');
    this.configWatch = new ConfigWatch(
      () => runLogged('reading the configuration again', this.logger, () => this.hosts.refresh()),
      (folder, reason) => configLog.info({}, `edits of the configuration in ${folder} cannot be noticed (${reason}): they count with the next script`),
    );
    this.hosts = new Hosts({
      environment: options.environment,
      config: options.config,
      follow: options.followConfigFile ?? false,
      keepWhenBroken: options.brokenConfig === 'keep',
      create: (config) => createHost(config, { events: this.events, secrets: this.keys.secrets, secretStorage: () => this.keys.secretStorage, storedKeys: this.keys.stored, ownPlaces: [...ownFolders(options.environment), ...(options.connectionFile === undefined ? [] : [options.connectionFile])], stores: this.stores, enableDap: (call, wish) => enableDap(this, call, wish, options.waitsForDebugger), readInput: (call) => this.sessions.get(call.context.sessionId)?.readInput(call, options.readInput) }),
      report: ({ warnings }) => {
        for (const warning of warnings) configLog.warn({}, formatProblem(warning));
      },
      reconfigured: (config, host) => {
        for (const secret of configSecrets(config)) this.events.redactor.add(secret);
        this.sessions.limitBy(config, host);
      },
      changed: (before, after) => runLogged('telling of an edited configuration', this.logger, () => this.tellChanges(before, after)),
      broken: (error) => configLog.error({}, `${error.message}\nThe configuration stays as it was.`),
      own: (config) => this.applyOwn(config, options.trace),
      files: (files) => {
        if (options.followConfigFile === true) this.configWatch.add(files);
      },
    });
  }

  /** Starts the spare worker, and what else the first script would wait for. */
  prepare(): void {
    this.workers.prepare(this.config.memoryLimitBytes);
    runLogged('loading the host functions', this.logger, () => this.hosts.get({}));
    this.events.emit({ type: EventTypes.KernelStart, data: { pid: process.pid } });
  }

  /** A new VM session under the configuration that holds for `choice`. Whoever asked ends it by `terminate`. Rejects with ConfigError. */
  async createSession(choice: ConfigChoice = {}): Promise<VmSession> {
    const { config, host } = await this.hosts.get(choice);
    for (const secret of configSecrets(config)) this.events.redactor.add(secret);
    return this.sessions.create(config, host);
  }

  /** Rejects with ConfigError when no program could run under the configuration that holds for `choice`. */
  async checkConfig(choice: ConfigChoice): Promise<void> {
    await this.hosts.get(choice);
  }

  /** Runs a program in a VM session of its own, which ends with it. */
  async execute(spec: ExecuteSpec): Promise<ExecutionEnd> {
    const session = await this.createSession({ file: spec.config, cwd: spec.cwd });
    if (spec.onOutput) session.addOutputReader(spec.onOutput);
    const interrupt = (): void => session.interrupt();
    spec.signal?.addEventListener('abort', interrupt, { once: true });
    try {
      if (!(await isReady(session, spec))) return { exitCode: 1, reason: 'interrupted' };
      const running = session.run({
        context: {
          executionId: randomUUID(),
          sessionId: session.id,
          correlationId: randomUUID(),
          cwd: spec.cwd ?? this.environment.cwd,
          env: withVariables(this.environment.vars, spec.env),
          origin: spec.origin,
          ...(spec.program.kind === 'file' && { scriptPath: spec.program.path }),
        },
        program: spec.program,
        args: spec.args ?? [],
        ...(spec.jsonResult && { jsonResult: true }),
      });
      if (spec.signal?.aborted) interrupt();
      return await running;
    } finally {
      spec.signal?.removeEventListener('abort', interrupt);
      await session.terminate();
    }
  }

  /** Reads the configuration again, edited or not, and says in the log what became of it. Running scripts get it as well. */
  async reloadConfig(): Promise<void> {
    this.logger.warn({}, 'reload: the configuration is read again');
    await this.hosts.refresh(true);
    await this.hosts.get({}).catch(() => undefined); // it was told
  }

  /** Those that keys can be for, under the configuration that holds without a file of the script's own. Rejects with ConfigError. */
  async providers(): Promise<readonly ProviderSummary[]> {
    const { config } = await this.hosts.get({});
    const configured = [...config.providers.values()].filter(({ type }) => type !== 'demo').map(({ name, type }) => ({ name, type, isConfigured: true }));
    const known = KEYED.filter((type) => !config.providers.has(type)).map((type) => ({ name: type, type, isConfigured: false }));
    return [...configured, ...known];
  }

  /** Each in words for the user. */
  get requestsInFlight(): readonly string[] {
    return this.hosts.all().flatMap((host) => host.requestsInFlight);
  }

  status(): KernelStatus {
    const { executions, stopped } = this.sessions.counts();
    const state = this.stopping ? 'stopped' : executions > 0 ? 'busy' : 'ready';
    return { state, executions, stopped, requests: this.requestsInFlight.length };
  }

  /** Ends every session. Answers the requests that were cancelled by it, in words for the user. Can be called twice. */
  shutdown(): Promise<readonly string[]> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  /** What the kernel itself takes from its configuration while it is up. */
  private applyOwn(config: Config, trace: string | undefined): void {
    this.workers.expect(config.memoryLimitBytes);
    const { level } = config.logging;
    if (level === this.logLevel) return;
    this.logLevel = level;
    this.logger.setLevels(chooseLogLevels({ vars: this.environment.vars, trace, config: level }).levels);
  }

  private async tellChanges(before: Config, after: Config): Promise<void> {
    const changes = await configChanges(before, after);
    const text = changesText(changes);
    const log = this.logger.target('config');
    if (text !== '') log[changes.nextKernel.length > 0 ? 'warn' : 'info']({}, `configuration ${after.file ?? before.file ?? ''} has changed: ${text}`);
  }

  private async end(): Promise<readonly string[]> {
    this.configWatch.close();
    const cancelled = this.requestsInFlight;
    await Promise.all([this.sessions.endAll(), this.workers.close()]);
    await Promise.all(this.hosts.all().map((host) => host.close()));
    await this.stores.close();
    this.events.emit({ type: EventTypes.KernelStop, data: { cancelled_requests: cancelled.length, cancelled } });
    await this.debugPort.close();
    return cancelled;
  }
}

/** false: it was interrupted before. */
async function isReady(session: VmSession, { beforeRun, signal }: ExecuteSpec): Promise<boolean> {
  try {
    await beforeRun?.(session);
    return signal?.aborted !== true || beforeRun === undefined;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}

/** Loaded while the first worker starts: nothing else waits for it. */
async function createHost(config: Config, options: Omit<HostOptions, 'config'>): Promise<Host> {
  const runtime = await import('../runtime/create-host.ts');
  return runtime.createHost({ config, ...options });
}
