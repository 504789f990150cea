/** Scopes and variables of stopped frames for a front end: which scopes a frame has, and each value with its reference and its hints. */
import type { ScopeInfo, VariableInfo } from '../../../common/debug.ts';
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { findChild, resultsContainer, variablesContainer, type Child, type Container } from './containers.ts';
import { lazyRefused, noSuchValue, notSettable } from '../errors.ts';
import { frameNames, visibleVariable } from './frame-names.ts';
import { hintOf } from './hints.ts';
import type { Metamethods } from './metamethods.ts';
import { hostFields, objectContainer } from './object-container.ts';
import type { Places } from '../sources/places.ts';
import type { References } from './references.ts';
import { TableContainer } from './table-container.ts';
import type { TableViews } from './table-view.ts';
import { valueText, type TextFormat } from './value-text.ts';

export interface VariablesParts {
  readonly engine: Engine;
  readonly refs: References<Container>;
  readonly views: TableViews;
  readonly metamethods: Metamethods;
  readonly places: Places;
}

export class Variables {
  readonly #engine: Engine;
  readonly #refs: References<Container>;
  readonly #views: TableViews;
  readonly #metamethods: Metamethods;
  readonly #places: Places;

  constructor({ engine, refs, views, metamethods, places }: VariablesParts) {
    this.#engine = engine;
    this.#refs = refs;
    this.#views = views;
    this.#metamethods = metamethods;
    this.#places = places;
  }

