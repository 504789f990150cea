/** The fengari implementation of Engine: wires the parts together and speaks the interface; the work is done in the files beside it. */
import type { ActiveCall, ArithmeticOperator, CallPlace, CodeReplacement, CompiledCondition, Engine, EngineHandlers, EngineOptions, EvaluateLimit, FunctionBody, LuaError, LuaFrame, LuaThread, LuaType, LuaValue, LuaVariable, MemoryUse, MoveObstacle, NativeFunction, StatementPlace, StepKind, WatchTarget } from '../engine.ts';
import { Arithmetic } from './evaluation/arithmetic.ts';
import { Bodies, bodyOf, type Body } from './code/bodies.ts';
import { Calls } from './calls.ts';
import { capturedVariables } from './code/captured-variables.ts';
import { Conditions } from './evaluation/conditions.ts';
import { Errors } from './errors.ts';
import { Evaluator } from './evaluation/evaluate.ts';
import { activeCallsOf, cellOfVariable, type Frame, framesOf, localsOf, topFrameOf, upvaluesOfClosure, upvaluesOfFrame, varargsOf } from './stack/frames.ts';
import { Host } from './host.ts';
import { Jumper } from './stepping/jump.ts';
import { openLibraries } from './libraries.ts';
import { Machine } from './machine.ts';
import { Memory } from './memory.ts';
import { Natives } from './natives.ts';
import { Replacement } from './code/replacement.ts';
import { callsOnLine, Stepper } from './stepping/stepping.ts';
import { stateOf, Threads } from './stack/threads.ts';
import { traceback } from './stack/traceback.ts';
import { setStopPoint } from './stepping/traps.ts';
import { valueIn, Values } from './values.ts';
import { Watches } from './watches/watches.ts';
import { fengari } from './vm.ts';

const GLOBALS_INDEX = 2;
const { counter, tickBuffer, TICKS } = fengari.ticks;

export class FengariEngine implements Engine {
  readonly tickBuffer = tickBuffer;
  readonly globals: LuaValue;
  readonly registry: LuaValue;
  readonly nil: LuaValue;
  readonly #machine: Machine;
  readonly #values: Values;
  readonly #arithmetic: Arithmetic;
  readonly #bodies = new Bodies();
  readonly #threads: Threads;
  readonly #watches: Watches;
  readonly #stepper = new Stepper();
  readonly #jumper: Jumper;
  readonly #errors: Errors;
  readonly #natives: Natives;
  readonly #calls: Calls;
  readonly #evaluator: Evaluator;
  readonly #conditions: Conditions;
  readonly #memory: Memory;

