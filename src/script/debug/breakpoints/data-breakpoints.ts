/**
 * Data breakpoints: watch variables and fields for writes, and decide at each write who wants the program to stop. Without a condition that is
 * a change; with one, whatever write it is true for, `old` and `new` being names in it.
 *
 * A field that is reached by names is followed: when a table on the way is replaced, it is the field of the new one, and that is a change if its
 * value is another. What is watched may go before the breakpoint does: then it is told as no longer verified, with the reason.
 */
import { randomBytes } from 'node:crypto';
import type { BreakpointStatus, DataBreakpointInfo, DataBreakpointSpec } from '../../../common/debug.ts';
import type { DataWrite, Engine, FunctionBody, LuaFrame, LuaThread, LuaVariable, WatchTarget } from '../../engine/engine.ts';
import { Breakpoint, type BreakpointServices } from './breakpoint.ts';
import type { DataPlace } from './data-places.ts';
import { DebugError } from '../errors.ts';
import { KeptPath } from './kept-path.ts';
import type { MainLocals } from './main-locals.ts';
import type { Arrival } from './stop-points.ts';
import { valueText } from '../values/value-text.ts';
import { innermostLuaFrame } from '../threads/lua-frame.ts';

interface Entry {
  readonly spec: DataBreakpointSpec;
  readonly breakpoint: Breakpoint;
  label: string;
  /** What it is bound to. */
  target?: WatchTarget | undefined;
  /** By which it is found again. */
  path?: KeptPath | undefined;
  /** The variables and fields on the way to it. */
  links: readonly WatchTarget[];
  /** The link that is missing on the way to it. */
  missing?: WatchTarget | undefined;
  /** While the local it starts from has not begun: gives up waiting. */
  giveUp?: (() => void) | undefined;
}

export interface DataHit {
  readonly ids: readonly number[];
  /** `state.count: 1 → 2` */
  readonly text: string;
}

const RUN = 'run:';

/** More than anybody looks at between two stops. */
const MAX_PLACES = 10_000;

export class DataBreakpoints {
  readonly #services: BreakpointServices;
  readonly #locals: MainLocals;
  readonly #report: (status: BreakpointStatus) => void;
  /** Names of things of this run mean nothing in another. */
  readonly #run = `${RUN}${randomBytes(6).toString('hex')}:`;
  readonly #places = new Map<string, DataPlace>();
  readonly #names = new WeakMap<WatchTarget, string>();
  #lastName = 0;
  #entries: Entry[] = [];
  readonly #watches = new Map<WatchTarget, { readonly everyWrite: boolean; readonly end: () => void }>();

  constructor(services: BreakpointServices, locals: MainLocals, report: (status: BreakpointStatus) => void) {
    this.#services = services;
    this.#locals = locals;
    this.#report = report;
  }

