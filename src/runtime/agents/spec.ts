/** The settings of an agent: read from what the script gave (types are checked in the VM already), checked for sense, defaults filled in. */
import { RuntimeError } from '../errors.ts';
import { DEFAULT_PROVIDER } from '../providers/registry.ts';

export interface AgentSpec {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly provider: string;
  /** Without the provider. */
  readonly model: string;
  readonly systemPrompt: string | undefined;
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
  /** Messages. */
  readonly maxConversationLength: number | undefined;
  readonly maxExecutionSeconds: number | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
}

type Given = Readonly<Record<string, unknown>>;

export interface AgentDefaults {
  readonly name: string;
  readonly provider: string | undefined;
  /** The configured model of a provider. */
  readonly modelOf: (provider: string) => string | undefined;
}

export function readAgentSpec(given: Given, defaults: AgentDefaults): AgentSpec {
  const { provider, model } = chooseModel(text(given, 'model'), text(given, 'provider'), defaults);
  return {
    name: name(given) ?? defaults.name,
    description: text(given, 'description') ?? 'LLM-powered agent',
    type: text(given, 'type') ?? 'llm',
    provider,
    model,
    systemPrompt: text(given, 'system_prompt'),
    temperature: atLeast(given, 'temperature', 0),
    maxTokens: atLeast(given, 'max_tokens', 1),
    maxConversationLength: atLeast(given, 'max_conversation_length', 1),
    maxExecutionSeconds: atLeast(given, 'max_execution_time', 0.001),
    baseUrl: text(given, 'base_url'),
    apiKey: text(given, 'api_key'),
  };
}

function chooseModel(model: string | undefined, provider: string | undefined, defaults: AgentDefaults): { provider: string; model: string } {
  const wanted = provider ?? defaults.provider ?? DEFAULT_PROVIDER;
  const configured = model === undefined ? defaults.modelOf(wanted) : undefined;
  return configured === undefined ? splitModel(model, provider, defaults.provider) : { provider: wanted, model: configured };
}

/**
 * `provider/model` splits at the first slash. With a provider set on its own, the model's name may hold slashes (`meta/llama`) and its
 * prefix is only taken off when it repeats the provider.
 */
function splitModel(model: string | undefined, provider: string | undefined, fallback: string | undefined): { provider: string; model: string } {
  if (model === undefined || model === '') throw invalid('Model is required: call :model("provider/model") before :build(), or give model = "provider/model" to create; "demo/echo" works without a key');
  const slash = model.indexOf('/');
  const [prefix, rest] = slash < 0 ? [undefined, model] : [model.slice(0, slash), model.slice(slash + 1)];
  if (provider !== undefined && provider !== prefix) return { provider, model };
  if (prefix === '' || rest === '') throw invalid(`model "${model}" is not of the form "provider/model"`);
  return { provider: prefix ?? provider ?? fallback ?? DEFAULT_PROVIDER, model: rest };
}

const text = (given: Given, field: string): string | undefined => {
  const value = given[field];
  return typeof value === 'string' ? value : undefined;
};

function name(given: Given): string | undefined {
  const value = text(given, 'name');
  if (value === '') throw invalid('the name of an agent must not be empty: leave it out to get one like "agent_1"');
  return value;
}

function atLeast(given: Given, field: string, least: number): number | undefined {
  const value = given[field];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (!(number >= least)) throw invalid(`${field} must be at least ${least}, got ${number}`);
  return number;
}

const invalid = (message: string): RuntimeError => new RuntimeError('invalid_argument', message);
