/** `print`: through the script's own `tostring`, byte for byte. */
import type { Engine, LuaValue } from '../engine/engine.ts';
import { concatBytes, utf8 } from './bytes.ts';
import type { Vm, VmFunctions } from './vm.ts';

const TAB = Uint8Array.of(9);
const NEWLINE = Uint8Array.of(10);

export function outputFunctions({ engine }: Vm): Pick<VmFunctions, 'print'> {
  const name = engine.string('tostring');
  const standard = engine.identity(engine.rawGet(engine.globals, name));
  return {
    print: (vm, args) => {
      // As Lua does it: what the global `tostring` is at this moment.
      const tostring = engine.get(engine.globals, name);
      const isStandard = engine.identity(tostring) === standard;
      const parts: Uint8Array[] = [];
      args.forEach((value, i) => {
        if (i > 0) parts.push(TAB);
        parts.push(isStandard && isPlain(engine, value) ? plainBytes(engine, value) : calledBytes(vm, tostring, value));
      });
      parts.push(NEWLINE);
      vm.services.write('stdout', concatBytes(parts));
    },
  };
}

/** A value that `tostring` would show without running anything: no call is needed. */
function isPlain(engine: Engine, value: LuaValue): boolean {
  const type = engine.type(value);
  if (type === 'table' || type === 'userdata') return false;
  const metatable = engine.metatable(value);
  return metatable === undefined || engine.type(engine.rawGet(metatable, engine.string('__tostring'))) === 'nil';
}

const plainBytes = (engine: Engine, value: LuaValue): Uint8Array => (engine.type(value) === 'string' ? engine.toBytes(value)! : utf8(engine.toText(value)));

function calledBytes(vm: Vm, tostring: LuaValue, value: LuaValue): Uint8Array {
  const { engine } = vm;
  const [shown] = engine.call(tostring, [value]);
  const bytes = shown === undefined || engine.type(shown) !== 'string' ? undefined : engine.toBytes(shown);
  if (bytes === undefined) throw vm.error("'tostring' must return a string to 'print'");
  return bytes;
}
