/** `arg` as the `lua` command has it, and `ARGS`, which also knows named arguments. */
import type { LuaValue } from '../engine/engine.ts';
import type { Vm } from './vm.ts';

export interface SortedArguments {
  readonly positional: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

/** `--key value`: the value is the next argument unless that is an option too; then, and at the end, it is `true`. */
export function sortArguments(args: readonly string[]): SortedArguments {
  const positional: string[] = [];
  const named = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (!argument.startsWith('--') || argument === '--') {
      positional.push(argument);
      continue;
    }
    const next = args[i + 1];
    const takesNext = next !== undefined && !next.startsWith('--');
    named.set(argument.slice(2), takesNext ? next : 'true');
    if (takesNext) i += 1;
  }
  return { positional, named };
}

export function installArguments({ engine, services }: Vm): void {
  const fill = (values: readonly string[], named: ReadonlyMap<string, string>): LuaValue => {
    const table = engine.table();
    if (services.scriptPath !== undefined) engine.rawSet(table, engine.number(0), engine.string(services.scriptPath));
    values.forEach((value, i) => engine.rawSet(table, engine.number(i + 1), engine.string(value)));
    for (const [name, value] of named) engine.rawSet(table, engine.string(name), engine.string(value));
    return table;
  };
  const { positional, named } = sortArguments(services.args);
  engine.rawSet(engine.globals, engine.string('arg'), fill(services.args, new Map()));
  engine.rawSet(engine.globals, engine.string('ARGS'), fill(positional, named));
}
