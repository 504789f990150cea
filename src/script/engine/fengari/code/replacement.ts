/**
 * Puts new code into functions that exist. A function is its Proto, which all of its closures share: the Proto gets the new code, so that every
 * call from now on runs it, whoever holds the function. Frames that are running go on with the old code in a Proto of its own.
 *
 * The new chunk is walked from the outside in: each function of it goes into the old one it replaces, or stands for itself.
 */
import type { CodeChange, CodeReplacement, FunctionBody } from '../../engine.ts';
import { bodyOf, Body, type Bodies } from './bodies.ts';
import { type Activation, activations, keepRunning } from './running-code.ts';
import { SharedVariables } from './shared-variables.ts';
import type { Threads } from '../stack/threads.ts';
import { prepareCalls } from '../stepping/traps.ts';
import { captured, capturesInPlace, codeInPlace, isSameCode, type Maker, MISSING, type Places, placesOf } from './upvalue-places.ts';
import { closureOf, fengari, type Instruction, type LClosure, type LuaState, nameOf, type Proto, Status, type TValue, type UpvalueInfo } from '../vm.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
const change = (proto: Proto, fields: Partial<Mutable<Proto>>): Proto => Object.assign(proto, fields);

/** In place: frames that are running hold the list itself. */
function overwrite(list: readonly Proto[], made: readonly Proto[]): void {
  (list as Proto[]).splice(0, list.length, ...made);
}

/** A function of the new chunk and the old function that it goes into. */
interface Plan {
  readonly before: Body;
  readonly proto: Proto;
  readonly places: Places;
  readonly code: readonly Instruction[];
  readonly isSame: boolean;
}

/** Variables that closures get when they are called next, because they were made before their code had use for them. */
const lateVariables = new WeakMap<Proto, Map<number, TValue>>();

function giveLateVariables(closure: LClosure): void {
  for (const [place, cell] of lateVariables.get(closure.p.target) ?? []) closure.upvals[place] ??= cell;
}

export interface ReplacementParts {
  readonly main: LuaState;
  readonly threads: Threads;
  readonly bodies: Bodies;
}

export class Replacement {
  readonly #parts: ReplacementParts;
  readonly #chunk: Body;
  readonly #pairs: ReadonlyMap<FunctionBody, readonly FunctionBody[]>;
  readonly #running: ReadonlyMap<Proto, readonly Activation[]>;
  /** What the functions of the chunk captured before. */
  readonly #captures = new Map<Proto, readonly UpvalueInfo[]>();
  readonly #shared: SharedVariables;
  readonly #changes: (Omit<CodeChange, 'now'> & { readonly proto: Proto })[] = [];
  /** Functions that got new code, with the old ones' bodies and where their code is now. */
  readonly #replaced: { readonly before: Body; readonly old: Proto | undefined; readonly proto: Proto; readonly compiled: Proto }[] = [];
  /** For each compiled function what stands for it in the chunk. */
  readonly #stands = new Map<Proto, Proto>();
  /** Code that stays as it was, and goes on making functions by what it knows of them. */
  readonly #old = new Set<Proto>();

  constructor(parts: ReplacementParts, chunk: Body, pairs: ReadonlyMap<FunctionBody, readonly FunctionBody[]>) {
    this.#parts = parts;
    this.#chunk = chunk;
    this.#pairs = pairs;
    this.#running = activations(parts.threads);
    for (const { proto } of withInner(chunk)) {
      if (proto === undefined) continue;
      this.#captures.set(proto, proto.upvalues);
      this.#old.add(proto);
    }
    this.#shared = new SharedVariables(chunk, this.#running, this.#captures, parts.main);
  }

