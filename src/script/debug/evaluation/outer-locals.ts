/**
 * Locals of the functions around the one that has stopped which it does not use itself: its closure has not got them, so for Lua the names
 * would be globals. The text says which names these are. The variable is found in the activation that made the closure, where that is certain,
 * or for a chunk's own locals in another function that has kept them; where it is not, that is an error: never nil, never a new global.
 */
import { analyzeScopes, functionStarts, parse, pathAt, visibleVariables, type FunctionScope, type Variable } from '../../../lua/index.ts';
import type { Engine, FunctionBody, LuaFrame, LuaValue, LuaVariable } from '../../engine/engine.ts';
import { DebugError, outerLocalUnreachable } from '../errors.ts';
import type { BodyNames } from '../sources/body-names.ts';
import { allBodies } from '../sources/line-table.ts';
import type { ParsedSource, ParsedSources } from '../sources/parsed-sources.ts';
import { rootOf } from '../sources/sources.ts';
import { visibleVariable } from '../values/frame-names.ts';

type Names = ReadonlyMap<string, LuaValue>;

export interface OuterLocal {
  readonly variable: LuaVariable;
  /** The activation that declares it; undefined once that has returned. */
  readonly frame: LuaFrame | undefined;
}

/** What a function can see of the functions around it and does not use. */
interface Surroundings {
  readonly source: ParsedSource;
  readonly scope: FunctionScope;
  readonly outer: ReadonlyMap<string, { readonly variable: Variable; readonly owner: FunctionBody }>;
}

const NAMES = /[A-Za-z_]\w*/g;
const LOOPS = new Set(['While', 'Repeat', 'NumericFor', 'GenericFor']);

export class OuterLocals {
  readonly #engine: Engine;
  readonly #parsed: ParsedSources;
  readonly #names: BodyNames;
  readonly #known = new WeakMap<FunctionBody, { readonly is: Surroundings | undefined }>();
  /** Of chunks that have returned: what their functions have kept does not change any more. */
  readonly #kept = new WeakMap<FunctionBody, Map<string, LuaVariable | undefined>>();

  constructor(engine: Engine, parsed: ParsedSources, names: BodyNames) {
    this.#engine = engine;
    this.#parsed = parsed;
    this.#names = names;
  }

  /** The names in a text that mean such variables somewhere on a line of a function: what there is to find at each arrival. */
  namesOn(text: string, body: FunctionBody, line: number): string[] {
    const around = this.#around(body);
    return around === undefined ? [] : this.#namesIn(text, around).filter((name) => !coversLine(around, name, line));
  }

  /** The variables among `names` that the frame itself does not see. Throws `evaluation_failed` for one that cannot be reached. */
  find(names: readonly string[], frame: LuaFrame): ReadonlyMap<string, LuaVariable> {
    const found = new Map<string, LuaVariable>();
    for (const name of names) {
      const local = this.of(name, frame);
      if (local !== undefined) found.set(name, local.variable);
    }
    return found;
  }

  /** For a text that is going to be evaluated in a frame; `known` are names that come first. Throws `evaluation_failed`. */
  variables(text: string, frame: LuaFrame | undefined, known?: Names): ReadonlyMap<string, LuaVariable> | undefined {
    const around = frame?.body && this.#around(frame.body);
    if (around === undefined) return undefined;
    const names = this.#namesIn(text, around).filter((name) => known?.has(name) !== true);
    return names.length === 0 ? undefined : this.find(names, frame!);
  }

  /** `known` with the values of these variables. */
  values(text: string, frame: LuaFrame | undefined, known?: Names): Names | undefined {
    const variables = this.variables(text, frame, known);
    if (variables === undefined || variables.size === 0) return known;
    return new Map([...(known ?? []), ...[...variables].map(([name, { value }]) => [name, value] as const)]);
  }

