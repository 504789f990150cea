// ESLint rule: process.env and process.cwd() are read in one file. Everything else gets them from the
// execution context, so that one kernel can serve scripts with different folders and environments.
import { ENVIRONMENT_FILE } from './layers.mjs';
import { productSourcePath } from './source-path.mjs';

const AMBIENT = new Set(['env', 'cwd', 'chdir']);

/** @type {import('eslint').Rule.RuleModule} */
export const environmentInOnePlace = {
  meta: {
    type: 'problem',
    docs: { description: `process.env and process.cwd() only in src/${ENVIRONMENT_FILE}` },
    schema: [],
    messages: { ambient: `process.{{name}} is read in src/${ENVIRONMENT_FILE} only: take it from the execution context, or add a function there.` },
  },
  create(context) {
    const path = productSourcePath(context.filename);
    if (path === undefined || path === ENVIRONMENT_FILE) return {};

    /** @param {any} node @param {string | undefined} name */
    const check = (node, name) => {
      if (name !== undefined && AMBIENT.has(name)) context.report({ node, messageId: 'ambient', data: { name } });
    };
    return {
      MemberExpression(node) {
        if (isProcess(node.object)) check(node, propertyName(node));
      },
      VariableDeclarator(node) {
        if (node.init && isProcess(node.init)) checkPattern(node.id, check);
      },
      ImportDeclaration(node) {
        if (node.source.value !== 'node:process' && node.source.value !== 'process') return;
        for (const specifier of node.specifiers) {
          if (specifier.type === 'ImportSpecifier') check(specifier, nameOf(specifier.imported));
        }
      },
    };
  },
};

/** `process` or `globalThis.process`. @param {any} node */
function isProcess(node) {
  if (node.type === 'Identifier') return node.name === 'process';
  return node.type === 'MemberExpression' && propertyName(node) === 'process';
}

/** `const { env } = process` @param {any} pattern @param {(node: any, name: string | undefined) => void} check */
function checkPattern(pattern, check) {
  if (pattern.type !== 'ObjectPattern') return;
  for (const property of pattern.properties) {
    if (property.type === 'Property') check(property, nameOf(property.key));
  }
}

/** @param {any} member @returns {string | undefined} */
function propertyName(member) {
  return member.computed ? (typeof member.property.value === 'string' ? member.property.value : undefined) : nameOf(member.property);
}

/** @param {any} node @returns {string | undefined} */
function nameOf(node) {
  return node.name ?? node.value;
}
