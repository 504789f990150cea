/** What the host functions of one Host share. */
import type { Config } from '../base/config/index.ts';
import type { ExecutionContext } from '../common/execution.ts';
import type { AgentRegistry } from './agents/registry.ts';
import type { EventBus } from './events/bus.ts';
import type { DapAddress, DapWish } from './debug/dap.ts';
import type { SessionConfigs } from './config/session-configs.ts';
import type { CallEvents } from './events/call-events.ts';
import type { OpenFiles } from './files/open-files.ts';
import type { ScriptFiles } from './files/script-files.ts';
import type { HostCall } from './host.ts';
import type { Programs } from './processes/programs.ts';
import type { Network } from './sandbox/network/network.ts';
import type { ProviderContext } from './providers/registry.ts';
import type { Policy } from './sandbox/policy.ts';
import type { KeptSessions } from './sessions/kept-sessions.ts';
import type { ScriptSessions } from './sessions/script-sessions.ts';
import type { Store } from './store/store.ts';
import type { Stores } from './store/stores.ts';

export interface Runtime {
  readonly config: Config;
  /** The same, with what the script of a VM session has changed for itself. */
  readonly sessionConfigs: SessionConfigs;
  readonly events: EventBus;
  readonly agents: AgentRegistry;
  readonly files: OpenFiles;
  readonly programs: Programs;
  /** How tools and scripts ask hosts. */
  readonly network: Network;
  readonly stores: Stores;
  /** Where everything is kept that outlives a script; opened on first use. */
  store(): Promise<Store>;
  /** Sessions and artifacts of that store; loaded on first use. */
  kept(): Promise<KeptSessions>;
  readonly scriptSessions: ScriptSessions;
  /** What the script of the call may do to the world. */
  policyOf(call: Pick<HostCall, 'context'>): Policy;
  /** The files that it may touch. */
  filesOf(call: Pick<HostCall, 'context'>): ScriptFiles;
  providerContext(context: ExecutionContext): ProviderContext;
  eventsOf(call: HostCall): CallEvents;
  /** Keeps a request to a provider among those in flight while it lasts; `what` names it for the user. */
  inFlight<T>(what: string, request: Promise<T>): Promise<T>;
  /** Lets debuggers attach to the script. */
  enableDap(call: HostCall, wish: DapWish): Promise<DapAddress>;
  /** Some bytes of the script's standard input; null at its end. Throws when the script has none. */
  readInput(call: HostCall): Promise<Uint8Array | null>;
}
