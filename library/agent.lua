---@meta
-- Agents: generated from the description of the API; do not edit.

---Collects the settings of a new agent; every setter returns the builder.
---@class AgentBuilder
local AgentBuilder = {}

---An agent: a model with its instructions and its own conversation.
---@class AgentInstance
---@field name string Its name.
---@field provider string The provider it talks to.
---@field model string The model, without the provider.
---@field description string What it is for.
---@field type string The kind of agent, `llm`.
---@field system_prompt? string Its instructions.
local AgentInstance = {}

---An answer of an agent.
---@class AgentResult
---@field text string The answer as text.
---@field data any The answer decoded, when it is JSON.
---@field metadata AgentMetadata Model, tokens, time.
local AgentResult = {}

---What became of a streamed answer.
---@class AgentStreamResult
---@field success boolean Always true: failures are errors.
---@field chunks_received integer How many pieces the callback was given.
---@field text string The whole answer.
---@field metadata AgentMetadata Model, tokens, time.
local AgentStreamResult = {}

---Facts about one answer. Fields the provider does not tell are missing.
---@class AgentMetadata
---@field provider string The provider that answered.
---@field model string The model that answered.
---@field execution_time_ms integer Milliseconds from question to end of answer.
---@field token_count? integer Tokens of question and answer together.
---@field input_tokens? integer Tokens of the question with its conversation.
---@field output_tokens? integer Tokens of the answer.
---@field cost_usd? number US dollars, where the price is known.
---@field finish_reason? string Why the answer ended: `stop`, `length`, ….
local AgentMetadata = {}

---Options.
---@class AgentBuilderCustomConfigConfig
---@field system_prompt? string As `:system_prompt()`.
---@field max_conversation_length? integer As `:max_conversation_length()`.

---Options.
---@class AgentCreateConfig
---@field model string `"provider/model"`, or a bare model name of the default provider.
---@field provider? string The provider, when it is not part of `model`.
---@field description? string What the agent is for.
---@field system_prompt? string Instructions that go before every conversation.
---@field temperature? number Sampling temperature, 0 and above.
---@field max_tokens? integer Most tokens of one answer.
---@field max_conversation_length? integer Messages kept of the conversation; older ones are forgotten.
---@field max_execution_time? number Seconds after which one call ends with an error. No limit when absent.
---@field base_url? string Address of the API, in place of the configured one.
---@field api_key? string Key for the API, in place of the configured one.

---Options.
---@class AgentInstanceExecuteInput
---@field prompt? string What to ask. `text` is another name for it; one of the two is needed.
---@field text? string The same as `prompt`. Giving both with different texts is an error.

---Makes and finds agents.
Agent = {}

---Another spelling: `agents.create`.
agents = {}

---Starts the description of a new agent. Set what it needs, then call `:build()`.
---
---```lua
---local poet = Agent.builder():name("poet"):model("demo/echo"):build()
---print(poet:execute({ prompt = "A line about rain" }).text)
---```
---@return AgentBuilder # A new builder.
function Agent.builder() end

---Names the agent. Without it, the agent gets a name like `agent_1`.
---@param name string Unique among the agents of this script.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:name(name) end

---Says what the agent is for.
---@param description string Shown in lists and in the debugger.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:description(description) end

---Sets the kind of agent that is shown. Agents of a builder all talk to a language model.
---@param type string For instance `llm`, which is the default.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:type(type) end

---Chooses the model. `"provider/model"` names both; a bare name belongs to the provider set by `:provider()`, else to the default provider (`openai`).
---@param model string For instance `demo/echo` or `openai/gpt-4o-mini`.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:model(model) end

---Chooses the provider, when it is not part of the model name.
---@param provider string A name of the `[providers]` section, or `demo`.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:provider(provider) end

---Gives instructions that go before every conversation.
---@param prompt string The instructions.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:system_prompt(prompt) end

---Sets the sampling temperature.
---@param temperature number 0 and above; the provider decides what is too high.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:temperature(temperature) end

---Limits the length of one answer.
---@param tokens integer Tokens, at least 1.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:max_tokens(tokens) end

---Limits how many messages of the conversation are kept and sent; older ones are forgotten.
---@param messages integer Messages, questions and answers together, at least 1.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:max_conversation_length(messages) end

---Limits how long one call may take. Time in your callbacks or at a breakpoint does not count.
---@param seconds number Seconds, above 0.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:max_execution_time(seconds) end

---Sets the address of the API, in place of the configured one.
---@param url string For instance `http://127.0.0.1:8080/v1`.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:base_url(url) end

---Sets the key for the API, in place of the user's own, which is found without it. It is kept out of all events and logs.
---@param key string The key.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:api_key(key) end

---Sets several things at once from a table.
---@param config AgentBuilderCustomConfigConfig The settings.
---@return AgentBuilder # The builder itself, to go on with.
function AgentBuilder:custom_config(config) end

---Makes the agent. Fails when no model is set, when the provider is not known, or when the script already has an agent of that name.
---@return AgentInstance # The agent.
function AgentBuilder:build() end

---Makes an agent from a name and a table, in one call.
---
---```lua
---local critic = Agent.create("critic", { model = "demo/echo", system_prompt = "Be brief." })
---```
---@param name string Unique among the agents of this script.
---@param config AgentCreateConfig The settings of the agent.
---@return AgentInstance # The agent.
function Agent.create(name, config) end

---Makes an agent from a name and a table: another spelling of `Agent.create`.
---
---Alias of `Agent.create`.
---@param name string Unique among the agents of this script.
---@param config AgentCreateConfig The settings of the agent.
---@return AgentInstance # The agent.
function agents.create(name, config) end

---Lists the agents of this script, in the order they were made.
---
---```lua
---for _, info in ipairs(Agent.list()) do print(info.name, info.model) end
---```
---@return table[] # Tables with `name`, `provider`, `model` and `description`.
function Agent.list() end

---Finds an agent of this script by its name.
---@param name string The name.
---@return AgentInstance? # The agent, or nil when there is none of that name.
function Agent.get(name) end

---Asks the agent and waits for the whole answer. Question and answer are added to its conversation.
---
---```lua
---local answer = agent:execute({ prompt = "What is a coroutine?" })
---print(answer.text, answer.metadata.token_count)
---```
---@param input AgentInstanceExecuteInput The question.
---@return AgentResult # The answer. An answer that is JSON is also decoded: an object with `success`, `result` or `operation` gives its keys and `_raw_text`, any other JSON gives `data` and `text`.
function AgentInstance:execute(input) end

---Asks the agent and waits for the whole answer: as `:execute`, but also takes the bare text.
---
---Alias of `AgentInstance:execute`.
---@param input string|AgentInstanceExecuteInput The question.
---@return AgentResult # The answer. An answer that is JSON is also decoded: an object with `success`, `result` or `operation` gives its keys and `_raw_text`, any other JSON gives `data` and `text`.
function AgentInstance:complete(input) end

---Asks the agent and calls a function with every piece of the answer as it arrives. The answer goes on arriving while the function runs or is stopped in the debugger; an error in the function ends the call.
---
---```lua
---agent:invokeStream({ prompt = "Tell me a story" }, function(chunk) io.write(chunk) end)
---```
---@param input AgentInstanceExecuteInput The question.
---@param callback fun(chunk: string) Called with each piece of text, in order.
---@return AgentStreamResult # What became of the stream.
function AgentInstance:invokeStream(input, callback) end
