/** `print`: through the script's own `tostring`, byte for byte. */
import { concatBytes } from './bytes.ts';
import type { LuaValue } from '../engine/engine.ts';
import type { Vm, VmFunctions } from './vm.ts';

const TAB = Uint8Array.of(9);
const NEWLINE = Uint8Array.of(10);

export const outputFunctions: Pick<VmFunctions, 'print'> = {
  print: (vm, args) => {
    const parts: Uint8Array[] = [];
    args.forEach((value, i) => {
      if (i > 0) parts.push(TAB);
      parts.push(displayBytes(vm, value));
    });
    parts.push(NEWLINE);
    vm.services.write('stdout', concatBytes(parts));
  },
};

/** As Lua's `print`: what the global `tostring` answers at this moment, which must be a string. */
function displayBytes(vm: Vm, value: LuaValue): Uint8Array {
  const { engine } = vm;
  const [shown] = engine.call(engine.get(engine.globals, engine.string('tostring')), [value]);
  const bytes = shown === undefined || engine.type(shown) !== 'string' ? undefined : engine.toBytes(shown);
  if (bytes === undefined) throw vm.error("'tostring' must return a string to 'print'");
  return bytes;
}
