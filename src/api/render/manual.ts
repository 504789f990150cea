/** The description as a manual in Markdown. */
import { parseName } from '../parse-name.ts';
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from '../types.ts';

export function renderManual(modules: readonly ApiModule[]): string {
  const contents = modules.map((module) => `- [${module.title}](#${anchor(module.title)})`).join('\n');
  return [
    '# The Lua API',
    "Generated from the description in `src/api`; do not edit. A `?` after a type means that the value may be left out or nil. An error about an argument names the function, the parameter, the wanted and the given type.",
    contents,
    ...modules.map(renderModule),
  ]
    .join('\n\n')
    .concat('\n');
}

/** As GitHub makes them of headings. */
const anchor = (title: string): string => title.toLowerCase().replace(/[^\w\s-]/g, '').replace(/\s/g, '-');

function renderModule(module: ApiModule): string {
  const values = module.values.filter(({ type }) => type !== 'table' || module.functions.length === 0);
  return [
    `## ${module.title}`,
    module.doc,
    ...(values.length === 0 ? [] : [values.map(({ name, type, doc }) => `- \`${name}\` (${code(type)}): ${doc}`).join('\n')]),
    ...module.functions.map(renderFunction),
    ...module.classes.map(renderClass),
  ].join('\n\n');
}

/** In a table cell a bar would end the cell. */
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function renderFunction(description: ApiFunction): string {
  const { owner, member, isMethod } = parseName(description.name);
  const name = owner === undefined ? member : `${owner}${isMethod ? ':' : '.'}${member}`;
  const parts = [`### \`${name}(${description.parameters.map((parameter) => parameter.name).join(', ')})\``, description.doc];
  if (description.aliasOf !== undefined) parts.push(`Another spelling of \`${description.aliasOf}\`.`);
  if (description.parameters.length > 0) parts.push(table(['Parameter', 'Type', ''], description.parameters.flatMap(parameterRows)));
  if (description.results.length > 0) parts.push(table(['Result', ''], description.results.map(({ type, doc }) => [code(type), doc])));
  if (description.example !== undefined) parts.push(`\`\`\`lua\n${description.example}\n\`\`\``);
  return parts.join('\n\n');
}

const parameterRows = ({ name, type, doc, fields }: ApiParameter): string[][] => [
  [`\`${name}\``, code(type), doc],
  ...(fields ?? []).map((field) => [`\`${name}.${field.name}\``, code(field.type), field.doc]),
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function renderClass({ name, doc, fields }: ApiClass): string {
  const parts = [`### Class \`${name}\``, doc];
  if (fields.length > 0) parts.push(table(['Field', 'Type', ''], fields.map((field) => [`\`${field.name}\``, code(field.type), field.doc])));
  return parts.join('\n\n');
}
