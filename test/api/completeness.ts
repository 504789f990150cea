/** What a set of cases lacks: each function of the description that we implement has a documented result and, where it can be called wrongly, a wrong call. */
import { apiFunctions, findFunction, parseName, type ApiFunction } from '../../src/api/index.ts';
import type { ApiCases } from './case.ts';

/** Those of Lua's own engine have Lua's own tests. */
export const describedFunctions: readonly ApiFunction[] = apiFunctions.filter(({ thread }) => thread !== 'engine');

/** A method wants its object; every other function something about its arguments, unless it takes anything and nothing. */
const canBeWrong = ({ name, parameters }: ApiFunction): boolean => parseName(name).isMethod || parameters.some(({ name: parameter, type }) => type !== 'any?' && !(parameter === '...' && type.startsWith('any')));

/** How a script names the function: a method by its colon, or by a dot where that is the mistake. */
function isNamedIn(text: string, { name }: ApiFunction): boolean {
  const { owner, member, isMethod } = parseName(name);
  const escaped = member.replace(/\W/g, '\\$&');
  const call = isMethod ? `[:.]${escaped}\\b` : owner === undefined ? `\\b${escaped}\\b` : `\\b${owner}\\.${escaped}\\b`;
  return new RegExp(call).test(text);
}

/** In sentences, one for each thing that is missing. */
export function missingCases(cases: ApiCases): string[] {
  const problems: string[] = [];
  for (const description of describedFunctions) {
    const own = cases[description.name] ?? [];
    if (!own.some((apiCase) => 'lua' in apiCase && isNamedIn(apiCase.lua, description))) problems.push(`${description.name} has no case that gives its documented result`);
    if (canBeWrong(description) && !own.some((apiCase) => 'wrong' in apiCase && isNamedIn(apiCase.wrong, description))) problems.push(`${description.name} has no case of a wrong call`);
  }
  for (const name of Object.keys(cases)) if (findFunction(name) === undefined) problems.push(`there are cases of ${name}, which nobody describes`);
  return problems;
}
