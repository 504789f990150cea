/**
 * The names a frame can see, in declaration order: arguments, locals, varargs, upvalues. A name that a later one hides stays visible
 * under another title, because both variables live.
 */
import type { Engine, LuaFrame, LuaVariable } from '../../engine/engine.ts';

export interface FrameName {
  /** As shown: unique in its scope. */
  readonly title: string;
  readonly variable: LuaVariable;
  /** The expression that reads it here; undefined when another variable hides it. */
  readonly evaluateName: string | undefined;
  /** Which of the frame's variables of this name it is, from the outermost, from 0; undefined for upvalues and varargs. */
  readonly nth?: number;
}

export interface FrameNames {
  readonly args: readonly FrameName[];
  readonly locals: readonly FrameName[];
  readonly varargs: readonly FrameName[];
  readonly upvalues: readonly FrameName[];
}

/** What the compiler needs for itself has names like `(for state)`. */
const isInternal = (variable: LuaVariable): boolean => variable.name.startsWith('(');

export function frameNames(engine: Engine, frame: LuaFrame): FrameNames {
  const all = engine.locals(frame);
  const parameters = frame.body?.parameters ?? 0;
  const visible = all.filter((variable) => !isInternal(variable));
  const lastOf = new Map(visible.map((variable) => [variable.name, variable]));
  const titled = withTitles(visible, (variable) => lastOf.get(variable.name) === variable);
  const isArgument = new Set(all.slice(0, parameters));
  const upvalues = engine.upvalues(frame).filter((variable) => variable.name !== '_ENV');
  return {
    args: titled.filter((name) => isArgument.has(name.variable)),
    locals: titled.filter((name) => !isArgument.has(name.variable)),
    varargs: engine.varargs(frame).map((variable, index) => ({
      title: `[${index + 1}]`,
      variable,
      evaluateName: `(select(${index + 1}, ...))`,
    })),
    upvalues: withTitles(upvalues, (variable) => !lastOf.has(variable.name)).map(({ title, variable, evaluateName }) => ({ title, variable, evaluateName })),
  };
}

/** Hidden ones are titled `x (hidden)`, `x (hidden 2)`: titles are how a front end names what it sets. */
function withTitles(variables: readonly LuaVariable[], isReachable: (variable: LuaVariable) => boolean): FrameName[] {
  const seen = new Map<string, number>();
  return variables.map((variable) => {
    const nth = seen.get(variable.name) ?? 0;
    seen.set(variable.name, nth + 1);
    if (isReachable(variable)) return { title: variable.name, variable, evaluateName: variable.name, nth };
    return { title: `${variable.name} (hidden${nth > 0 ? ` ${nth + 1}` : ''})`, variable, evaluateName: undefined, nth };
  });
}

/** The variable an unqualified name means in a frame; undefined: a global. */
export function visibleVariable(engine: Engine, frame: LuaFrame, name: string): LuaVariable | undefined {
  const locals = engine.locals(frame);
  for (let index = locals.length - 1; index >= 0; index--) if (locals[index]!.name === name) return locals[index];
  return engine.upvalues(frame).find((variable) => variable.name === name);
}