  /** Uses up the compiled chunk. */
  run(compiled: Body): CodeReplacement {
    const root = this.#place(compiled.proto as Proto, undefined);
    for (const proto of this.#old) overwrite(proto.p, proto.p.map((made) => this.#asBefore(made)));
    const main = new Body(root, undefined);
    main.environment = this.#chunk.environment;
    for (const { before, old, proto, compiled: itself } of this.#replaced) {
      before.proto = old;
      // A function of an earlier text is not in the chunk's list: it has the body of the one that is.
      if (bodyOf(proto) === before) proto.body = this.#stands.get(itself)!.body;
    }
    return { main, changes: this.#changes.map(({ proto, ...rest }) => ({ ...rest, now: bodyOf(proto) as Body })) };
  }

  /** Answers what stands for a compiled function from now on. */
  #place(compiled: Proto, maker: Maker | undefined): Proto {
    const olds = (this.#pairs.get(bodyOf(compiled) as Body) ?? []) as readonly Body[];
    const current = olds.find((body) => rootOf(body) === this.#chunk);
    const plan = current && this.#plan(current, compiled, maker);
    const itself: Maker = { compiled, places: compiled.upvalues.map((_, index) => index), isSame: false, maker };
    const made = compiled.p.map((inner) => this.#place(inner, plan === undefined ? itself : { ...itself, places: plan.places, isSame: plan.isSame }));
    for (const earlier of olds) {
      const adopted = earlier === current ? undefined : this.#plan(earlier, compiled, maker);
      if (adopted === undefined) continue;
      const its = { ...itself, places: adopted.places };
      this.#install(adopted, compiled, maker, made.map((inner, index) => this.#recipe(inner, this.#capturesBy(its, inner, compiled.p[index] as Proto))));
    }
    if (plan !== undefined) this.#install(plan, compiled, maker, made);
    else change(compiled, { p: made, upvalues: compiled.upvalues.map((upvalue) => captured(upvalue, maker)) });
    this.#stands.set(compiled, plan?.proto ?? compiled);
    return plan?.proto ?? compiled;
  }

  /** undefined: the old function is gone, or has not got the variables that the new code needs. */
  #plan(before: Body, compiled: Proto, maker: Maker | undefined): Plan | undefined {
    const { proto } = before;
    if (proto === undefined) return undefined;
    const late = new Map(lateVariables.get(proto));
    const missing: string[] = [];
    let size = proto.upvalues.length;
    const places = placesOf(proto.upvalues, compiled.upvalues, maker).map((place, index) => {
      if (place !== MISSING) return place;
      const upvalue = compiled.upvalues[index] as UpvalueInfo;
      const cell = this.#shared.find(upvalue, maker);
      if (cell === undefined) missing.push(nameOf(upvalue.name));
      else late.set(size, cell);
      return size++;
    });
    if (missing.length > 0) {
      this.#changes.push({ before, proto: compiled, kind: 'refused', isRunning: this.#isRunning(proto, false), missing });
      return undefined;
    }
    if (late.size > 0) lateVariables.set(proto, late);
    const code = codeInPlace(compiled.code, places);
    const isSame = isSameCode(proto, compiled, code);
    this.#changes.push({ before, proto, kind: isSame ? 'unchanged' : 'replaced', isRunning: this.#isRunning(proto, isSame), missing });
    return { before, proto, places, code, isSame };
  }

  /** Whether frames go on with other code than the new one: with what is replaced now, or was before. */
  #isRunning(proto: Proto, isSame: boolean): boolean {
    for (const [code, frames] of this.#running) {
      if (code.target !== proto || (code === proto && isSame)) continue;
      if (frames.some(({ L }) => L.status === Status.Ok || L.status === Status.Yield)) return true;
    }
    return false;
  }

  #install({ before, proto, places, code, isSame }: Plan, compiled: Proto, maker: Maker | undefined, made: readonly Proto[]): void {
    const frames = this.#running.get(proto) ?? [];
    this.#old.delete(proto);
    this.#replaced.push({ before, proto, compiled, old: isSame || frames.length === 0 ? undefined : this.#keepOld(before, proto, frames) });
    const { lineinfo, locvars, statements, statementLocals, linedefined, lastlinedefined, k, numparams, is_vararg, maxstacksize } = compiled;
    const upvalues = capturesInPlace(proto.upvalues, compiled, places, maker);
    change(proto, { lineinfo, locvars, statements, statementLocals, linedefined, lastlinedefined, upvalues, cache: null });
    if (isSame) overwrite(proto.p, made);
    else change(proto, { code, k, p: made, numparams, is_vararg, maxstacksize });
    if (!lateVariables.has(proto)) return;
    for (const { ci } of frames) giveLateVariables(closureOf(ci));
    prepareCalls(proto, giveLateVariables);
  }

  #keepOld(before: Body, proto: Proto, frames: readonly Activation[]): Proto {
    const old = new fengari.lfunc.Proto(this.#parts.main);
    change(old, { ...proto, id: old.id, cache: null, target: proto, body: before });
    this.#parts.bodies.addOld(old);
    this.#old.add(old);
    keepRunning(frames, old);
    return old;
  }

  /** Old code makes a function as it was made before; what it has made runs the new code. */
  #asBefore(made: Proto): Proto {
    const captures = this.#captures.get(made);
    return captures === undefined ? made : this.#recipe(made, captures);
  }

  #capturesBy(maker: Maker, made: Proto, compiled: Proto): readonly UpvalueInfo[] {
    const places = compiled.upvalues.map(({ name }) => made.upvalues.findIndex((upvalue) => upvalue.name === name));
    return capturesInPlace(made.upvalues, compiled, places, maker);
  }

  #recipe(made: Proto, upvalues: readonly UpvalueInfo[]): Proto {
    const { linedefined, lastlinedefined, target } = made;
    return change(new fengari.lfunc.Proto(this.#parts.main), { upvalues, target, linedefined, lastlinedefined });
  }
}

function* withInner(body: Body): Iterable<Body> {
  yield body;
  for (const inner of body.children) yield* withInner(inner);
}

function rootOf(body: Body): Body {
  let root = body;
  while (root.parent !== undefined) root = root.parent;
  return root;
}
