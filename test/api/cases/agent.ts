import type { ApiCase, ApiCases } from '../case.ts';

/** A setter answers its builder, and wants one. */
const setter = (name: string, value: string, wrong: string, says: string): readonly ApiCase[] => [
  { lua: `local builder = Agent.builder() return builder:${name}(${value}) == builder`, gives: 'true' },
  { wrong: `Agent.builder():${name}(${wrong})`, says: `bad argument #1 ${says}` },
];
const expects = (parameter: string, method: string, wanted: string, given: string): string => `'${parameter}' to 'AgentBuilder:${method}' (${wanted} expected, got ${given})`;
const text = (name: string, parameter = name): readonly ApiCase[] => setter(name, '"demo"', '{}', expects(parameter, name, 'string', 'table'));

const EXECUTED = 'local answer = agent:METHOD({ prompt = "one" }) return answer.text:match("one") ~= nil, answer.metadata.provider, answer.metadata.model';

export const cases: ApiCases = {
  'Agent.builder': [{ lua: 'return tostring(Agent.builder()), tostring(Agent.builder():name("poet"))', gives: 'AgentBuilder: empty\tAgentBuilder: poet' }],
  'AgentBuilder:name': text('name'),
  'AgentBuilder:description': text('description'),
  'AgentBuilder:type': text('type'),
  'AgentBuilder:model': text('model'),
  'AgentBuilder:provider': text('provider'),
  'AgentBuilder:system_prompt': text('system_prompt', 'prompt'),
  'AgentBuilder:temperature': setter('temperature', '0.5', '"hot"', expects('temperature', 'temperature', 'number', 'string')),
  'AgentBuilder:max_tokens': setter('max_tokens', '9', '1.5', expects('tokens', 'max_tokens', 'integer', 'number 1.5')),
  'AgentBuilder:max_conversation_length': setter('max_conversation_length', '4', '"4"', expects('messages', 'max_conversation_length', 'integer', 'string')),
  'AgentBuilder:max_execution_time': setter('max_execution_time', '1.5', 'true', expects('seconds', 'max_execution_time', 'number', 'boolean')),
  'AgentBuilder:base_url': text('base_url', 'url'),
  'AgentBuilder:api_key': [
    ...text('api_key', 'key'),
    {
      wrong: 'Agent.builder():api_key(os.getenv("NOT_THERE"))',
      says: "bad argument #1 'key' to 'AgentBuilder:api_key' (string expected, got nil): leave api_key out to use the key that the user keeps for the provider; a variable that holds a secret is nil to scripts, and the second result of os.getenv tells how to allow it",
    },
  ],
  'AgentBuilder:custom_config': [
    { lua: 'return Agent.builder():custom_config({ system_prompt = "Be brief." }):model("demo/echo"):name("brief"):build().system_prompt', gives: 'Be brief.' },
    { wrong: 'Agent.builder():custom_config({ system_prompt = 5 })', says: "bad field 'system_prompt' of argument #1 'config' to 'AgentBuilder:custom_config' (string expected, got number)" },
  ],
  'AgentBuilder:build': [
    { lua: 'local agent = Agent.builder():name("built"):model("demo/echo"):build() return tostring(agent), agent.provider, agent.model', gives: 'AgentInstance: built (demo/echo)\tdemo\techo' },
    { wrong: 'Agent.builder().build()', says: "bad self for 'AgentBuilder:build' (AgentBuilder expected, got no value): call it with a colon" },
    { wrong: 'Agent.builder():name("modelless"):build()', says: /model/i },
  ],
  'Agent.create': [
    { lua: 'local agent = Agent.create("made", { model = "demo/echo", description = "says it again" }) return agent.name, agent.description, agent == Agent.get("made")', gives: 'made\tsays it again\ttrue' },
    { wrong: 'Agent.create({ model = "demo/echo" })', says: "bad argument #1 'name' to 'Agent.create' (string expected, got table)" },
    { wrong: 'Agent.create("x", { model = 5 })', says: "bad field 'model' of argument #2 'config' to 'Agent.create' (string expected, got number)" },
  ],
  'agents.create': [
    { lua: 'return tostring(agents.create("made too", { model = "demo/echo" }))', gives: 'AgentInstance: made too (demo/echo)' },
    { wrong: 'agents.create("x")', says: "bad argument #2 'config' to 'agents.create' (table expected, got no value)" },
  ],
  'Agent.list': [{ lua: 'Agent.create("listed", { model = "demo/echo" }) local last = Agent.list() last = last[#last] return last.name, last.provider, last.model', gives: 'listed\tdemo\techo' }],
  'Agent.get': [
    { lua: 'Agent.create("found", { model = "demo/echo" }) return tostring(Agent.get("found")), Agent.get("nobody")', gives: 'AgentInstance: found (demo/echo)\tnil' },
    { wrong: 'Agent.get(nil)', says: "bad argument #1 'name' to 'Agent.get' (string expected, got nil)" },
  ],
  'AgentInstance:execute': [
    { lua: `local agent = Agent.create("asked", { model = "demo/echo" }) ${EXECUTED.replace('METHOD', 'execute')}`, gives: 'true\tdemo\techo' },
    { wrong: 'Agent.create("asked by text", { model = "demo/echo" }):execute("one")', says: "bad argument #1 'input' to 'AgentInstance:execute' (table expected, got string)" },
    { wrong: 'Agent.create("asked for nothing", { model = "demo/echo" }):execute({ prompt = 1 })', says: "bad field 'prompt' of argument #1 'input' to 'AgentInstance:execute' (string expected, got number)" },
  ],
  'AgentInstance:complete': [
    { lua: `local agent = Agent.create("completes", { model = "demo/echo" }) ${EXECUTED.replace('METHOD', 'complete')}`, gives: 'true\tdemo\techo' },
    { lua: 'return Agent.create("completes text", { model = "demo/echo" }):complete("two").text:match("two")', gives: 'two' },
    { wrong: 'Agent.create("completes nothing", { model = "demo/echo" }):complete()', says: "bad argument #1 'input' to 'AgentInstance:complete' (string or table expected, got no value)" },
  ],
  'AgentInstance:invokeStream': [
    {
      lua: 'local text, agent = "", Agent.create("streams", { model = "demo/echo" }) local r = agent:invokeStream({ prompt = "three" }, function(chunk) text = text .. chunk end) return r.success, r.text == text, r.chunks_received > 0',
      gives: 'true\ttrue\ttrue',
    },
    { wrong: 'Agent.create("streams nowhere", { model = "demo/echo" }):invokeStream({ prompt = "x" })', says: "bad argument #2 'callback' to 'AgentInstance:invokeStream' (function expected, got no value)" },
  ],
};
