/** Everything a program can reach, for the rare question who holds something: there is no list of closures, tables or threads. */
import { type CClosure, fengari, type LClosure, type LuaState, type Table, Tag, type TValue, type Udata } from '../vm.ts';

/** All Lua functions that a script can get hold of. What only the host holds is not found. */
export function* closuresWithin(main: LuaState): Iterable<LClosure> {
  for (const { type, value } of objectsWithin(main)) if (type === Tag.LuaFunction) yield value as LClosure;
}

/** All tables, functions, userdata and threads that a script can get hold of. */
export function* objectsWithin(main: LuaState): Iterable<TValue> {
  const seen = new Set<unknown>();
  const open: TValue[] = [];
  const add = (cell: TValue | null | undefined): void => {
    if (cell === null || cell === undefined || !isObject(cell.type) || seen.has(cell.value)) return;
    seen.add(cell.value);
    open.push(cell);
  };
  const addTable = (table: Table | null | undefined): void => {
    if (table) add(new fengari.lobject.TValue(Tag.Table, table));
  };
  try {
    add(new fengari.lobject.TValue(Tag.Thread, main));
    add(main.l_G.l_registry);
    main.l_G.mt.forEach(addTable);
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      yield cell;
      switch (cell.type) {
        case Tag.Table: {
          const table = cell.value as Table;
          addTable(table.metatable);
          for (let entry = table.f; entry !== undefined; entry = entry.n) {
            add(entry.key);
            add(entry.value);
          }
          break;
        }
        case Tag.LuaFunction: {
          const closure = cell.value as LClosure;
          closure.upvals.forEach(add);
          break;
        }
        case Tag.NativeClosure:
          (cell.value as CClosure).upvalue.forEach(add);
          break;
        case Tag.Userdata:
          addTable((cell.value as Udata).metatable);
          break;
        case Tag.Thread: {
          const { stack, top } = cell.value as LuaState;
          for (let slot = 0; slot < top; slot++) add(stack[slot]);
          break;
        }
      }
    }
  } finally {
    // V8 compiles `add` in the background when it is hot, and until that is done it holds the closure, and with it all that was seen:
    // weak tables would keep everything.
    seen.clear();
    open.length = 0;
  }
}

const isObject = (type: number): boolean => type >= Tag.Table && type !== Tag.LightFunction;