  /** All that can be reached. */
  *all(frame: LuaFrame): Iterable<LuaVariable> {
    const around = frame.body && this.#around(frame.body);
    for (const name of around?.outer.keys() ?? []) {
      const local = this.reachable(name, frame);
      if (local !== undefined) yield local.variable;
    }
  }

  /** As `of`; undefined for what cannot be reached, too. */
  reachable(name: string, frame: LuaFrame): OuterLocal | undefined {
    try {
      return this.of(name, frame);
    } catch (error) {
      if (error instanceof DebugError) return undefined;
      throw error;
    }
  }

  /** undefined: the name means something else there. Throws `evaluation_failed` for what cannot be reached. */
  of(name: string, frame: LuaFrame): OuterLocal | undefined {
    const around = frame.body && this.#around(frame.body);
    const meant = around?.outer.get(name);
    if (around === undefined || meant === undefined || visibleVariable(this.#engine, frame, name) !== undefined) return undefined;
    const activations = this.#activations(meant.owner);
    const maker = this.#makerOf(frame, around, meant.variable, activations);
    const variable = maker && this.#localOf(maker, around.source, meant.variable);
    if (variable !== undefined) return { variable, frame: maker };
    const kept = activations.length === 0 ? this.#keptBy(meant.owner, around.source, meant.variable) : undefined;
    if (kept !== undefined) return { variable: kept, frame: undefined };
    throw outerLocalUnreachable(name, this.#title(meant.owner), this.#title(frame.body!), activations.length > 0);
  }

  // -- the text

  #namesIn(text: string, { outer }: Surroundings): string[] {
    if (outer.size === 0 || !(text.match(NAMES) ?? []).some((word) => outer.has(word))) return [];
    return freeNames(text).filter((name) => outer.has(name));
  }

  #around(body: FunctionBody): Surroundings | undefined {
    if (body.parent === undefined) return undefined;
    let known = this.#known.get(body);
    if (known === undefined) this.#known.set(body, (known = { is: this.#read(body) }));
    return known.is;
  }

  #read(body: FunctionBody): Surroundings | undefined {
    const source = this.#parsed.of(body);
    if (source === undefined) return undefined;
    const { parsed, scopes } = source;
    const starts = functionStarts(parsed);
    const bodies = [...allBodies(rootOf(body))];
    // The file was changed.
    if (starts.length !== bodies.length) return undefined;
    const node = pathAt(parsed.body, starts[bodies.indexOf(body)]! + 1).findLast((each) => each.type === 'Function');
    if (node === undefined) return undefined;
    const visible = visibleVariables(scopes.root, node.body.start);
    const scope = scopeOf(source, node.start);
    if (scope === undefined) return undefined;
    const outer = new Map<string, { variable: Variable; owner: FunctionBody }>();
    for (const variable of visible) {
      if (variable.function === scope || scope.upvalues.has(variable)) continue;
      outer.set(variable.name, { variable, owner: ownerOf(variable, scope, body) });
    }
    return { source, scope, outer };
  }

  // -- the program

