/** The `Agent` functions of the Lua API that run in the kernel. */
import { isFunctionRef, type HostValue } from '../../common/values.ts';
import { RuntimeError } from '../errors.ts';
import type { HostFunctions } from '../functions.ts';
import type { HostCall } from '../host.ts';
import { providerConfig } from '../providers/registry.ts';
import type { Runtime } from '../runtime.ts';
import type { Agent } from './agent.ts';
import { ask, type Question } from './ask.ts';
import { askStreaming } from './ask-streaming.ts';
import { readPrompt } from './input.ts';
import { agentResult, metadata } from './result.ts';
import { readAgentSpec } from './spec.ts';

type AgentFunctionName = Extract<keyof HostFunctions, `Agent${string}` | `agents.${string}`>;

/** Fails at the line that makes the agent when its provider is not known, not only at the first question. */
function makeAgent(call: HostCall, runtime: Runtime, given: Readonly<Record<string, unknown>>): Agent {
  const { sessionId } = call.context;
  const config = runtime.sessionConfigs.of(sessionId);
  const spec = readAgentSpec(given, { name: runtime.agents.freeName(sessionId), provider: config.defaultProvider, modelOf: (provider) => config.providers.get(provider)?.defaultModel });
  runtime.events.redactor.add(spec.apiKey);
  providerConfig(spec.provider, { config });
  return runtime.agents.add(sessionId, spec);
}

const create = (call: HostCall, runtime: Runtime): HostValue[] => {
  const [name, config] = call.args;
  return [makeAgent(call, runtime, { ...(config as object), name }).ref];
};

function question(call: HostCall, runtime: Runtime): Question {
  const [self, input] = call.args;
  return {
    agent: runtime.agents.resolve(call.context.sessionId, self),
    prompt: readPrompt(input, call.name),
    providers: runtime.providerContext(call.context),
    events: runtime.eventsOf(call),
    causationId: call.causationId,
    signal: call.signal,
    keepSecret: (key) => runtime.events.redactor.add(key),
    points: call.points,
    stopTimes: call.stopTimes,
    usage: call.usage ?? { total: 0 },
  };
}

/** How the request is named to the user, should it be cancelled. */
function describeRequest({ agent: { spec } }: Question, { site }: HostCall): string {
  return `agent "${spec.name}" (${spec.provider}/${spec.model})${site === undefined ? '' : `, asked at ${site.file}:${site.line}`}`;
}

async function execute(call: HostCall, runtime: Runtime): Promise<HostValue[]> {
  const asked = question(call, runtime);
  return [agentResult(await runtime.inFlight(describeRequest(asked, call), ask(asked)))];
}

export const agentFunctions: Pick<HostFunctions, AgentFunctionName> = {
  'Agent.create': create,
  'agents.create': create,
  'AgentBuilder:build': (call, runtime) => [makeAgent(call, runtime, call.args[0] as Readonly<Record<string, unknown>>).ref],
  'Agent.list': (call, runtime) => [
    runtime.agents.list(call.context.sessionId).map(({ spec }) => ({ name: spec.name, provider: spec.provider, model: spec.model, description: spec.description })),
  ],
  'Agent.get': (call, runtime) => [runtime.agents.byName(call.context.sessionId, call.args[0] as string)?.ref],
  'AgentInstance:execute': execute,
  'AgentInstance:complete': execute,
  'AgentInstance:invokeStream': async (call, runtime) => {
    const callback = call.args[2];
    if (!isFunctionRef(callback)) throw new RuntimeError('invalid_argument', `${call.name}: the callback is not a function`);
    const asked = question(call, runtime);
    const answer = await runtime.inFlight(
      describeRequest(asked, call),
      askStreaming(asked, async (chunk) => {
        await call.callback(callback, [chunk]);
      }),
    );
    return [{ success: true, chunks_received: answer.chunks, text: answer.text, metadata: metadata(answer) }];
  },
};
