/** Tracebacks as Lua writes them, but of the script's own frames only, and with whole paths. */
import { type CallInfo, currentLine, decode, encode, fengari, functionOf, isLuaFrame, type LuaState, nameOf, protoOf, shortSource, type Table, tableOf, Tag, type TString, type TValue } from '../vm.ts';

const { defs, ldebug, lstate, ltable } = fengari;
const WHAT = encode('nt');
const LOADED = encode('_LOADED');
/** As in PUC Lua: longer ones show their first and last frames. */
const FIRST = 10;
const LAST = 11;

export interface CallName {
  readonly name: string | undefined;
  readonly kind: string;
}

/** How the caller names the function it called. */
export function callName(L: LuaState, ci: CallInfo): CallName {
  const record = new defs.lua_Debug();
  record.i_ci = ci;
  ldebug.lua_getinfo(L, WHAT, record);
  return { name: record.name === null ? undefined : decode(record.name), kind: decode(record.namewhat) };
}

const keyOf = (L: LuaState, bytes: Uint8Array): TValue => new fengari.lobject.TValue(Tag.String, fengari.lstring.luaS_bless(L, bytes));

function* stringEntries(table: Table): Iterable<readonly [string, TValue]> {
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    if ((entry.key.type & 15) === 4) yield [nameOf(entry.key.value as TString), entry.value];
  }
}

/** `module.name` of a function that is found in a loaded module. */
function globalName(L: LuaState, fn: TValue): string | undefined {
  const loaded = ltable.luaH_get(L, tableOf(L.l_G.l_registry), keyOf(L, LOADED));
  if (loaded.type !== Tag.Table) return undefined;
  for (const [module, content] of stringEntries(tableOf(loaded))) {
    if (content.type !== Tag.Table) continue;
    for (const [name, value] of stringEntries(tableOf(content))) {
      if (value.type === fn.type && value.value === fn.value) return module === '_G' ? name : `${module}.${name}`;
    }
  }
  return undefined;
}

function describe(L: LuaState, ci: CallInfo): string {
  const proto = protoOf(ci);
  const global = globalName(L, functionOf(L, ci));
  if (global !== undefined) return `function '${global}'`;
  const { name, kind } = callName(L, ci);
  if (kind !== '') return `${kind} '${name}'`;
  return proto.linedefined === 0 ? 'main chunk' : `function <${shortSource(proto)}:${proto.linedefined}>`;
}

/** The source and line where a Lua frame is, as in messages. */
export function position(ci: CallInfo): string {
  const line = currentLine(ci);
  return line > 0 ? `${shortSource(protoOf(ci))}:${line}:` : `${shortSource(protoOf(ci))}:`;
}

/** A line of a traceback, worked out when it is shown: an overflowed stack has hundreds of thousands of them. */
type Line = () => string;

function* frameLines(L: LuaState): Iterable<Line> {
  for (let ci: CallInfo | null = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) {
    const frame = ci;
    if (!isLuaFrame(frame)) continue;
    yield () => `\n\t${position(frame)} in ${describe(L, frame)}`;
    if (frame.callstatus & lstate.CIST_TAIL) yield () => '\n\t(...tail calls...)';
  }
}

function join(lines: readonly Line[]): string {
  const shown = lines.length > FIRST + LAST ? [...lines.slice(0, FIRST), () => '\n\t...', ...lines.slice(-LAST)] : lines;
  return `stack traceback:${shown.map((line) => line()).join('')}`;
}

/** Of one thread, below a message if there is one. */
export function traceback(L: LuaState, message?: string): string {
  const text = join([...frameLines(L)]);
  return message === undefined ? text : `${message}\n${text}`;
}

/** Those that only raise what the script gives them: it says enough itself. */
const RAISERS = new Set(['error', 'assert']);

/** The function of Lua's library that has failed. Others in JavaScript are ours, and no concern of a script. */
function* failedFunction(L: LuaState): Iterable<Line> {
  if (L.ci === L.base_ci || isLuaFrame(L.ci)) return;
  const name = globalName(L, functionOf(L, L.ci));
  if (name !== undefined && !RAISERS.has(name)) yield () => `\n\t[C]: in function '${name}'`;
}

/** Of an uncaught error: of a thread and of those that wait for it. */
export function fullTraceback(L: LuaState): string {
  const lines: Line[] = [...failedFunction(L)];
  for (let thread: LuaState | null = L; thread !== null; thread = thread.from) for (const line of frameLines(thread)) lines.push(line);
  return join(lines);
}
