/** Names for the tables of options that functions take: each list of fields once, under the name of the first function that takes it. */
import { parseName } from '../parse-name.ts';
import type { ApiModule, ApiParameter } from '../types.ts';

export type FieldList = readonly ApiParameter[];

const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export function optionClasses(module: ApiModule): ReadonlyMap<FieldList, string> {
  const names = new Map<FieldList, string>();
  for (const { name, parameters } of module.functions) {
    const { owner, member } = parseName(name);
    for (const parameter of parameters) {
      if (parameter.fields !== undefined && !names.has(parameter.fields)) names.set(parameter.fields, `${owner ?? ''}${pascal(member)}${pascal(parameter.name)}`);
    }
  }
  return names;
}