  /** Empty scopes are left out. `first` are those of the place where the program stopped. */
  scopes(frame: LuaFrame, first: readonly { readonly name: ScopeInfo['name']; readonly container: Container }[] = []): ScopeInfo[] {
    const names = frameNames(this.#engine, frame);
    const scopes: ScopeInfo[] = [];
    const add = (name: ScopeInfo['name'], container: Container): void => {
      if (container.named + container.indexed === 0) return;
      const { named, indexed } = container;
      scopes.push({ name, ref: this.#refs.add(container), named, indexed, expensive: name === 'Globals' });
    };
    for (const { name, container } of first) add(name, container);
    add('Arguments', variablesContainer(frame, names.args));
    add('Locals', variablesContainer(frame, names.locals));
    add('Varargs', variablesContainer(frame, names.varargs));
    add('Upvalues', variablesContainer(frame, names.upvalues));
    add('Globals', this.#table(this.#globalsOf(frame), frame, undefined, true));
    return scopes;
  }

  /** `onlyLooks`: throws `evaluation_refused` where Lua would run. */
  children(ref: number, start: number, count: number | undefined, filter: 'named' | 'indexed' | undefined, format: TextFormat = {}, onlyLooks = false): VariableInfo[] {
    const container = this.#refs.get(ref);
    if (onlyLooks && container.runsLua) throw lazyRefused();
    const info = (child: Child): VariableInfo => this.#childInfo(child, container.frame, format);
    if (filter !== undefined) return container.children(filter, start, count).map(info);
    if (count === undefined) return [...container.children('indexed', 0, undefined), ...container.children('named', 0, undefined)].map(info);
    // Unfiltered pages run over the sequence first.
    const sequence = start < container.indexed ? container.children('indexed', start, count) : [];
    const left = count - Math.max(0, Math.min(container.indexed - start, count));
    const others = left > 0 ? container.children('named', Math.max(0, start - container.indexed), left) : [];
    return [...sequence, ...others].map(info);
  }

  /** The value that a reference stands for, or the one that its child of that name has. Throws `no_such_value`. */
  valueOf(ref: number, name: string | undefined): LuaValue {
    const container = this.#refs.get(ref);
    if (name === undefined && container.value !== undefined) return container.value;
    const child = name === undefined ? undefined : findChild(container, name);
    // What is lazy, or a chunk, has text and children instead of a value.
    if (child === undefined || child.text !== undefined) throw noSuchValue(child === undefined ? name : undefined);
    return child.value;
  }

  /** The child of that name, with what it is in. Throws `no_such_value`. */
  child(ref: number, name: string): { readonly container: Container; readonly child: Child } {
    const container = this.#refs.get(ref);
    const child = findChild(container, name);
    if (child === undefined) throw noSuchValue(name);
    return { container, child };
  }

  /** Sets one child of a reference to what `evaluate` makes of the text in its frame. */
  set(ref: number, name: string, evaluate: (frame: LuaFrame | undefined) => LuaValue, format: TextFormat = {}): VariableInfo {
    const container = this.#refs.get(ref);
    const child = findChild(container, name);
    const value = evaluate(container.frame);
    if (child?.role === 'chunk') throw notSettable(name, 'open it and set one of its entries');
    container.set(name, value);
    this.#views.clear();
    return this.info(name, value, container.frame, child?.evaluateName, format);
  }

  /** Any number of results of an evaluation, as one value. */
  results(values: readonly LuaValue[], frame: LuaFrame | undefined, expression: string, format: TextFormat): VariableInfo {
    if (values.length === 1) return this.info(expression, values[0]!, frame, expression, format);
    const value = values.map((each) => valueText(this.#engine, each, format)).join(', ');
    const ref = values.length === 0 ? 0 : this.#refs.add(resultsContainer(frame, values));
    return { name: expression, value, type: values.length === 0 ? 'nil' : 'results', ref, indexed: values.length };
  }

  info(name: string, value: LuaValue, frame: LuaFrame | undefined, evaluateName: string | undefined, format: TextFormat = {}): VariableInfo {
    const container = this.#containerOf(value, frame, evaluateName);
    const location = this.#places.ofValue(value);
    return {
      name,
      value: valueText(this.#engine, value, format),
      type: this.#engine.type(value),
      ref: container === undefined ? 0 : this.#refs.add(container),
      ...(container !== undefined && { named: container.named, indexed: container.indexed }),
      ...(evaluateName !== undefined && { evaluateName }),
      ...(location !== undefined && { valueLocation: location }),
    };
  }

  #childInfo(child: Child, frame: LuaFrame | undefined, format: TextFormat): VariableInfo {
    const hint = hintOf(child.role ?? 'variable', this.#engine.type(child.value));
    const { name, container, text = '', variable } = child;
    if (container !== undefined) {
      return { name, value: text, type: '', ref: this.#refs.add(container), named: container.named, indexed: container.indexed, hint };
    }
    if (child.text !== undefined) return { name, value: text, type: '', ref: 0, hint };
    const declared = variable && frame && this.#places.ofVariable(frame, variable);
    return { ...this.info(name, child.value, frame, child.evaluateName, format), hint, ...(declared && { declarationLocation: declared }) };
  }

  /** What can be opened: tables that hold something or have a metatable, userdata that has either. */
  #containerOf(value: LuaValue, frame: LuaFrame | undefined, expression: string | undefined): Container | undefined {
    const engine = this.#engine;
    const type = engine.type(value);
    const hasMetatable = (): boolean => engine.metatable(value) !== undefined;
    if (type === 'table') return engine.entryCount(value) > 0 || hasMetatable() ? this.#table(value, frame, expression) : undefined;
    if (type !== 'userdata') return undefined;
    const hasFields = Object.keys(hostFields(engine.userdataOf(value))).length > 0;
    return hasFields || hasMetatable() ? objectContainer(engine, value, frame, expression, this.#metamethods.offers(value, frame, expression)) : undefined;
  }

  #table(table: LuaValue, frame: LuaFrame | undefined, expression: string | undefined, isGlobals = false): TableContainer {
    const extras = (): readonly Child[] => this.#metamethods.offers(table, frame, expression);
    return new TableContainer(this.#engine, this.#views.of(table), { frame, expression, isGlobals, extras });
  }

  /** The `_ENV` of the frame's function, which need not be the globals. */
  #globalsOf(frame: LuaFrame): LuaValue {
    const env = visibleVariable(this.#engine, frame, '_ENV')?.value;
    return env !== undefined && this.#engine.type(env) === 'table' ? env : this.#engine.globals;
  }
}
