/** The table a script gets for an answer. */
import type { HostValue } from '../../common/values.ts';
import type { Answer } from './ask.ts';

type HostTable = Record<string, HostValue>;

/**
 * An answer that is a JSON object with `success`, `result` or `operation` gives its own keys and `_raw_text`; any other JSON gives `data` and
 * `text`; plain text gives `text`. `metadata` is always there.
 */
export function agentResult(answer: Answer): HostTable {
  return { ...content(answer.text), metadata: metadata(answer) };
}

function content(text: string): HostTable {
  let decoded: HostValue;
  try {
    decoded = JSON.parse(text) as HostValue;
  } catch {
    return { text };
  }
  const isEnvelope = typeof decoded === 'object' && decoded !== null && !Array.isArray(decoded) && ['success', 'result', 'operation'].some((key) => key in (decoded as object));
  return isEnvelope ? { ...(decoded as HostTable), _raw_text: text } : { data: decoded, text };
}

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
