/** Scopes and variables of stopped frames for a front end: which scopes a frame has, and each value with its reference and its hints. */
import type { ScopeInfo, VariableInfo } from '../../common/debug.ts';
import type { JsonObject } from '../../common/json.ts';
import type { Engine, LuaFrame, LuaValue } from '../engine/engine.ts';
import { resultsContainer, fieldsContainer, TableContainer, variablesContainer, type Child, type Container } from './containers.ts';
import { frameNames, visibleVariable } from './frame-names.ts';
import type { References } from './references.ts';
import type { Sources } from './sources.ts';
import { valueText, type TextLength } from './value-text.ts';

export class Variables {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #refs: References<Container>;

  constructor(engine: Engine, sources: Sources, refs: References<Container>) {
    this.#engine = engine;
    this.#sources = sources;
    this.#refs = refs;
  }

  /** Empty scopes are left out. */
  scopes(frame: LuaFrame): ScopeInfo[] {
    const names = frameNames(this.#engine, frame);
    const scopes: ScopeInfo[] = [];
    const add = (name: ScopeInfo['name'], container: Container): void => {
      if (container.named + container.indexed === 0) return;
      const { named, indexed } = container;
      scopes.push({ name, ref: this.#refs.add(container), named, indexed, expensive: name === 'Globals' });
    };
    add('Arguments', variablesContainer(frame, names.args));
    add('Locals', variablesContainer(frame, names.locals));
    add('Varargs', variablesContainer(frame, names.varargs));
    add('Upvalues', variablesContainer(frame, names.upvalues));
    add('Globals', new TableContainer(this.#engine, this.#globalsOf(frame), frame, undefined, true));
    return scopes;
  }

  children(ref: number, start: number, count: number | undefined, filter: 'named' | 'indexed' | undefined): VariableInfo[] {
    const container = this.#refs.get(ref);
    const info = (child: Child): VariableInfo => this.#childInfo(child, container.frame);
    if (filter !== undefined) return container.children(filter, start, count).map(info);
    if (count === undefined) return [...container.children('indexed', 0, undefined), ...container.children('named', 0, undefined)].map(info);
    // Unfiltered pages run over the sequence first.
    const sequence = start < container.indexed ? container.children('indexed', start, count) : [];
    const left = count - sequence.length;
    const others = left > 0 ? container.children('named', Math.max(0, start - container.indexed), left) : [];
    return [...sequence, ...others].map(info);
  }

  /** Sets one child of a reference to what `evaluate` makes of the text in its frame. */
  set(ref: number, name: string, evaluate: (frame: LuaFrame | undefined) => LuaValue): VariableInfo {
    const container = this.#refs.get(ref);
    const value = evaluate(container.frame);
    container.set(name, value);
    return this.info(name, value, container.frame, undefined);
  }

  /** Any number of results of an evaluation, as one value. */
  results(values: readonly LuaValue[], frame: LuaFrame | undefined, expression: string, length: TextLength): VariableInfo {
    if (values.length === 1) return this.info(expression, values[0]!, frame, expression, length);
    const value = values.map((each) => valueText(this.#engine, each, length)).join(', ');
    const ref = values.length === 0 ? 0 : this.#refs.add(resultsContainer(frame, values));
    return { name: expression, value, type: values.length === 0 ? 'nil' : 'results', ref, indexed: values.length };
  }

  info(name: string, value: LuaValue, frame: LuaFrame | undefined, evaluateName: string | undefined, length: TextLength = 'short'): VariableInfo {
    const engine = this.#engine;
    const container = this.#containerOf(value, frame, evaluateName);
    const body = engine.functionBody(value);
    return {
      name,
      value: valueText(engine, value, length),
      type: engine.type(value),
      ref: container === undefined ? 0 : this.#refs.add(container),
      ...(container !== undefined && { named: container.named, indexed: container.indexed }),
      ...(evaluateName !== undefined && { evaluateName }),
      ...(body !== undefined && { declaration: { source: this.#sources.of(body).ref, line: Math.max(1, body.lineDefined) } }),
    };
  }

  #childInfo(child: Child, frame: LuaFrame | undefined): VariableInfo {
    const hint = childHint(child);
    if (child.container !== undefined) {
      const { named, indexed } = child.container;
      return { name: child.name, value: '', type: '', ref: this.#refs.add(child.container), named, indexed, hint };
    }
    return { ...this.info(child.name, child.value, frame, child.evaluateName), ...(hint && { hint }) };
  }

  /** What can be opened: tables that hold something or have a metatable, userdata that has either. */
  #containerOf(value: LuaValue, frame: LuaFrame | undefined, expression: string | undefined): Container | undefined {
    const engine = this.#engine;
    const type = engine.type(value);
    if (type === 'table') {
      const isEmpty = engine.entryCount(value) === 0 && engine.metatable(value) === undefined;
      return isEmpty ? undefined : new TableContainer(engine, value, frame, expression);
    }
    if (type !== 'userdata') return undefined;
    const container = fieldsContainer(engine, hostFields(engine.userdataOf(value)), engine.metatable(value));
    return container.named === 0 ? undefined : container;
  }

  /** The `_ENV` of the frame's function, which need not be the globals. */
  #globalsOf(frame: LuaFrame): LuaValue {
    const env = visibleVariable(this.#engine, frame, '_ENV')?.value;
    return env !== undefined && this.#engine.type(env) === 'table' ? env : this.#engine.globals;
  }
}

/** An ObjectRef: its class, its id, and the fields the host sent along. */
function hostFields(data: object | undefined): Readonly<Record<string, unknown>> {
  if (data === undefined || !('$object' in data)) return {};
  const { id, fields } = data as { id?: unknown; fields?: object };
  return { ...(id !== undefined && { id }), ...fields };
}

function childHint(child: Child): JsonObject | undefined {
  if (child.hint === 'metatable') return { kind: 'virtual', attributes: ['readOnly'] };
  return child.hint === 'rest' ? { kind: 'virtual' } : undefined;
}
