/**
 * One run of a tool for a script: told as events (`tool.start`, then `tool.end` or `tool.error`), with the points at which a debugger may
 * stop, and its answer in the shape that scripts read.
 */
import type { Config } from '../../base/config/index.ts';
import { Attributes } from '../../common/attributes.ts';
import type { ToolEndData, ToolErrorData, ToolStartData } from '../../common/event-data.ts';
import { EventTypes } from '../../common/events.ts';
import type { HostPointFilter, HostTable, RequestField } from '../../common/host-points.ts';
import type { Json } from '../../common/json.ts';
import type { HostValue } from '../../common/values.ts';
import { RuntimeError, codeOf, messageOf } from '../errors.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { refusal } from '../sandbox/refusal.ts';
import { jsonText } from './json-text.ts';
import { checkParameters } from './parameters.ts';
import { RateLimit } from './rate-limit.ts';
import { findTool, requireTool } from './registry.ts';
import type { ToolOutcome } from './tool.ts';

const FIELDS: readonly RequestField[] = [
  { name: 'tool', type: 'string', fixed: true },
  { name: 'params', type: 'table', optional: true },
];

/** A name that no tool has is a call that fails. */
export async function runTool(tool: string, given: HostValue, call: HostCall, runtime: Runtime): Promise<HostValue> {
  const events = runtime.eventsOf(call);
  const params = findTool(tool) === undefined ? (given ?? {}) : await beforeCall(tool, given ?? {}, call);
  for (const secret of findTool(tool)?.secretsIn?.(params) ?? []) runtime.events.redactor.add(secret);
  const started = performance.now();
  const attributes = { [Attributes.OperationName]: 'execute_tool', [Attributes.ToolName]: tool };
  const startData: ToolStartData = { tool, parameters: events.content(asJson(params)) };
  const start = events.emit(EventTypes.ToolStart, { causationId: call.causationId, attributes, data: startData });
  const span = () => ({ causationId: start.id, attributes: { ...attributes, [Attributes.DurationMs]: Math.round(performance.now() - started) } });
  const failed = async (data: ToolErrorData, result?: Json): Promise<void> => {
    const { causationId, attributes: ended } = span();
    events.emit(EventTypes.ToolError, { causationId, attributes: { ...ended, [Attributes.ErrorType]: data.code }, data: { ...data, result: events.content(result) } });
    await reach('tool_error', `after tool "${tool}" failed`, { tool, params }, call, data);
  };

  let outcome: ToolOutcome;
  try {
    const known = requireTool(tool);
    refuseWhenOff(tool, runtime.config);
    refuseWhenTooMany(tool, runtime);
    outcome = await known.run(checkParameters(known, params), { call, runtime, events, causationId: start.id });
  } catch (error) {
    await failed({ code: codeOf(error), message: messageOf(error) });
    throw error;
  }
  const { text: shown, ...envelope } = { text: undefined, ...outcome };
  const text = jsonText(envelope);
  const elapsed = Math.round(performance.now() - started);
  if (outcome.success) {
    const data: ToolEndData = { result: events.content(JSON.parse(text) as Json) };
    events.emit(EventTypes.ToolEnd, { ...span(), data });
  } else await failed(outcome.error, JSON.parse(text) as Json);
  return { $json: text, with: { _raw_text: text, text: shown, metadata: { tool, execution_time_ms: elapsed } } };
}

function refuseWhenOff(tool: string, config: Config): void {
  if (config.tools.enabled) return;
  throw new RuntimeError('tool_not_allowed', refusal(config, tool, 'tools are switched off', { section: 'tools', change: 'set', key: 'enabled', value: 'true' }));
}

/** All calls under one configuration count together. */
const rates = new WeakMap<Runtime, RateLimit>();

function refuseWhenTooMany(tool: string, runtime: Runtime): void {
  const { callsPerMinute: limit } = runtime.config.tools;
  const rate = rates.get(runtime) ?? new RateLimit();
  rates.set(runtime, rate);
  const seconds = rate.take(limit, performance.now());
  if (seconds === undefined) return;
  const why = `${limit} ${limit === 1 ? 'call' : 'calls'} of tools in the last minute, the next may be in ${seconds} s`;
  throw new RuntimeError('rate_limited', refusal(runtime.config, tool, why, { section: 'tools', change: 'raise', key: 'rate_limit_per_minute' }));
}

/** Answers the parameters as they shall be used. */
async function beforeCall(tool: string, params: HostValue, call: HostCall): Promise<HostValue> {
  const answer = await reach('tool_call', `before the call of tool "${tool}"`, { tool, params }, call);
  return answer === undefined ? params : (answer['params'] ?? {});
}

async function reach(filter: HostPointFilter, description: string, request: HostTable, call: HostCall, error?: ToolErrorData): Promise<HostTable | undefined> {
  const { points, signal, usage } = call;
  if (!points?.wants(filter)) return undefined;
  const point = { filters: [filter], description, request, fields: FIELDS, editable: error === undefined, tokens: usage?.total ?? 0, ...(error && { error }) };
  try {
    return (await points.reach(point, signal)).request;
  } catch (failure) {
    throw signal.aborted ? new RuntimeError('cancelled', 'the call was cancelled: its script has ended or was interrupted', { cause: signal.reason }) : failure;
  }
}

/** As JSON can have it: integers beyond 2^53 as text. */
const asJson = (value: HostValue): Json => JSON.parse(JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? entry.toString() : entry))) as Json;
