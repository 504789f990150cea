/** Descriptions as the editor shows them: a signature in the form of LuaCATS, and Markdown below it. */
import type { ApiFunction, ApiParameter } from '../api/types.ts';
import type { Described } from './library.ts';

export interface Signature {
  readonly label: string;
  /** Start and end of each parameter in the label. */
  readonly parameters: readonly (readonly [start: number, end: number])[];
}

/** `function AgentBuilder:model(model: string): AgentBuilder`, and `name?: type` for what may be left out. */
export function signatureOf({ name, parameters, results }: ApiFunction): Signature {
  let label = `function ${name}(`;
  const ranges = parameters.map((parameter, i): readonly [number, number] => {
    if (i > 0) label += ', ';
    const start = label.length;
    label += parameterText(parameter);
    return [start, label.length];
  });
  label += ')';
  if (results.length > 0) label += `: ${results.map(({ name: result, type }) => (result === '...' ? `...${type}` : type)).join(', ')}`;
  return { label, parameters: ranges };
}

function parameterText({ name, type }: ApiParameter): string {
  return type.endsWith('?') ? `${name}?: ${type.slice(0, -1)}` : `${name}: ${type}`;
}

export function luaBlock(code: string): string {
  return `\`\`\`lua\n${code}\n\`\`\``;
}

/** One line of Lua that says what it is. */
export function headline(described: Described): string {
  switch (described.kind) {
    case 'function':
      return signatureOf(described.description).label;
    case 'value':
      return `${described.description.name}: ${described.description.type}`;
    case 'field':
      return `(field) ${described.owner}.${parameterText(described.description)}`;
  }
}

/** The documentation without the headline. */
export function documentation(described: Described): string {
  if (described.kind !== 'function') return described.description.doc;
  const { doc, parameters, results, example, aliasOf } = described.description;
  const sections = [doc];
  const lines = parameters.flatMap((parameter) => [parameterLine(parameter), ...(parameter.fields ?? []).map((field) => `  ${parameterLine(field)}`)]);
  if (lines.some((line) => line.includes(' — '))) sections.push(lines.join('\n'));
  const answers = results.filter((result) => result.doc !== '').map((result) => `- \`${result.type}\` ${result.doc}`);
  if (answers.length > 0) sections.push(`**Returns**\n${answers.join('\n')}`);
  if (example !== undefined) sections.push(luaBlock(example));
  if (aliasOf !== undefined) sections.push(`The same as \`${aliasOf}\`.`);
  return sections.join('\n\n');
}

/** What a parameter is, with the fields of a table. */
export function parameterDoc({ doc, fields = [] }: ApiParameter): string {
  return [doc, fields.map(parameterLine).join('\n')].filter((part) => part !== '').join('\n\n');
}

function parameterLine(parameter: ApiParameter): string {
  return `- \`${parameterText(parameter)}\`${parameter.doc ? ` — ${parameter.doc}` : ''}`;
}

export function markdownOf(described: Described): string {
  return [luaBlock(headline(described)), documentation(described)].filter((part) => part !== '').join('\n\n');
}
