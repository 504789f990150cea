/**
 * A stop at a host point: request and response of the call as scopes and names of the frame that asked. The request can be changed until it
 * has been sent, by whatever way a debugger changes values; each change is looked at when it is done, and taken back when it makes no sense.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ExceptionDetails, ScopeInfo } from '../../../common/debug.ts';
import type { HostPoint, HostPointAnswer, HostPointFilter, HostTable } from '../../../common/host-points.ts';
import type { HostValue } from '../../../common/values.ts';
import type { Engine, LuaFrame, LuaThread, LuaValue } from '../../engine/engine.ts';
import type { Container } from '../values/containers.ts';
import { notSettable } from '../errors.ts';
import { GuardedTable } from './guarded-table.ts';
import { judge } from './request-rules.ts';
import { innermostLuaFrame } from '../threads/lua-frame.ts';

export class HostStop {
  readonly thread: LuaThread;
  /** The line of the script that asked; undefined when no Lua function of the thread did. */
  readonly frame: LuaFrame | undefined;
  readonly #engine: Engine;
  readonly #point: HostPoint;
  readonly #request: GuardedTable | undefined;
  readonly #response: GuardedTable | undefined;
  /** The last request that made sense. */
  #requestData: HostTable;
  readonly #responseData: HostValue;
  #filters: readonly HostPointFilter[] = [];

  constructor(engine: Engine, point: HostPoint, thread: LuaThread) {
    this.#engine = engine;
    this.#point = point;
    this.thread = thread;
    this.frame = innermostLuaFrame(engine, thread);
    this.#request = point.request && new GuardedTable(engine, 'request', point.request);
    this.#response = point.response && new GuardedTable(engine, 'response', point.response);
    this.#requestData = (this.#request?.read() ?? {}) as HostTable;
    this.#responseData = this.#response?.read();
  }

  /** Known in the frame that asked, before its own names. What the point does not know is nil. */
  get names(): ReadonlyMap<string, LuaValue> {
    const { nil } = this.#engine;
    const { status, error, tokens } = this.#point;
    return new Map([
      ['request', this.#request?.value ?? nil],
      ['response', this.#response?.value ?? nil],
      ['status', status === undefined ? nil : this.#engine.number(status)],
      ['error', error === undefined ? nil : this.#engine.string(error.message)],
      ['tokens', this.#engine.number(tokens)],
    ]);
  }

  namesIn(frame: LuaFrame | undefined): ReadonlyMap<string, LuaValue> | undefined {
    return frame !== undefined && frame.activation === this.frame?.activation ? this.names : undefined;
  }

  /** The filters that stop here. */
  matched(filters: readonly HostPointFilter[]): void {
    this.#filters = filters;
  }

  get description(): string {
    const { description, tokens } = this.#point;
    return this.#filters.includes('token_limit') ? `${description}: ${tokens} tokens used so far` : description;
  }

  /** What went wrong, if something did. */
  get text(): string {
    return this.#point.error?.message ?? this.description;
  }

  details(stackTrace: string): ExceptionDetails {
    const { error } = this.#point;
    return {
      exceptionId: this.#filters[0]!,
      description: this.description,
      message: this.text,
      breakMode: 'always',
      // Where nothing went wrong, the views of the stop itself are enough.
      stackTrace: error === undefined ? '' : stackTrace,
      value: { name: 'error', value: this.text, type: error?.code ?? this.#filters[0]!, ref: 0 },
    };
  }

  scopes(frame: LuaFrame): { readonly name: ScopeInfo['name']; readonly container: Container }[] {
    if (this.namesIn(frame) === undefined) return [];
    const { fields = [], editable, response } = this.#point;
    const known: RecordField[] = fields.map(({ name, fixed }) => ({ name, canBeSet: editable && !fixed }));
    const told: RecordField[] = Object.keys(response ?? {}).map((name) => ({ name, canBeSet: false }));
    return [
      ...(this.#request ? [{ name: 'Request' as const, container: recordContainer(this.#request, 'request', known, frame) }] : []),
      ...(this.#response ? [{ name: 'Response' as const, container: recordContainer(this.#response, 'response', told, frame) }] : []),
    ];
  }

  /** Runs what may change the request. Throws DebugError, with everything as it was, when the change makes no sense. */
  guarded<T>(run: () => T): T {
    try {
      const result = run();
      this.#check();
      return result;
    } catch (error) {
      this.#request?.restore();
      this.#response?.restore();
      throw error;
    }
  }

  /** An evaluated text has set one of the names. */
  assigned(name: string, value: LuaValue): void {
    if (name !== 'request' || this.#request === undefined) throw notSettable(name, 'it tells what happened');
    if (this.#engine.type(value) !== 'table') throw notSettable('request', `it is a table, and this is of type ${this.#engine.type(value)}`);
    this.#request.takeOver(value);
  }

  answer(): HostPointAnswer {
    return this.#point.editable ? { request: this.#requestData } : {};
  }

  #check(): void {
    if (this.#response && !isDeepStrictEqual(this.#response.read(), this.#responseData)) throw notSettable('response', 'it tells what has arrived');
    if (this.#request === undefined) return;
    const changed = this.#request.read();
    if (isDeepStrictEqual(changed, this.#requestData)) return;
    if (!this.#point.editable) throw notSettable('request', 'it has been sent');
    const verdict = judge(changed, this.#requestData, this.#point.fields ?? []);
    if ('fault' in verdict) throw notSettable(verdict.field, verdict.fault);
    for (const { at, text } of verdict.follows) this.#write(at, text);
    this.#requestData = verdict.request;
    this.#request.remember();
  }

  #write(at: 'prompt' | 'last message', text: string): void {
    const engine = this.#engine;
    if (at === 'prompt') return this.#request!.set('prompt', engine.string(text));
    const messages = this.#request!.get('messages');
    const last = engine.rawGet(messages, engine.number(engine.rawLength(messages)));
    engine.rawSet(last, engine.string('content'), engine.string(text));
  }
}

interface RecordField {
  readonly name: string;
  readonly canBeSet: boolean;
}

/** All fields in their order, those that are nil too: they can be set. */
function recordContainer(table: GuardedTable, expression: string, fields: readonly RecordField[], frame: LuaFrame): Container {
  return {
    frame,
    indexed: 0,
    named: fields.length,
    children(kind, start, count) {
      if (kind === 'indexed') return [];
      return fields.slice(start, count === undefined ? undefined : start + count).map(({ name, canBeSet }) => {
        return { name, value: table.get(name), evaluateName: `${expression}.${name}`, role: canBeSet ? 'field' : 'host field' };
      });
    },
    set(name, value) {
      if (!fields.some((field) => field.name === name)) throw notSettable(name, `there is no such field in the ${expression}`);
      table.set(name, value);
    },
  };
}
