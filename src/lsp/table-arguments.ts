/** The fields that a described function understands in a table it is given. */
import type { ApiFunction, ApiParameter } from '../api/types.ts';
import type { Call, MethodCall, Node, TableConstructor } from '../lua/index.ts';
import type { ValueTypes } from './value-types.ts';

export interface TableArgument {
  readonly call: Call | MethodCall;
  readonly table: TableConstructor;
  /** Which argument of the call, from 0. */
  readonly index: number;
}

/** The table argument that a path through the tree leads into; its last node is the table. */
export function tableArgument(path: readonly Node[]): TableArgument | undefined {
  const [call, args, table] = path.slice(-3);
  if (table?.type !== 'Table' || args?.type !== 'Arguments' || (call?.type !== 'Call' && call?.type !== 'MethodCall')) return undefined;
  return { call, table, index: args.values.indexOf(table) };
}

export function fieldsOf(types: ValueTypes, { call, index }: TableArgument): { readonly fields: readonly ApiParameter[]; readonly owner: string } {
  const callee = types.callee(call);
  const description: ApiFunction | undefined = callee?.kind === 'described' && callee.described.kind === 'function' ? callee.described.description : undefined;
  const parameter = description?.parameters[index];
  return { fields: parameter?.fields ?? [], owner: parameter?.name ?? '' };
}
