/** `Session.builder()`: collects what is known of a new session in the worker; only `:build()` goes to the kernel, with all of it. */
import type { HostValue } from '../../common/values.ts';
import type { Engine, LuaValue } from '../engine/engine.ts';
import { ConversionError } from './conversion-error.ts';
import { toExact } from './exact/encode.ts';
import { scriptObjectIn, type FieldValue, type ScriptObject } from './script-objects.ts';
import type { Vm, VmFunction, VmFunctions } from './vm.ts';

const METADATA_PLACE = "argument 'value' of 'SessionBuilder:metadata'";

class SessionBuilder implements ScriptObject {
  readonly $object = 'SessionBuilder';
  readonly facts: Record<string, string | number> = {};
  tags: readonly string[] = [];
  private readonly metadata: LuaValue;

  constructor(
    readonly id: string,
    private readonly engine: Engine,
  ) {
    this.metadata = engine.table();
  }

  addMetadata(key: LuaValue, value: LuaValue): void {
    this.engine.rawSet(this.metadata, key, value);
  }

  /** By the names of the table of `Session.create`. */
  get settings(): Record<string, HostValue> {
    const hasMetadata = this.engine.entryCount(this.metadata) > 0;
    return { ...this.facts, tags: this.tags, ...(hasMetadata && { metadata: toExact(this.metadata, this.engine, METADATA_PLACE) }) };
  }

  get fields(): Record<string, FieldValue> {
    return { ...this.facts, tags: { $json: JSON.stringify(this.tags) } };
  }

  get label(): string {
    return String(this.facts['name'] ?? 'unnamed');
  }
}

const builderIn = (vm: Vm, value: LuaValue | undefined): SessionBuilder => scriptObjectIn(vm.engine, value!) as SessionBuilder;

/** Sets one thing and answers the builder; the type of the value is checked already. */
const setter =
  (field: string): VmFunction =>
  (vm, [self, value]) => {
    const { engine } = vm;
    builderIn(vm, self).facts[field] = engine.type(value!) === 'string' ? engine.toText(value!) : Number(engine.toNumber(value!));
    return [self!];
  };

let builders = 0;

type BuilderFunction = Extract<keyof VmFunctions, `Session${string}`>;

export const sessionBuilderFunctions: Pick<VmFunctions, BuilderFunction> = {
  'Session.builder': (vm) => [vm.objects.wrap(new SessionBuilder(`session-builder-${(builders += 1)}`, vm.engine))],
  'SessionBuilder:name': setter('name'),
  'SessionBuilder:description': setter('description'),
  'SessionBuilder:timeout': setter('timeout_seconds'),
  'SessionBuilder:parent': setter('parent_session_id'),
  'SessionBuilder:tag': (vm, [self, tag]) => {
    const builder = builderIn(vm, self);
    builder.tags = [...builder.tags, vm.engine.toText(tag!)];
    return [self!];
  },
  'SessionBuilder:tags': (vm, [self, tags]) => {
    const { engine } = vm;
    builderIn(vm, self).tags = Array.from({ length: engine.rawLength(tags!) }, (_, i) => engine.toText(engine.rawGet(tags!, engine.number(i + 1))));
    return [self!];
  },
  'SessionBuilder:metadata': (vm, [self, key, value]) => {
    try {
      toExact(value!, vm.engine, METADATA_PLACE); // What cannot be kept is an error here, not at `:build()`.
    } catch (error) {
      throw error instanceof ConversionError ? vm.error(error.message) : error;
    }
    builderIn(vm, self).addMetadata(key!, value!);
    return [self!];
  },
};
