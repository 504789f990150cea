/** The requests about values: evaluate, set, complete, write down. Each in its frame, with the names of the place where the program has stopped. */
import type { DebugRequests, VariableInfo } from '../../../common/debug.ts';
import { parseExpression } from '../../../lua/index.ts';
import type { LuaFrame, LuaValue } from '../../engine/engine.ts';
import { completions } from '../evaluation/completions.ts';
import { evaluationFailed, notSettable } from '../errors.ts';
import { DEFAULT_LIMIT_MS } from '../evaluation/evaluation.ts';
import { jsonText } from './json-text.ts';
import { lostLocals, lostLocalsHint } from '../evaluation/lost-locals.ts';
import { luaLiteral } from './lua-literal.ts';
import type { Parts } from '../parts.ts';
import { namesAt, settingAt, type StopPlace } from './place-names.ts';
import { evaluatePurely } from '../evaluation/pure-evaluation.ts';

export interface ValueServices extends Parts {
  /** Undefined while the program runs. */
  stopped(): StopPlace | undefined;
}

type Names = ReadonlyMap<string, LuaValue>;

export const valueRequests = {
  evaluate(services: ValueServices, params: DebugRequests['evaluate'][0]): VariableInfo {
    const { engine, variables } = services;
    const { expression, context, timeoutMs, hex = false } = params;
    const frame = frameOf(services, params.frame);
    if (context === 'hover') {
      return variables.results(looked(services, expression, frame), frame, expression, { hex });
    }
    const values = evaluated(services, expression, frame, timeoutMs);
    const result = variables.results(values, frame, expression, { length: context === 'watch' ? 'short' : 'full', hex });
    if (context === 'clipboard' || context === 'variables') return { ...result, value: values.map((value) => luaLiteral(engine, value)).join(', ') };
    const lost = context === 'repl' && values.length === 0 ? lostLocals(expression) : [];
    return lost.length > 0 ? { ...result, value: lostLocalsHint(lost) } : result;
  },

  /** The entry itself is set, as it is shown: no metamethod runs. */
  setVariable(services: ValueServices, { ref, name, value, hex = false }: DebugRequests['setVariable'][0]): VariableInfo {
    const set = (): VariableInfo => services.variables.set(ref, name, (frame) => one(evaluated(services, value, frame), value), { hex });
    return settingAt(services.stopped(), set);
  },

  /** Lua's own assignment, with `__newindex`. The value is evaluated once. */
  setExpression(services: ValueServices, { expression, value: text, frame: ref, hex = false }: DebugRequests['setExpression'][0]): VariableInfo {
    const frame = frameOf(services, ref);
    const target = assignable(expression);
    if (target === undefined) throw notSettable(`"${expression}"`, 'it is no variable, field or index');
    const value = one(evaluated(services, text, frame), text);
    evaluated(services, `${target} = ${NEW_VALUE}`, frame, DEFAULT_LIMIT_MS, new Map([[NEW_VALUE, value]]));
    return services.variables.info(expression, value, frame, expression, { hex });
  },

  completions(services: ValueServices, { text, offset, frame: ref }: DebugRequests['completions'][0]): DebugRequests['completions'][1] {
    const frame = frameOf(services, ref);
    return completions(services.engine, text, offset, frame, namesAt(services.stopped(), frame), services.outerLocals);
  },

  valueText(services: ValueServices, params: DebugRequests['valueText'][0]): { text: string } {
    const { engine, variables } = services;
    const { ref, name, expression = '', format, onlyLooks } = params;
    const write = format === 'json' ? jsonText : luaLiteral;
    if (ref !== undefined) return { text: write(engine, variables.valueOf(ref, name)) };
    const frame = frameOf(services, params.frame);
    const values = onlyLooks ? looked(services, expression, frame) : evaluated(services, expression, frame);
    if (values.length === 0) throw noValue(expression);
    return { text: values.map((value) => write(engine, value)).join(format === 'json' ? '\n' : ', ') };
  },
};

/** Stands for the new value in the assignment; no script has such a name. */
const NEW_VALUE = '__llmspell_new_value';

const frameOf = ({ frames }: ValueServices, ref: number | undefined): LuaFrame | undefined => (ref === undefined ? undefined : frames.get(ref));

/** Throws DebugError. */
function evaluated(services: ValueServices, text: string, frame: LuaFrame | undefined, limitMs = DEFAULT_LIMIT_MS, extra?: Names): LuaValue[] {
  const { evaluation } = services;
  const stop = services.stopped();
  const place = namesAt(stop, frame);
  const names = place === undefined ? extra : new Map([...place, ...(extra ?? [])]);
  return settingAt(stop, (assigned) => evaluation.evaluate(text, frame, limitMs, names, assigned));
}

/** Without comments around it: lines of errors are those of the text. */
function assignable(text: string): string | undefined {
  const { expression, diagnostics } = parseExpression(text);
  const isTarget = diagnostics.length === 0 && (expression.type === 'Name' || expression.type === 'Member' || expression.type === 'Index');
  return isTarget ? text.slice(expression.start, expression.end) : undefined;
}

/** Nothing runs. */
function looked(services: ValueServices, text: string, frame: LuaFrame | undefined): LuaValue[] {
  const names = services.outerLocals.values(text, frame, namesAt(services.stopped(), frame));
  return evaluatePurely(services.engine, text, frame, names);
}

function one(values: readonly LuaValue[], text: string): LuaValue {
  const [value] = values;
  if (value === undefined) throw noValue(text);
  return value;
}

const noValue = (text: string): Error => evaluationFailed(`"${text}" gives no value.`);
