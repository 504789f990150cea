/**
 * What can be typed next in the Debug Console: names of the frame, globals, keywords; after an object its fields, inherited ones too, its
 * methods, its keys. Nothing runs: objects are found by pure evaluation, and what code would compute is not offered.
 */
import { apiFunctions, findFunction, findValue, type ApiFunction } from '../../../api/index.ts';
import type { CompletionInfo } from '../../../common/debug.ts';
import { isName, keywords } from '../../../lua/token.ts';
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { completionPlace, type CompletionPlace } from './completion-place.ts';
import { DebugError } from '../errors.ts';
import { frameNames } from '../values/frame-names.ts';
import { hostFields } from '../values/object-container.ts';
import type { OuterLocals } from './outer-locals.ts';
import { evaluatePurely } from './pure-evaluation.ts';
import { quoted, valueText } from '../values/value-text.ts';

type Names = ReadonlyMap<string, LuaValue>;
type Found = Pick<CompletionInfo, 'label' | 'type'> & Partial<CompletionInfo>;

/** A list nobody can read any more. */
const MAX_COMPLETIONS = 500;
const MAX_CHAIN = 100;
const MAX_DETAIL = 60;

/** `extra` are names of the place, before those of the frame; `outer` knows those of the functions around. Only the text before the offset matters. */
export function completions(engine: Engine, text: string, offset: number, frame: LuaFrame | undefined, extra: Names = new Map(), outer?: OuterLocals): CompletionInfo[] {
  const place = completionPlace(text.slice(0, Math.max(0, offset)));
  if (place === undefined) return [];
  const offers = new Offers(engine, place.prefix);
  if (place.object === undefined || place.kind === 'index') addNames(offers, frame, extra, outer);
  if (place.object !== undefined) addMembers(offers, place, objectOf(engine, place.object, frame, extra, outer), text.slice(offset));
  return offers.list().map((found) => ({ start: place.start, length: place.prefix.length, ...found }));
}

/** What begins like the text that has been typed; the first of a name counts. */
class Offers {
  readonly engine: Engine;
  readonly #prefix: string;
  readonly #found = new Map<string, Found>();

  constructor(engine: Engine, prefix: string) {
    this.engine = engine;
    this.#prefix = prefix.toLowerCase();
  }

