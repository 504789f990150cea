/**
 * What a data breakpoint can be set on: finds the variable or field behind a child of the Variables view or behind an expression, and says in
 * words why something else cannot be watched. Nothing of the program runs meanwhile.
 */
import { parseExpression, type Expression } from '../../../lua/index.ts';
import type { Engine, LuaFrame, LuaValue, LuaVariable, WatchTarget } from '../../engine/engine.ts';
import type { BodyNames } from '../sources/body-names.ts';
import type { Child, Container } from '../values/containers.ts';
import { DebugError, notWatchable } from '../errors.ts';
import { visibleVariable } from '../values/frame-names.ts';
import { KeptPath } from './kept-path.ts';
import type { MainLocals } from './main-locals.ts';
import { luaType, parseAccessPath } from '../evaluation/access-path.ts';
import type { OuterLocals } from '../evaluation/outer-locals.ts';
import { evaluatePurely } from '../evaluation/pure-evaluation.ts';
import { chunkTitle } from '../sources/sources.ts';
import { keyText } from '../values/value-text.ts';

export interface DataPlace {
  readonly target: WatchTarget;
  /** As stops name it: `state.count`. */
  readonly label: string;
  /** As a list of breakpoints shows it: locals with their function and line. */
  readonly description: string;
  /** By which another run can find it. */
  readonly path: KeptPath | undefined;
}

export class DataPlaces {
  readonly #engine: Engine;
  readonly #names: BodyNames;
  readonly #locals: MainLocals;
  readonly #outer: OuterLocals;

  constructor(engine: Engine, names: BodyNames, locals: MainLocals, outer: OuterLocals) {
    this.#engine = engine;
    this.#names = names;
    this.#locals = locals;
    this.#outer = outer;
  }

  /** Throws `not_watchable`. */
  ofChild({ frame, value: holder }: Container, child: Child): DataPlace {
    const label = child.evaluateName ?? child.name;
    if (child.variable !== undefined && frame !== undefined) return this.#variable(frame, child.variable.variable, child.name);
    if (child.key !== undefined && holder !== undefined) return this.#field(holder, child.key, label, frame);
    switch (child.role) {
      case 'metatable':
        throw notWatchable(label, 'a metatable is set by setmetatable, not written');
      case 'result':
        throw notWatchable(label, 'it is the result of an evaluation; name the variable or field that holds it');
      case 'chunk':
        throw notWatchable(label, 'open it and choose one of its entries');
      default:
        throw notWatchable(label, 'it is computed or belongs to the host; only variables and fields of tables are written by the program');
    }
  }

  /** Throws `not_watchable`. */
  ofExpression(text: string, frame: LuaFrame | undefined): DataPlace {
    const { expression, diagnostics } = parseExpression(text);
    if (diagnostics.length > 0) throw notWatchable(text, 'it is no Lua expression');
    const node = unwrapped(expression);
    switch (node.type) {
      case 'Name':
        return this.#name(node.name, frame);
      case 'Member':
        return this.#field(this.#value(text, node.object, frame), this.#engine.string(node.name.name), text.trim(), frame);
      case 'Index':
        return this.#field(this.#value(text, node.object, frame), this.#value(text, node.key, frame), text.trim(), frame);
      case 'Call':
      case 'MethodCall':
        throw notWatchable(text, 'it is the result of a call; name the variable or field that holds it');
      case 'Vararg':
        throw notWatchable(text, 'variable arguments are not written; copy them to a local');
      default:
        throw notWatchable(text, 'it is a value, no variable or field');
    }
  }

  #name(name: string, frame: LuaFrame | undefined): DataPlace {
    const variable = frame === undefined ? undefined : visibleVariable(this.#engine, frame, name);
    if (variable !== undefined) return this.#variable(frame!, variable, name);
    const outer = frame && this.#outerLocal(name, frame);
    if (outer !== undefined) return this.#variable(outer.frame, outer.variable, name);
    const environment = frame === undefined ? undefined : visibleVariable(this.#engine, frame, '_ENV')?.value;
    return this.#field(environment ?? this.#engine.globals, this.#engine.string(name), name, frame);
  }

  #outerLocal(name: string, frame: LuaFrame): { readonly frame: LuaFrame; readonly variable: LuaVariable } | undefined {
    const local = reading(name, 'the functions that could write it are not known here', () => this.#outer.of(name, frame));
    if (local === undefined) return undefined;
    if (local.frame === undefined) throw notWatchable(name, 'its function has returned; select a frame of a function that uses it');
    return { frame: local.frame, variable: local.variable };
  }

  #variable(frame: LuaFrame, variable: LuaVariable, title: string): DataPlace {
    const target = this.#engine.variableTarget(frame, variable);
    if (target === undefined) throw notWatchable(title, 'variable arguments are not written; copy them to a local');
    const { declared } = target;
    const { name } = variable;
    const description = declared === undefined ? name : `${name}, local of ${this.#placeText(declared)}`;
    return { target, label: name, description, path: KeptPath.to(this.#engine, this.#locals, name, frame, target) };
  }

  #placeText({ body, line }: NonNullable<WatchTarget['declared']>): string {
    const owner = body.lineDefined === 0 ? 'main chunk' : (this.#names.nameOf(body) ?? 'function');
    return `${owner} (${chunkTitle(body.source).split(/[/\\]/).at(-1)}:${line})`;
  }

  #field(holder: LuaValue, key: LuaValue, label: string, frame: LuaFrame | undefined): DataPlace {
    const engine = this.#engine;
    const type = luaType(engine, holder);
    if (type !== 'table') throw notWatchable(label, type === 'userdata' ? 'it belongs to the host' : `it is a field of a ${type} value, not of a table`);
    const target = engine.fieldTarget(holder, key);
    if (target === undefined) throw notWatchable(label, `no field has the key ${engine.toText(key)}`);
    const path = KeptPath.to(engine, this.#locals, label, this.#rootFrame(label, frame), target);
    const isGlobal = path?.local === undefined && path?.text === keyText(engine, key);
    return { target, label, description: isGlobal ? `${label} (global)` : label, path };
  }

  /** The frame that sees what a path starts from. */
  #rootFrame(path: string, frame: LuaFrame | undefined): LuaFrame | undefined {
    const root = parseAccessPath(path)?.root;
    if (root === undefined || frame === undefined) return frame;
    return this.#outer.reachable(root, frame)?.frame ?? frame;
  }

  #value(text: string, node: Expression, frame: LuaFrame | undefined): LuaValue {
    const part = text.slice(node.start, node.end);
    return reading(text, 'what it is a field of cannot be read without running code', () => evaluatePurely(this.#engine, part, frame, this.#outer.values(part, frame))[0] ?? this.#engine.nil);
  }
}

function reading<T>(text: string, why: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DebugError) throw notWatchable(text, why, error);
    throw error;
  }
}

const unwrapped = (node: Expression): Expression => (node.type === 'Parenthesized' ? unwrapped(node.expression) : node);
