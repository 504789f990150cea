/**
 * The objects scripts hold (agents, builders, files, timers): userdata with the methods of their class, readable fields, a name for
 * messages and a text for `tostring`. The debugger shows `id` and `fields`.
 */
import type { JsonText, ObjectRef } from '../../common/values.ts';
import type { Engine, LuaValue } from '../engine/engine.ts';
import { parseJson } from './json/parse.ts';

/** JSON is a new table each time it is read: what a script changes in it is its own. */
export type FieldValue = string | number | boolean | JsonText;

export interface ScriptObject {
  /** The class of the API description. */
  readonly $object: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** What `tostring` says after the class; without it, the id. */
  readonly label?: string;
  /** All that `tostring` says. */
  readonly text?: string;
}

export const scriptObjectIn = (engine: Engine, value: LuaValue): ScriptObject | undefined => {
  const data = engine.userdataOf(value);
  return data !== undefined && '$object' in data && 'fields' in data ? (data as ScriptObject) : undefined;
};

/** An agent as the kernel knows it. */
class HostObject implements ScriptObject {
  readonly $object: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, FieldValue>>;

  constructor(ref: ObjectRef) {
    this.$object = ref.$object;
    this.id = ref.id;
    this.fields = ref.fields ?? {};
  }

  get label(): string {
    const { name, provider, model } = this.fields;
    const of = typeof provider === 'string' && typeof model === 'string' ? ` (${provider}/${model})` : '';
    return `${typeof name === 'string' ? name : this.id}${of}`;
  }
}

export class ScriptObjects {
  private readonly methods = new Map<string, LuaValue>();
  private readonly metatables = new Map<string, LuaValue>();
  /** One Lua object for each object of the kernel, so that `==` holds. */
  private readonly known = new Map<string, LuaValue>();

  constructor(private readonly engine: Engine) {}

  addMethod(className: string, name: string, method: LuaValue): void {
    this.engine.rawSet(this.methodsOf(className), this.engine.string(name), method);
  }

  /** A new Lua object for something that lives in this worker. */
  wrap(object: ScriptObject): LuaValue {
    return this.engine.userdata(object, this.metatableOf(object.$object));
  }

  /** The Lua object for something that lives in the kernel. */
  wrapRef(ref: ObjectRef): LuaValue {
    const key = `${ref.$object} ${ref.id}`;
    let value = this.known.get(key);
    if (value === undefined) this.known.set(key, (value = this.wrap(new HostObject(ref))));
    return value;
  }

  private methodsOf(className: string): LuaValue {
    let methods = this.methods.get(className);
    if (methods === undefined) this.methods.set(className, (methods = this.engine.table()));
    return methods;
  }

  private metatableOf(className: string): LuaValue {
    const existing = this.metatables.get(className);
    if (existing !== undefined) return existing;
    const { engine } = this;
    const methods = this.methodsOf(className);
    const metatable = engine.table();
    const set = (name: string, value: LuaValue): void => engine.rawSet(metatable, engine.string(name), value);
    set('__name', engine.string(className));
    set(
      '__index',
      engine.native(`${className}.__index`, ([self, key]) => {
        const method = engine.rawGet(methods, key!);
        if (engine.type(method) !== 'nil') return [method];
        const object = scriptObjectIn(engine, self!);
        const name = engine.type(key!) === 'string' ? engine.toText(key!) : undefined;
        const field = name !== undefined && object !== undefined && Object.hasOwn(object.fields, name) ? object.fields[name] : undefined;
        return [field === undefined ? engine.nil : fieldValue(engine, field)];
      }),
    );
    set(
      '__tostring',
      engine.native(`${className}.__tostring`, ([self]) => {
        const object = self && scriptObjectIn(engine, self);
        return [engine.string(object?.text ?? `${className}: ${object?.label ?? object?.id ?? '?'}`)];
      }),
    );
    this.metatables.set(className, metatable);
    return metatable;
  }
}

export function fieldValue(engine: Engine, value: FieldValue): LuaValue {
  if (typeof value === 'object') return parseJson(value.$json, engine);
  if (typeof value === 'string') return engine.string(value);
  return typeof value === 'number' ? engine.number(value) : engine.boolean(value);
}
