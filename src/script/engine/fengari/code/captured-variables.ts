/** Variables of a function that other functions have kept, whether it still runs or not. */
import type { LuaVariable } from '../../engine.ts';
import { variableOf } from '../stack/frames.ts';
import { type LuaState, nameOf, type Proto, type TValue } from '../vm.ts';
import { declarationOf } from './declarations.ts';
import { closuresWithin } from './heap.ts';

/** Each once. Looks through everything that the program can reach. */
export function capturedVariables(main: LuaState, owner: Proto, name: string): LuaVariable[] {
  const places = new Map<Proto, number>();
  const cells = new Set<TValue>();
  for (const { p, upvals } of closuresWithin(main)) {
    let place = places.get(p);
    if (place === undefined) places.set(p, (place = placeOf(p, owner, name)));
    const cell = upvals[place];
    if (cell !== undefined) cells.add(cell);
  }
  return Array.from(cells, (cell) => variableOf(name, cell));
}

/** -1: the function does not use it. */
function placeOf(proto: Proto, owner: Proto, name: string): number {
  return proto.upvalues.findIndex((upvalue, index) => {
    if (upvalue.name === null || nameOf(upvalue.name) !== name) return false;
    const declaration = declarationOf(proto, index);
    return declaration.proto === owner && declaration.local !== undefined;
  });
}