  get #engine(): Engine {
    return this.#services.engine;
  }

  /** `find` throws `not_watchable`. */
  info(find: () => DataPlace): DataBreakpointInfo {
    try {
      const place = find();
      const data = place.path?.name ?? this.#nameOf(place.target);
      this.#remember(data, place);
      return { data, description: place.description, persists: place.path !== undefined };
    } catch (error) {
      if (error instanceof DebugError && error.code === 'not_watchable') return { description: error.message, persists: false };
      throw error;
    }
  }

  #nameOf(target: WatchTarget): string {
    let name = this.#names.get(target);
    if (name === undefined) this.#names.set(target, (name = `${this.#run}${++this.#lastName}`));
    return name;
  }

  #remember(data: string, place: DataPlace): void {
    if (this.#places.size >= MAX_PLACES) {
      const wanted = new Set(this.#entries.map(({ spec }) => spec.data));
      for (const name of this.#places.keys()) if (!wanted.has(name)) this.#places.delete(name);
    }
    this.#places.set(data, place);
  }

  /** Replaces all of them. */
  set(specs: readonly DataBreakpointSpec[]): BreakpointStatus[] {
    const before = this.#entries;
    this.#entries = specs.map((spec): Entry => {
      const same = before.find((entry) => entry.spec.data === spec.data && entry.breakpoint.isSame(spec));
      return same ?? { spec, breakpoint: new Breakpoint('data breakpoint', spec, this.#services), label: spec.data, links: [] };
    });
    for (const entry of before) if (!this.#entries.includes(entry)) entry.giveUp?.();
    for (const entry of this.#entries) entry.breakpoint.status = this.#bind(entry);
    this.#watch();
    return this.#entries.map(({ breakpoint }) => breakpoint.status);
  }

  clear(): void {
    for (const { giveUp } of this.#entries) giveUp?.();
    this.#entries = [];
    this.#watch();
  }

  // -- binding

  #bind(entry: Entry): BreakpointStatus {
    const { spec, breakpoint } = entry;
    const refused = (message: string, pending = false): BreakpointStatus => ({ id: spec.id, verified: false, message, ...(pending && { pending }) });
    if (breakpoint.fault !== undefined) return refused(breakpoint.fault);
    if (spec.access !== undefined && spec.access !== 'write') return refused('Only writes can be watched: reads leave no trace.');
    if (entry.target === undefined) this.#find(entry);
    if (entry.missing !== undefined || entry.giveUp !== undefined) return refused(`${entry.label} is not there yet.`, true);
    if (entry.target === undefined) return refused(spec.data.startsWith(RUN) ? 'It was set in a run that has ended: set it again where its variable is in view.' : `"${spec.data}" names nothing that can be watched: take the dataId that dataBreakpointInfo answers.`);
    return entry.target.isAlive ? { id: spec.id, verified: true } : refused(gone(entry));
  }

  #find(entry: Entry): void {
    const { data } = entry.spec;
    const place = this.#places.get(data);
    if (place !== undefined) entry.label = place.label;
    entry.path ??= place?.path ?? KeptPath.named(this.#engine, data);
    if (place !== undefined && entry.path?.isRooted !== true) {
      entry.target = place.target;
      return;
    }
    if (entry.path === undefined || entry.giveUp !== undefined) return;
    entry.label = entry.path.text;
    const found = entry.path.find();
    entry.links = found.links;
    entry.target = 'target' in found ? found.target : undefined;
    entry.missing = 'missing' in found ? found.missing : undefined;
    if ('awaited' in found) entry.giveUp = this.#locals.await(found.awaited, (frame, variable) => this.#begun(entry, frame, variable));
  }

  #begun(entry: Entry, frame: LuaFrame, variable: LuaVariable): void {
    entry.giveUp = undefined;
    entry.path!.begin(frame, variable);
    this.#tell(entry, this.#bind(entry));
    this.#watch();
  }

  /** Switches the engine's watches to what is wanted now: one for each target. */
  #watch(): void {
    const wanted = new Map<WatchTarget, boolean>();
    for (const { target, missing, links, spec, breakpoint } of this.#entries) {
      const watched = breakpoint.status.verified ? target : missing;
      if (watched === undefined) continue;
      wanted.set(watched, (wanted.get(watched) ?? false) || Boolean(spec.condition?.trim()));
      for (const link of links) wanted.set(link, wanted.get(link) ?? false);
    }
    for (const [target, watch] of this.#watches) {
      if (wanted.get(target) === watch.everyWrite) continue;
      watch.end();
      this.#watches.delete(target);
    }
    for (const [target, everyWrite] of wanted) {
      if (!this.#watches.has(target)) this.#watches.set(target, { everyWrite, end: this.#engine.watch(target, everyWrite) });
    }
  }

  /** Before code is replaced. */
  release(): void {
    for (const { end } of this.#watches.values()) end();
    this.#watches.clear();
    for (const { giveUp } of this.#entries) giveUp?.();
  }

  /** After it: a variable of a function with another code (`changed`) cannot be found in it. */
  rebind(changed: ReadonlySet<FunctionBody>): void {
    for (const entry of this.#entries) {
      if (entry.giveUp !== undefined) {
        entry.giveUp = undefined;
        this.#tell(entry, this.#bind(entry));
      }
      if (entry.links.some(({ declared }) => declared !== undefined && changed.has(declared.body))) stay(entry);
      const declared = entry.target?.declared?.body;
      if (declared === undefined || !changed.has(declared)) continue;
      this.#places.delete(entry.spec.data);
      entry.target = undefined;
      this.#tell(entry, { id: entry.spec.id, verified: false, message: `The function of ${entry.label} has got new code: set it again.` });
    }
    this.#watch();
  }

  // -- while the program runs

  /** Who wants to stop; undefined: nobody. */
  written(thread: LuaThread, writes: readonly DataWrite[]): DataHit | undefined {
    const top = this.#engine.topFrame(thread);
    const frame = top?.body === undefined ? innermostLuaFrame(this.#engine, thread) : top;
    if (frame?.body === undefined) return undefined;
    const hits: { readonly entry: Entry; readonly write: DataWrite }[] = [];
    for (const write of writes) {
      for (const entry of this.#entries) {
        const own = entry.target === write.target ? write : this.#writtenBehind(entry, write);
        if (own !== undefined && this.#stops(entry, own, arrivalOf(thread, frame, own))) hits.push({ entry, write: own });
      }
    }
    // After the conditions: a link that has come binds what is behind it for the next write.
    for (const { target } of writes) this.#linked(target);
    if (hits.length === 0) return undefined;
    const texts = new Set(hits.map(({ entry, write }) => `${entry.label}: ${this.#text(write.old)} → ${this.#text(write.value)}`));
    return { ids: hits.map(({ entry }) => entry.spec.id), text: [...texts].join(', ') };
  }

  #stops({ spec, breakpoint }: Entry, { changed }: DataWrite, arrival: Arrival): boolean {
    return (changed || Boolean(spec.condition?.trim())) && breakpoint.status.verified && breakpoint.arrive(arrival);
  }

  /** What a write to a link makes of the field behind it. */
  #writtenBehind({ target, links, path }: Entry, write: DataWrite): DataWrite | undefined {
    const link = links.indexOf(write.target);
    if (link < 0 || target === undefined || path === undefined) return undefined;
    const [old, value] = [path.behind(link, write.old), path.behind(link, write.value)];
    const engine = this.#engine;
    return { target, old, value, changed: engine.type(old) !== engine.type(value) || engine.identity(old) !== engine.identity(value) };
  }

  #linked(link: WatchTarget): void {
    const waiting = this.#entries.filter(({ missing, links }) => missing === link || links.includes(link));
    if (waiting.length === 0) return;
    for (const entry of waiting) {
      entry.missing = undefined;
      entry.target = undefined;
      this.#tell(entry, this.#bind(entry));
    }
    this.#watch();
  }

  #text(value: DataWrite['value']): string {
    const text = valueText(this.#engine, value);
    return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
  }

  /** A function has returned, and its variable with it. */
  ended(target: WatchTarget): void {
    for (const entry of this.#entries) {
      if (entry.links.includes(target)) stay(entry);
      if (entry.target === target) this.#tell(entry, { id: entry.spec.id, verified: false, message: gone(entry) });
    }
    this.#watch();
  }

  /** At a stop: what went without a word (a function by an error, a table to the garbage collector) is told now. */
  sweep(): void {
    const dead = this.#entries.filter(({ target, breakpoint }) => breakpoint.status.verified && target !== undefined && !target.isAlive);
    for (const { target } of dead) this.ended(target!);
  }

  #tell(entry: Entry, status: BreakpointStatus): void {
    const told = entry.breakpoint.status;
    entry.breakpoint.status = status;
    if (told.verified !== status.verified || told.message !== status.message) this.#report(status);
  }
}

/** Of a value in a stop's text. */
const MAX_VALUE = 80;

/** The variable from which a field is reached is gone: the table that it had is still watched. */
function stay(entry: Entry): void {
  entry.links = [];
  entry.path?.end();
}

const gone = ({ label, target }: Entry): string =>
  target?.declared === undefined ? `${label} is gone: nothing refers to its table any more.` : `${label} is gone: its function has returned.`;

function arrivalOf(thread: LuaThread, frame: LuaFrame, { old, value }: DataWrite): Arrival {
  return { thread, body: frame.body!, line: frame.line, frame: () => frame, names: new Map([['old', old], ['new', value]]) };
}
