/** `Debug.breakpoint`, `Debug.step` and their kin: the script steers its debugger. */
import { dirname } from 'node:path';
import { absolute } from '../../../base/paths.ts';
import type { LuaValue } from '../../engine/engine.ts';
import type { ScriptBreakpointPlace } from '../../services.ts';
import type { Vm, VmFunctions } from '../vm.ts';

type SteeringFunction = `Debug.${'breakpoint' | 'step' | 'stepOver' | 'continue'}`;

export const steeringFunctions: Pick<VmFunctions, SteeringFunction> = {
  'Debug.breakpoint': (vm, [where, line]) => {
    const place = placeOf(vm, where, line);
    if (place === undefined) vm.services.debugger.stopHere();
    else vm.services.debugger.addBreakpoint(place);
  },
  'Debug.step': (vm) => vm.services.debugger.step('in'),
  'Debug.stepOver': (vm) => vm.services.debugger.step('over'),
  'Debug.continue': (vm) => vm.services.debugger.goOn(),
};

/** undefined: where the script is. */
function placeOf(vm: Vm, where: LuaValue | undefined, lineValue: LuaValue | undefined): ScriptBreakpointPlace | undefined {
  const { engine } = vm;
  const isAbsent = (value: LuaValue | undefined): value is undefined => value === undefined || engine.type(value) === 'nil';
  const line = isAbsent(lineValue) ? undefined : Number(engine.toNumber(lineValue));
  if (line !== undefined && line < 1) throw vm.error(`bad argument #2 'line' to 'Debug.breakpoint' (a line, counted from 1, expected, got ${line})`);
  if (isAbsent(where)) {
    if (line !== undefined) throw vm.error("bad argument #1 'file_or_function' to 'Debug.breakpoint' (the file or the function of the line expected, got nothing)");
    return undefined;
  }
  if (engine.type(where) === 'function') return { kind: 'function', value: where, line };
  const name = engine.toText(where);
  if (!isFile(name)) return { kind: 'name', name, line };
  if (line === undefined) throw vm.error(`bad argument #2 'line' to 'Debug.breakpoint' (the line of ${name} expected, got nothing)`);
  const { scriptPath, context } = vm.services;
  return { kind: 'line', path: absolute(name, scriptPath === undefined ? context.cwd : dirname(scriptPath)), line };
}

/** Anything that no function could be called. */
const isFile = (name: string): boolean => /\.lua$/i.test(name) || !/^\s*[A-Za-z_]\w*(\s*[.:]\s*[A-Za-z_]\w*)*\s*$/.test(name);