  constructor(options: EngineOptions) {
    const L = fengari.lauxlib.luaL_newstate();
    openLibraries(L);
    const registry = L.l_G.l_registry;
    const globals = fengari.ltable.luaH_getint(registry.value as never, GLOBALS_INDEX);
    this.registry = valueIn(registry);
    this.globals = valueIn(globals);

    const machine = (this.#machine = new Machine(L, options.handlers));
    this.#values = new Values(L);
    this.#arithmetic = new Arithmetic(L, this.#values);
    this.nil = this.#values.nil;
    this.#threads = new Threads(machine);
    this.#jumper = new Jumper(machine);
    this.#watches = new Watches(machine, this.#threads);
    this.#errors = new Errors(machine, this.#values, () => this.#natives, (thread) => this.#threads.of(thread));
    this.#natives = new Natives(machine, this.#errors, this);
    this.#calls = new Calls(machine, this.#errors, this.#natives);
    this.#evaluator = new Evaluator(machine, this.#calls, this.#natives, globals);
    this.#conditions = new Conditions(machine, this.#calls, this.#evaluator, this.#values, globals);
    this.#memory = new Memory(options.memoryLimit, (thread) => this.#errors.outOfMemory(thread));
    fengari.lapi.lua_atnativeerror(L, this.#errors.fromLibrary);
    L.l_G.host = new Host({
      machine,
      bodies: this.#bodies,
      threads: this.#threads,
      stepper: this.#stepper,
      jumper: this.#jumper,
      errors: this.#errors,
      evaluator: this.#evaluator,
      memory: this.#memory,
      watches: this.#watches,
    });
  }

  // -- running
  load(text: Uint8Array, chunkName: string): LuaValue {
    return this.#calls.load(text, chunkName);
  }
  call(fn: LuaValue, args: readonly LuaValue[]): LuaValue[] {
    return this.#evaluator.bounded(() => this.#calls.call(fn, args));
  }

  // -- values
  type(value: LuaValue): LuaType {
    return this.#values.type(value);
  }
  boolean(value: boolean): LuaValue {
    return this.#values.boolean(value);
  }
  number(value: number | bigint): LuaValue {
    return this.#values.number(value);
  }
  float(value: number): LuaValue {
    return this.#values.float(value);
  }
  string(value: string | Uint8Array): LuaValue {
    return this.#values.string(value);
  }
  table(): LuaValue {
    return this.#values.table();
  }
  native(name: string, fn: NativeFunction): LuaValue {
    return this.#natives.wrap(name, fn);
  }
  userdata(data: object, metatable: LuaValue): LuaValue {
    return this.#values.userdata(data, metatable);
  }
  userdataOf(value: LuaValue): object | undefined {
    return this.#values.userdataOf(value);
  }
  toBoolean(value: LuaValue): boolean {
    return this.#values.toBoolean(value);
  }
  toNumber(value: LuaValue): number | bigint | undefined {
    return this.#values.toNumber(value);
  }
  toBytes(value: LuaValue): Uint8Array | undefined {
    return this.#values.toBytes(value);
  }
  toText(value: LuaValue): string {
    return this.#values.toText(value);
  }
  toDisplay(value: LuaValue): string {
    return this.#values.toText(this.#evaluator.bounded(() => this.#calls.toDisplay(value)));
  }
  identity(value: LuaValue): unknown {
    return this.#values.identity(value);
  }
  rawGet(table: LuaValue, key: LuaValue): LuaValue {
    return this.#values.rawGet(table, key);
  }
  rawSet(table: LuaValue, key: LuaValue, value: LuaValue): void {
    this.#values.rawSet(table, key, value, this.#machine.current);
  }
  get(object: LuaValue, key: LuaValue): LuaValue {
    return this.#evaluator.bounded(() => this.#calls.get(object, key));
  }
  set(object: LuaValue, key: LuaValue, value: LuaValue): void {
    this.#evaluator.bounded(() => this.#calls.set(object, key, value));
  }
  rawLength(table: LuaValue): number {
    return this.#values.rawLength(table);
  }
  sequenceLength(table: LuaValue): number {
    return this.#values.sequenceLength(table);
  }
  entries(table: LuaValue): Iterable<readonly [LuaValue, LuaValue]> {
    return this.#values.entries(table);
  }
  entryCount(table: LuaValue): number {
    return this.#values.entryCount(table);
  }
  metatable(value: LuaValue): LuaValue | undefined {
    return this.#values.metatable(value);
  }
  setMetatable(value: LuaValue, metatable: LuaValue | undefined): void {
    this.#values.setMetatable(value, metatable);
  }
  functionBody(value: LuaValue): FunctionBody | undefined {
    const closure = this.#values.closure(value);
    return closure && bodyOf(closure.p);
  }
  threadOf(value: LuaValue): LuaThread | undefined {
    return this.#threads.ofValue(value);
  }
  arithmetic(operator: ArithmeticOperator, left: LuaValue, right: LuaValue): LuaValue | undefined {
    return this.#arithmetic.apply(operator, left, right);
  }
  upvaluesOf(fn: LuaValue): readonly LuaVariable[] {
    const closure = this.#values.closure(fn);
    return closure === undefined ? [] : upvaluesOfClosure(closure);
  }
  error(message: string | LuaValue, level: 0 | 1 | 2 = 1): LuaError {
    return this.#errors.make(message, this.#natives.where(level));
  }
  callSite(accept: (source: string) => boolean = () => true): { readonly source: string; readonly line: number } | undefined {
    return this.#natives.callSite(accept);
  }

  // -- debugging
  setHandlers(handlers: EngineHandlers): void {
    this.#machine.handlers = handlers;
  }
  setStopPoint(body: FunctionBody, line: number, on: boolean): void {
    setStopPoint(body as Body, line, on);
  }
  armStep(kind: StepKind): void {
    this.#stepper.arm(kind, this.#machine.programThread);
  }
  callsOnLine(frame: LuaFrame): readonly CallPlace[] {
    return callsOnLine(frame as Frame);
  }
  armStepInto(frame: LuaFrame, place: number): void {
    this.#stepper.armInto(frame as Frame, place);
  }
  disarmStep(): void {
    this.#stepper.disarm();
  }
  replaceCode(chunk: FunctionBody, compiled: FunctionBody, pairs: ReadonlyMap<FunctionBody, readonly FunctionBody[]>): CodeReplacement {
    const parts = { main: this.#machine.main, threads: this.#threads, bodies: this.#bodies };
    const replaced = new Replacement(parts, chunk as Body, pairs).run(compiled as Body);
    this.#watches.codeReplaced();
    return replaced;
  }
  statementsOf(body: FunctionBody): readonly StatementPlace[] {
    return this.#jumper.statementsOf(body);
  }
  jump(thread: LuaThread, body: FunctionBody, place: number): MoveObstacle | undefined {
    return this.#jumper.jump(thread, body, place);
  }
  restartLimit(thread: LuaThread): number {
    return this.#jumper.restartLimit(thread);
  }
  restart(frame: LuaFrame): MoveObstacle | undefined {
    return this.#jumper.restart(frame as Frame);
  }
  endThread(thread: LuaThread, why: string): boolean {
    return this.#threads.end(thread, why);
  }
  unwind(): void {
    this.#machine.unwind();
  }
  bodies(): Iterable<FunctionBody> {
    return this.#bodies.all();
  }
  threads(): readonly LuaThread[] {
    return this.#threads.all();
  }
  frames(thread: LuaThread): readonly LuaFrame[] {
    return framesOf(thread);
  }
  activeCalls(limit: number): readonly ActiveCall[] {
    return activeCallsOf(this.#machine.programThread, limit);
  }
  topFrame(thread: LuaThread): LuaFrame | undefined {
    return topFrameOf(thread);
  }
  locals(frame: LuaFrame): readonly LuaVariable[] {
    return localsOf(frame as Frame);
  }
  varargs(frame: LuaFrame): readonly LuaVariable[] {
    return varargsOf(frame as Frame);
  }
  upvalues(frame: LuaFrame): readonly LuaVariable[] {
    return upvaluesOfFrame(frame as Frame);
  }
  isSameVariable(a: LuaVariable, b: LuaVariable): boolean {
    return cellOfVariable(a) === cellOfVariable(b);
  }
  capturedVariables(owner: FunctionBody, name: string): readonly LuaVariable[] {
    const { proto } = owner as Body;
    return proto === undefined ? [] : capturedVariables(this.#machine.main, proto, name);
  }
  variableTarget(frame: LuaFrame, variable: LuaVariable): WatchTarget | undefined {
    return this.#watches.variable(frame, variable);
  }
  fieldTarget(table: LuaValue, key: LuaValue): WatchTarget | undefined {
    return this.#watches.field(table, key);
  }
  watch(target: WatchTarget, everyWrite: boolean): () => void {
    return this.#watches.watch(target, everyWrite);
  }
  evaluate(text: string, frame: LuaFrame | undefined, limit: EvaluateLimit): LuaValue[] {
    return this.#evaluator.evaluate(text, frame, limit);
  }
  compileCondition(expression: string, body: FunctionBody, line: number, names: readonly string[] = []): CompiledCondition {
    return this.#conditions.compile(expression, body as Body, line, names);
  }
  traceback(thread: LuaThread, message?: string): string {
    return traceback(stateOf(thread), message);
  }

  // -- time and memory
  get ticks(): number {
    return counter[TICKS] as number;
  }
  memoryUsed(): number {
    return this.#memory.used();
  }
  memory(): MemoryUse {
    return this.#memory.use();
  }
  collectGarbage(): void {
    this.#memory.collect();
  }
}

