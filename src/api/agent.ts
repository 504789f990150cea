/** `Agent` and `agents`: making agents, asking them, and streaming their answers. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const INPUT_FIELDS = [
  { name: 'prompt', type: 'string?', doc: 'What to ask. `text` is another name for it; one of the two is needed.' },
  { name: 'text', type: 'string?', doc: 'The same as `prompt`. Giving both with different texts is an error.' },
] as const satisfies readonly ApiParameter[];

const CONFIG_FIELDS = [
  { name: 'model', type: 'string', doc: '`"provider/model"`, or a bare model name of the default provider.' },
  { name: 'provider', type: 'string?', doc: 'The provider, when it is not part of `model`.' },
  { name: 'description', type: 'string?', doc: 'What the agent is for.' },
  { name: 'system_prompt', type: 'string?', doc: 'Instructions that go before every conversation.' },
  { name: 'temperature', type: 'number?', doc: 'Sampling temperature, 0 and above.' },
  { name: 'max_tokens', type: 'integer?', doc: 'Most tokens of one answer.' },
  { name: 'max_conversation_length', type: 'integer?', doc: 'Messages kept of the conversation; older ones are forgotten.' },
  { name: 'max_execution_time', type: 'number?', doc: 'Seconds after which one call ends with an error. No limit when absent.' },
  { name: 'base_url', type: 'string?', doc: 'Address of the API, in place of the configured one.' },
  { name: 'api_key', type: 'string?', doc: 'Key for the API, in place of the configured one.' },
] as const satisfies readonly ApiParameter[];

const RESULT = {
  type: 'AgentResult',
  doc: 'The answer. An answer that is JSON is also decoded: an object with `success`, `result` or `operation` gives its keys and `_raw_text`, any other JSON gives `data` and `text`.',
} as const;

const setter = <Name extends string, Type extends string>(name: Name, parameter: string, type: Type, doc: string, parameterDoc: string) =>
  ({
    name: `AgentBuilder:${name}`,
    thread: 'vm',
    doc,
    parameters: [{ name: parameter, type, doc: parameterDoc }],
    results: [{ type: 'AgentBuilder', doc: 'The builder itself, to go on with.' }],
  }) as const satisfies ApiFunction;

const functions = [
  {
    name: 'Agent.builder',
    thread: 'vm',
    doc: 'Starts the description of a new agent. Set what it needs, then call `:build()`.',
    parameters: [],
    results: [{ type: 'AgentBuilder', doc: 'A new builder.' }],
    example: 'local poet = Agent.builder():name("poet"):model("demo/echo"):build()\nprint(poet:execute({ prompt = "A line about rain" }).text)',
  },
  setter('name', 'name', 'string', 'Names the agent. Without it, the agent gets a name like `agent_1`.', 'Unique among the agents of this script.'),
  setter('description', 'description', 'string', 'Says what the agent is for.', 'Shown in lists and in the debugger.'),
  setter('type', 'type', 'string', 'Sets the kind of agent that is shown. Agents of a builder all talk to a language model.', 'For instance `llm`, which is the default.'),
  setter('model', 'model', 'string', 'Chooses the model. `"provider/model"` names both; a bare name belongs to the provider set by `:provider()`, else to the default provider (`openai`).', 'For instance `demo/echo` or `openai/gpt-4o-mini`.'),
  setter('provider', 'provider', 'string', 'Chooses the provider, when it is not part of the model name.', 'A name of the `[providers]` section, or `demo`.'),
  setter('system_prompt', 'prompt', 'string', 'Gives instructions that go before every conversation.', 'The instructions.'),
  setter('temperature', 'temperature', 'number', 'Sets the sampling temperature.', '0 and above; the provider decides what is too high.'),
  setter('max_tokens', 'tokens', 'integer', 'Limits the length of one answer.', 'Tokens, at least 1.'),
  setter('max_conversation_length', 'messages', 'integer', 'Limits how many messages of the conversation are kept and sent; older ones are forgotten.', 'Messages, questions and answers together, at least 1.'),
  setter('max_execution_time', 'seconds', 'number', 'Limits how long one call may take. Time in your callbacks or at a breakpoint does not count.', 'Seconds, above 0.'),
  setter('base_url', 'url', 'string', 'Sets the address of the API, in place of the configured one.', 'For instance `http://127.0.0.1:8080/v1`.'),
  {
    name: 'AgentBuilder:api_key',
    thread: 'vm',
    doc: "Sets the key for the API, in place of the user's own, which is found without it. It is kept out of all events and logs.",
    parameters: [
      {
        name: 'key',
        type: 'string',
        doc: 'The key.',
        whenMissing: "leave api_key out to use the key that the user keeps for the provider; a variable that holds a secret is nil to scripts, and the second result of os.getenv tells how to allow it",
      },
    ],
    results: [{ type: 'AgentBuilder', doc: 'The builder itself, to go on with.' }],
  },
  {
    name: 'AgentBuilder:custom_config',
    thread: 'vm',
    doc: 'Sets several things at once from a table.',
    parameters: [
      {
        name: 'config',
        type: 'table',
        doc: 'The settings.',
        closed: true,
        fields: [
          { name: 'system_prompt', type: 'string?', doc: 'As `:system_prompt()`.' },
          { name: 'max_conversation_length', type: 'integer?', doc: 'As `:max_conversation_length()`.' },
        ],
      },
    ],
    results: [{ type: 'AgentBuilder', doc: 'The builder itself, to go on with.' }],
  },
  {
    name: 'AgentBuilder:build',
    thread: 'host',
    doc: 'Makes the agent. Fails when no model is set, when the provider is not known, or when the script already has an agent of that name.',
    parameters: [],
    results: [{ type: 'AgentInstance', doc: 'The agent.' }],
  },
  {
    name: 'Agent.create',
    thread: 'host',
    doc: 'Makes an agent from a name and a table, in one call.',
    parameters: [
      { name: 'name', type: 'string', doc: 'Unique among the agents of this script.' },
      { name: 'config', type: 'table', doc: 'The settings of the agent.', closed: true, fields: CONFIG_FIELDS },
    ],
    results: [{ type: 'AgentInstance', doc: 'The agent.' }],
    example: 'local critic = Agent.create("critic", { model = "demo/echo", system_prompt = "Be brief." })',
  },
  {
    name: 'agents.create',
    thread: 'host',
    doc: 'Makes an agent from a name and a table: another spelling of `Agent.create`.',
    parameters: [
      { name: 'name', type: 'string', doc: 'Unique among the agents of this script.' },
      { name: 'config', type: 'table', doc: 'The settings of the agent.', closed: true, fields: CONFIG_FIELDS },
    ],
    results: [{ type: 'AgentInstance', doc: 'The agent.' }],
    aliasOf: 'Agent.create',
  },
  {
    name: 'Agent.list',
    thread: 'host',
    doc: 'Lists the agents of this script, in the order they were made.',
    parameters: [],
    results: [{ type: 'table[]', doc: 'Tables with `name`, `provider`, `model` and `description`.' }],
    example: 'for _, info in ipairs(Agent.list()) do print(info.name, info.model) end',
  },
  {
    name: 'Agent.get',
    thread: 'host',
    doc: 'Finds an agent of this script by its name.',
    parameters: [{ name: 'name', type: 'string', doc: 'The name.' }],
    results: [{ type: 'AgentInstance?', doc: 'The agent, or nil when there is none of that name.' }],
  },
  {
    name: 'AgentInstance:execute',
    thread: 'host',
    doc: 'Asks the agent and waits for the whole answer. Question and answer are added to its conversation.',
    parameters: [{ name: 'input', type: 'table', doc: 'The question.', closed: true, fields: INPUT_FIELDS }],
    results: [RESULT],
    example: 'local answer = agent:execute({ prompt = "What is a coroutine?" })\nprint(answer.text, answer.metadata.token_count)',
  },
  {
    name: 'AgentInstance:complete',
    thread: 'host',
    doc: 'Asks the agent and waits for the whole answer: as `:execute`, but also takes the bare text.',
    parameters: [{ name: 'input', type: 'string|table', doc: 'The question.', closed: true, fields: INPUT_FIELDS }],
    results: [RESULT],
    aliasOf: 'AgentInstance:execute',
  },
  {
    name: 'AgentInstance:invokeStream',
    thread: 'host',
    doc: 'Asks the agent and calls a function with every piece of the answer as it arrives. The answer goes on arriving while the function runs or is stopped in the debugger; an error in the function ends the call.',
    parameters: [
      { name: 'input', type: 'table', doc: 'The question.', closed: true, fields: INPUT_FIELDS },
      { name: 'callback', type: 'fun(chunk: string)', doc: 'Called with each piece of text, in order.' },
    ],
    results: [{ type: 'AgentStreamResult', doc: 'What became of the stream.' }],
    example: 'agent:invokeStream({ prompt = "Tell me a story" }, function(chunk) io.write(chunk) end)',
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  { name: 'AgentBuilder', doc: 'Collects the settings of a new agent; every setter returns the builder.', fields: [] },
  {
    name: 'AgentInstance',
    doc: 'An agent: a model with its instructions and its own conversation.',
    fields: [
      { name: 'name', type: 'string', doc: 'Its name.' },
      { name: 'provider', type: 'string', doc: 'The provider it talks to.' },
      { name: 'model', type: 'string', doc: 'The model, without the provider.' },
      { name: 'description', type: 'string', doc: 'What it is for.' },
      { name: 'type', type: 'string', doc: 'The kind of agent, `llm`.' },
      { name: 'system_prompt', type: 'string?', doc: 'Its instructions.' },
    ],
  },
  {
    name: 'AgentResult',
    doc: 'An answer of an agent.',
    fields: [
      { name: 'text', type: 'string', doc: 'The answer as text.' },
      { name: 'data', type: 'any', doc: 'The answer decoded, when it is JSON.' },
      { name: 'metadata', type: 'AgentMetadata', doc: 'Model, tokens, time.' },
    ],
  },
  {
    name: 'AgentStreamResult',
    doc: 'What became of a streamed answer.',
    fields: [
      { name: 'success', type: 'boolean', doc: 'Always true: failures are errors.' },
      { name: 'chunks_received', type: 'integer', doc: 'How many pieces the callback was given.' },
      { name: 'text', type: 'string', doc: 'The whole answer.' },
      { name: 'metadata', type: 'AgentMetadata', doc: 'Model, tokens, time.' },
    ],
  },
  {
    name: 'AgentMetadata',
    doc: 'Facts about one answer. Fields the provider does not tell are missing.',
    fields: [
      { name: 'provider', type: 'string', doc: 'The provider that answered.' },
      { name: 'model', type: 'string', doc: 'The model that answered.' },
      { name: 'execution_time_ms', type: 'integer', doc: 'Milliseconds from question to end of answer.' },
      { name: 'token_count', type: 'integer?', doc: 'Tokens of question and answer together.' },
      { name: 'input_tokens', type: 'integer?', doc: 'Tokens of the question with its conversation.' },
      { name: 'output_tokens', type: 'integer?', doc: 'Tokens of the answer.' },
      { name: 'cost_usd', type: 'number?', doc: 'US dollars, where the price is known.' },
      { name: 'finish_reason', type: 'string?', doc: 'Why the answer ended: `stop`, `length`, ….' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const agentApi = {
  id: 'agent',
  title: 'Agents',
  doc: 'An agent is a language model with instructions and a conversation of its own. Models are named `provider/model`; the provider `demo` needs no key and works everywhere.',
  values: [
    { name: 'Agent', type: 'table', doc: 'Makes and finds agents.' },
    { name: 'agents', type: 'table', doc: 'Another spelling: `agents.create`.' },
  ],
  classes,
  functions,
} as const satisfies ApiModule;
