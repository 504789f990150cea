/** The table a script gets for an answer. */
import { MAX_JSON_DEPTH, type HostValue } from '../../common/values.ts';
import type { Answer } from './ask.ts';

type HostTable = Record<string, HostValue>;

/**
 * An answer that is a JSON object with `success`, `result` or `operation` gives its own keys and `_raw_text`; any other JSON gives `data` and
 * `text`; plain text gives `text`. `metadata` is always there.
 */
export function agentResult(answer: Answer): HostValue {
  const { text } = answer;
  const facts = { metadata: metadata(answer) };
  const decoded = decode(text);
  if (decoded === undefined || isDeeper(decoded.value, MAX_JSON_DEPTH)) return { text, ...facts };
  return isEnvelope(decoded.value) ? { $json: text, with: { _raw_text: text, ...facts } } : { data: { $json: text }, text, ...facts };
}

/** Only to look at: the script gets the text's own numbers (`JsonText`). */
function decode(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const isEnvelope = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && ['success', 'result', 'operation'].some((key) => Object.hasOwn(value, key));

const isDeeper = (value: unknown, levels: number): boolean => typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1)));

export function metadata({ provider, requestedModel, durationMs, finish }: Answer): HostTable {
  const { inputTokens, outputTokens } = finish;
  const known = inputTokens !== undefined || outputTokens !== undefined;
  return {
    provider,
    model: finish.model ?? requestedModel,
    execution_time_ms: durationMs,
    token_count: known ? (inputTokens ?? 0) + (outputTokens ?? 0) : undefined,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_usd: finish.costUsd,
    finish_reason: finish.finishReason,
  };
}
