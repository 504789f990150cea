/** The description as LuaCATS definitions, for LuaLS and other language servers: one `---@meta` file for each module. */
import { parseName } from '../parse-name.ts';
import type { ApiClass, ApiFunction, ApiModule, ApiParameter, ApiValue, LuaTypeName } from '../types.ts';
import { optionClasses, type FieldList } from './options.ts';

type OptionNames = ReadonlyMap<FieldList, string>;

export function renderLibrary(module: ApiModule): string {
  const options = optionClasses(module);
  const blocks = [
    `---@meta\n-- ${module.title}: generated from the description of the API; do not edit.`,
    ...module.classes.map(renderClass),
    ...[...options].map(([fields, name]) => renderFields(name, 'Options.', fields)),
    ...module.values.map(renderValue),
    ...module.functions.map((description) => renderFunction(description, options)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const comment = (text: string): string =>
  text
    .split('\n')
    .map((line) => `---${line}`)
    .join('\n');

/** `string?` is `name? string` where LuaCATS names something. */
function field({ name, type, doc }: ApiParameter): string {
  const optional = type.endsWith('?');
  return `---@field ${name}${optional ? '?' : ''} ${optional ? type.slice(0, -1) : type} ${doc}`;
}

const renderFields = (name: string, doc: string, fields: FieldList): string => [comment(doc), `---@class ${name}`, ...fields.map(field)].join('\n');

function renderClass({ name, doc, fields }: ApiClass): string {
  return `${renderFields(name, doc, fields)}\nlocal ${name} = {}`;
}

function renderValue({ name, type, doc }: ApiValue): string {
  return type === 'table' ? `${comment(doc)}\n${name} = {}` : `${comment(doc)}\n---@type ${type}\n${name} = nil`;
}

function renderFunction(description: ApiFunction, options: OptionNames): string {
  const { owner, member, isMethod } = parseName(description.name);
  const name = owner === undefined ? member : `${owner}${isMethod ? ':' : '.'}${member}`;
  return [
    comment(description.doc),
    ...(description.example === undefined ? [] : [comment(`\n\`\`\`lua\n${description.example}\n\`\`\``)]),
    ...(description.aliasOf === undefined ? [] : [comment(`\nAlias of \`${description.aliasOf}\`.`)]),
    ...description.parameters.map((parameter) => renderParameter(parameter, options)),
    ...description.results.map(({ name: result, type, doc }) => `---@return ${result === '...' ? `${withoutQuestion(type)} ...` : type} # ${doc}`),
    `function ${name}(${description.parameters.map((parameter) => parameter.name).join(', ')}) end`,
  ].join('\n');
}

const withoutQuestion = (type: LuaTypeName): LuaTypeName => type.replace(/\?$/, '');

function renderParameter({ name, type, doc, fields }: ApiParameter, options: OptionNames): string {
  const optionName = fields && options.get(fields);
  const plain = withoutQuestion(type);
  const shown = optionName === undefined ? plain : plain.replace(/\btable\b/, optionName);
  return `---@param ${name}${type.endsWith('?') && name !== '...' ? '?' : ''} ${shown} ${doc}`;
}
