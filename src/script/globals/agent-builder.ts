/** `Agent.builder()`: collects settings in the worker; only `:build()` goes to the kernel, with all of them. */
import type { LuaValue } from '../engine/engine.ts';
import { scriptObjectIn, type FieldValue, type ScriptObject } from './script-objects.ts';
import type { Vm, VmFunction, VmFunctions } from './vm.ts';

const SECRET = 'api_key';

class AgentBuilder implements ScriptObject {
  readonly $object = 'AgentBuilder';
  /** By the names of the configuration table of `Agent.create`. */
  readonly settings: Record<string, string | number> = {};

  constructor(readonly id: string) {}

  /** For the debugger: a key is not shown. */
  get fields(): Record<string, FieldValue> {
    const shown = { ...this.settings };
    if (SECRET in shown) shown[SECRET] = '…';
    return shown;
  }

  get label(): string {
    return String(this.settings['name'] ?? this.settings['model'] ?? 'empty');
  }
}

const builderIn = (vm: Vm, value: LuaValue | undefined): AgentBuilder => scriptObjectIn(vm.engine, value!) as AgentBuilder;

/** Sets one thing and answers the builder; the type of the value is checked already. */
const setter =
  (name: string): VmFunction =>
  (vm, [self, value]) => {
    builderIn(vm, self).settings[name] = plain(vm, value!);
    return [self!];
  };

function plain(vm: Vm, value: LuaValue): string | number {
  return vm.engine.type(value) === 'string' ? vm.engine.toText(value) : Number(vm.engine.toNumber(value));
}

let builders = 0;

type BuilderFunction = Extract<keyof VmFunctions, `Agent${string}`>;

export const agentBuilderFunctions: Pick<VmFunctions, BuilderFunction> = {
  'Agent.builder': (vm) => [vm.objects.wrap(new AgentBuilder(`builder-${(builders += 1)}`))],
  'AgentBuilder:name': setter('name'),
  'AgentBuilder:description': setter('description'),
  'AgentBuilder:type': setter('type'),
  'AgentBuilder:model': setter('model'),
  'AgentBuilder:provider': setter('provider'),
  'AgentBuilder:system_prompt': setter('system_prompt'),
  'AgentBuilder:temperature': setter('temperature'),
  'AgentBuilder:max_tokens': setter('max_tokens'),
  'AgentBuilder:max_conversation_length': setter('max_conversation_length'),
  'AgentBuilder:max_execution_time': setter('max_execution_time'),
  'AgentBuilder:base_url': setter('base_url'),
  'AgentBuilder:api_key': setter(SECRET),
  'AgentBuilder:custom_config': (vm, [self, config]) => {
    const { engine } = vm;
    for (const name of ['system_prompt', 'max_conversation_length']) {
      const value = engine.rawGet(config!, engine.string(name));
      if (engine.type(value) !== 'nil') builderIn(vm, self).settings[name] = plain(vm, value);
    }
    return [self!];
  },
};

