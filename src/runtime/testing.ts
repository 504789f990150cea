/** For the tests of this folder: a Host with a recorded bus, and calls as the kernel would make them. */
import { defaultConfig, type Config, type ProviderConfig } from '../base/config/index.ts';
import { demoProvider } from '../base/config/index.ts';
import { readEnvironment } from '../base/env.ts';
import type { ExecutionContext } from '../common/execution.ts';
import type { SpellEvent } from '../common/events.ts';
import type { HostValue, ObjectRef } from '../common/values.ts';
import { createHost, type HostOptions } from './create-host.ts';
import { EventBus } from './events/bus.ts';
import { Stores } from './store/stores.ts';
import type { Host, HostCall } from './host.ts';

export const provider = (name: string, settings: Partial<ProviderConfig>): [string, ProviderConfig] => [name, { ...demoProvider, name, type: 'openai_compatible', ...settings }];

export const configWith = (providers: readonly [string, ProviderConfig][], allowedPaths?: readonly string[]): Config => ({
  ...defaultConfig,
  file: '/conf/llmspell.toml',
  providers: new Map([...defaultConfig.providers, ...providers]),
  tools: { ...defaultConfig.tools, fileOperations: { ...defaultConfig.tools.fileOperations, allowedPaths } },
});

export const context = (changes: Partial<ExecutionContext> = {}): ExecutionContext => ({
  executionId: 'execution-1',
  sessionId: 'session-1',
  correlationId: 'correlation-1',
  cwd: '/',
  env: {},
  origin: 'run',
  ...changes,
});

export interface TestHost {
  readonly host: Host;
  readonly events: SpellEvent[];
  readonly bus: EventBus;
  call(name: string, args?: readonly HostValue[], changes?: Partial<HostCall>): Promise<readonly HostValue[]>;
  /** An agent of the model. */
  agent(model: string, config?: Record<string, HostValue>): Promise<ObjectRef>;
  types(): string[];
}

export function testHost(options: Partial<HostOptions> = {}): TestHost {
  const bus = new EventBus({ kernelId: 'kernel-1' });
  const events: SpellEvent[] = [];
  bus.subscribe('', (event) => events.push(event));
  const stores = new Stores({ environment: { ...readEnvironment(), home: '/nowhere' }, inMemory: true, warn: () => undefined });
  const host = createHost({ config: configWith([]), events: bus, stores, demoDelays: { first: 0, between: 0 }, ...options });
  const call: TestHost['call'] = (name, args = [], changes = {}) =>
    host.call({
      name,
      args,
      context: context(),
      causationId: 'parent-1',
      signal: new AbortController().signal,
      callback: () => Promise.reject(new Error('no callback was expected')),
      ...changes,
    });
  let agents = 0;
  return {
    host,
    events,
    bus,
    call,
    agent: async (model, config = {}) => (await call('Agent.create', [`agent ${(agents += 1)}`, { model, ...config }]))[0] as ObjectRef,
    types: () => events.map((event) => event.event_type),
  };
}