  matches(label: string): boolean {
    return label.toLowerCase().startsWith(this.#prefix) && !this.#found.has(label);
  }

  /** `group` says what comes first. */
  add(group: number, found: Found): void {
    if (this.matches(found.label)) this.#found.set(found.label, { ...found, sortText: `${group}${found.label}` });
  }

  list(): Found[] {
    return [...this.#found.values()].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).slice(0, MAX_COMPLETIONS);
  }
}

function addNames(offers: Offers, frame: LuaFrame | undefined, extra: Names, outer: OuterLocals | undefined): void {
  const { engine } = offers;
  for (const [name, value] of extra) offers.add(0, described(engine, name, value, 'variable', undefined));
  if (frame !== undefined) {
    const { args, locals, upvalues } = frameNames(engine, frame);
    const add = (group: number, names: typeof args): void => {
      for (const { evaluateName, variable } of names) {
        if (evaluateName !== undefined) offers.add(group, described(engine, evaluateName, variable.value, 'variable', undefined));
      }
    };
    add(0, [...args, ...locals]);
    add(1, upvalues);
    for (const { name, value } of outer?.all(frame) ?? []) offers.add(1, described(engine, name, value, 'variable', undefined));
  }
  for (const [name, value] of namedFields(offers, environment(engine, frame))) offers.add(2, described(engine, name, value, 'variable', findFunction(name)));
  for (const keyword of keywords) offers.add(3, { label: keyword, type: 'keyword' });
}

function addMembers(offers: Offers, place: CompletionPlace, object: LuaValue | undefined, behind: string): void {
  const { engine } = offers;
  if (object === undefined) return;
  if (place.kind === 'key' || place.kind === 'index') return addKeys(offers, place, object, behind);
  let group = 0;
  for (const holder of chain(engine, object)) {
    for (const [name, value] of namedFields(offers, holder)) {
      const isMethod = place.kind === 'method';
      if (isMethod && !isCallable(engine, value)) continue;
      const description = findFunction(`${place.object}.${name}`) ?? findFunction(`${place.object}:${name}`) ?? libraryFunction(engine, object, name);
      offers.add(group, described(engine, name, value, 'field', description, isMethod));
    }
    group = 1;
  }
  addHostMembers(offers, object, place.kind === 'method');
}

/** Objects of the host compute their methods: the description of the API lists them. */
function addHostMembers(offers: Offers, object: LuaValue, methodsOnly: boolean): void {
  const { engine } = offers;
  const data = engine.userdataOf(object);
  if (data === undefined || !('$object' in data)) return;
  for (const [name, value] of Object.entries(methodsOnly ? {} : hostFields(data))) offers.add(0, { label: name, type: 'field', detail: String(value) });
  const start = `${String(data.$object)}:`;
  for (const method of apiFunctions) {
    if (method.name.startsWith(start)) offers.add(1, { label: method.name.slice(start.length), type: 'method', detail: signature(method) });
  }
}

/** String keys, as they are written in the index. */
function addKeys(offers: Offers, { quote, kind }: CompletionPlace, object: LuaValue, behind: string): void {
  const { engine } = offers;
  if (engine.type(object) !== 'table') return;
  const mark = quote === '' ? '"' : quote;
  const closing = behind.startsWith(`${mark}]`) ? '' : behind.startsWith(mark) ? '' : `${mark}]`;
  for (const [key, value] of engine.entries(object)) {
    if (engine.type(key) !== 'string') continue;
    const inner = quoted(engine.toBytes(key)!).slice(1, -1);
    const written = mark === "'" ? inner.replaceAll('\\"', '"').replaceAll("'", "\\'") : inner;
    const label = kind === 'key' ? written : `"${written}"`;
    offers.add(0, { label, type: 'field', text: kind === 'key' ? `${written}${closing}` : `"${written}"]`, detail: detailOf(engine, value) });
  }
}

function objectOf(engine: Engine, text: string, frame: LuaFrame | undefined, extra: Names, outer: OuterLocals | undefined): LuaValue | undefined {
  try {
    return evaluatePurely(engine, text, frame, outer?.values(text, frame, extra) ?? extra)[0];
  } catch (error) {
    // It would need code to run, or there is nothing of that name.
    if (error instanceof DebugError) return undefined;
    throw error;
  }
}

/** The tables in which a field of the object is looked up. */
function* chain(engine: Engine, object: LuaValue): Iterable<LuaValue> {
  let holder: LuaValue | undefined = object;
  for (let step = 0; step < MAX_CHAIN && holder !== undefined; step++) {
    if (engine.type(holder) === 'table') yield holder;
    const metatable = engine.metatable(holder);
    const next: LuaValue | undefined = metatable && engine.rawGet(metatable, engine.string('__index'));
    holder = next !== undefined && engine.type(next) === 'table' ? next : undefined;
  }
}

function* namedFields(offers: Offers, table: LuaValue): Iterable<readonly [string, LuaValue]> {
  const { engine } = offers;
  for (const [key, value] of engine.entries(table)) {
    if (engine.type(key) !== 'string') continue;
    const name = engine.toText(key);
    if (isName(name) && offers.matches(name)) yield [name, value];
  }
}

function environment(engine: Engine, frame: LuaFrame | undefined): LuaValue {
  const own = objectOf(engine, '_ENV', frame, new Map(), undefined);
  return frame !== undefined && own !== undefined && engine.type(own) === 'table' ? own : engine.globals;
}

function isCallable(engine: Engine, value: LuaValue): boolean {
  if (engine.type(value) === 'function') return true;
  const metatable = engine.metatable(value);
  return metatable !== undefined && engine.type(engine.rawGet(metatable, engine.string('__call'))) !== 'nil';
}

function libraryFunction(engine: Engine, object: LuaValue, name: string): ApiFunction | undefined {
  return engine.type(object) === 'string' ? findFunction(`string.${name}`) : undefined;
}

function described(engine: Engine, label: string, value: LuaValue, otherwise: 'variable' | 'field', api: ApiFunction | undefined, isMethod = false): Found {
  if (api !== undefined) return { label, type: isMethod ? 'method' : 'function', detail: signature(api) };
  const detail = detailOf(engine, value);
  if (engine.type(value) === 'function') return { label, type: isMethod ? 'method' : 'function', detail };
  const isModule = otherwise === 'variable' && engine.type(value) === 'table' && findValue(label) !== undefined;
  return { label, type: isModule ? 'module' : otherwise, detail };
}

/** `(name, options?): Agent`. */
function signature({ parameters, results }: ApiFunction): string {
  const given = parameters.map(({ name, type }) => (type.endsWith('?') ? `${name}?` : name)).join(', ');
  return `(${given})${results.length > 0 ? `: ${results.map(({ type }) => type).join(', ')}` : ''}`;
}

function detailOf(engine: Engine, value: LuaValue): string {
  const text = valueText(engine, value);
  return text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL)}…` : text;
}
