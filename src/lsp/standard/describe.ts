/** The short form in which Lua's own libraries are described here, turned into the shape of the API description. */
import type { ApiFunction, ApiModule, ApiParameter, ApiResult } from '../../api/types.ts';

/** [name, parameters `name: type` separated by `, `, result types separated by `, `, doc]. */
export type Line = readonly [name: string, parameters: string, results: string, doc: string];

export function describeModule(id: string, title: string, doc: string, lines: readonly Line[], values: ApiModule['values'] = []): ApiModule {
  return { id, title, doc, values, classes: [], functions: lines.map(describeLine) };
}

function describeLine([name, parameters, results, doc]: Line): ApiFunction {
  return {
    name,
    thread: 'engine',
    doc,
    parameters: parts(parameters).map((part): ApiParameter => {
      const colon = part.indexOf(':');
      return { name: part.slice(0, colon), type: part.slice(colon + 2), doc: '' };
    }),
    results: parts(results).map((part): ApiResult => ({ type: part, doc: '' })),
  };
}

/** At commas outside of parentheses, so that `fun(a, b)` stays whole. */
function parts(text: string): string[] {
  return text === '' ? [] : text.split(/, (?![^(]*\))/);
}