  #activations(owner: FunctionBody): LuaFrame[] {
    return this.#engine.threads().flatMap((thread) => this.#engine.frames(thread).filter(({ body }) => body === owner));
  }

  /** The activation that made the closure of a frame. Sharing variables proves it, so does holding the closure; in a loop nothing less will do. */
  #makerOf(frame: LuaFrame, { source, scope }: Surroundings, variable: Variable, activations: readonly LuaFrame[]): LuaFrame | undefined {
    const proven = activations.filter((candidate) => this.#shares(frame, candidate) || this.#holds(candidate, frame));
    if (proven.length > 0) return proven.length === 1 ? proven[0] : undefined;
    const wouldShare = [...scope.upvalues].some((used) => used.function === variable.function);
    return activations.length === 1 && !wouldShare && !isInLoop(source, variable) ? activations[0] : undefined;
  }

  #shares(frame: LuaFrame, candidate: LuaFrame): boolean {
    const locals = this.#engine.locals(candidate);
    return this.#engine.upvalues(frame).some((upvalue) => locals.some((local) => this.#engine.isSameVariable(local, upvalue)));
  }

  #holds(candidate: LuaFrame, frame: LuaFrame): boolean {
    const closure = this.#engine.identity(frame.function);
    return this.#engine.locals(candidate).some(({ value }) => this.#engine.identity(value) === closure);
  }

  /** Several variables of one name: the frame's are the visible ones, in the same order. */
  #localOf(frame: LuaFrame, { parsed, scopes }: ParsedSource, variable: Variable): LuaVariable | undefined {
    const locals = this.#engine.locals(frame).filter(({ name }) => name === variable.name);
    const same = scopes.variables.filter((other) => other.function === variable.function && other.name === variable.name);
    if (same.length === 1) return locals[0];
    const start = parsed.lines.startOf(frame.line);
    const end = frame.line >= parsed.lines.lineCount ? Infinity : parsed.lines.startOf(frame.line + 1);
    const visible = same.filter(({ visibleFrom, visibleTo }) => visibleFrom < end && visibleTo > start);
    return visible.length === locals.length ? locals[visible.indexOf(variable)] : undefined;
  }

  /** A chunk runs once, so its locals are the same for all of its functions; not those of its loops. */
  #keptBy(owner: FunctionBody, source: ParsedSource, variable: Variable): LuaVariable | undefined {
    const isOnly = source.scopes.variables.every((other) => other === variable || other.function !== variable.function || other.name !== variable.name);
    if (owner.parent !== undefined || !isOnly || isInLoop(source, variable)) return undefined;
    let kept = this.#kept.get(owner);
    if (kept === undefined) this.#kept.set(owner, (kept = new Map<string, LuaVariable | undefined>()));
    if (!kept.has(variable.name)) {
      const found = this.#engine.capturedVariables(owner, variable.name);
      kept.set(variable.name, found.length === 1 ? found[0] : undefined);
    }
    return kept.get(variable.name);
  }

  #title(body: FunctionBody): string {
    if (body.parent === undefined) return 'the main chunk';
    return this.#names.nameOf(body) ?? `the function of line ${body.lineDefined}`;
  }
}

/** The names that a text does not declare itself. Fields are none. */
function freeNames(text: string): string[] {
  const asExpression = parse(`return ${text}`);
  const asStatements = asExpression.diagnostics.length > 0 ? parse(text) : asExpression;
  const { body } = asStatements.diagnostics.length > 0 ? asExpression : asStatements;
  return [...analyzeScopes(body).globals.keys()];
}

function scopeOf({ scopes }: ParsedSource, functionStart: number): FunctionScope | undefined {
  const open = [...scopes.root.children];
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    if (scope.function.node?.start === functionStart) return scope.function;
    open.push(...scope.children);
  }
  return undefined;
}

/** Functions of the text and bodies are nested alike. */
function ownerOf(variable: Variable, inner: FunctionScope, body: FunctionBody): FunctionBody {
  let owner = body;
  for (let scope = inner; scope !== variable.function && scope.parent !== undefined; scope = scope.parent) owner = owner.parent!;
  return owner;
}

/** Whether a variable of the function itself hides the name on all of a line. */
function coversLine({ source, scope }: Surroundings, name: string, line: number): boolean {
  const { lines } = source.parsed;
  const end = line >= lines.lineCount ? Infinity : lines.startOf(line + 1) - 1;
  return source.scopes.variables.some((own) => own.function === scope && own.name === name && own.visibleFrom < lines.startOf(line) && own.visibleTo >= end);
}

/** Each round of a loop has variables of its own. */
function isInLoop({ parsed }: ParsedSource, { declaration, function: owner }: Variable): boolean {
  const from = owner.node?.start ?? -1;
  return pathAt(parsed.body, declaration.start).some((node) => LOOPS.has(node.type) && node.start > from);
}
