// ESLint rule: a source file imports only what its layer may know (layers.mjs). Type imports count too:
// a type that leaks through a layer ties the two together just as well.
import { FOLDER_OWNERS, LAYERS, PACKAGE_OWNERS } from './layers.mjs';
import { importedSourcePath, isIn, productSourcePath } from './source-path.mjs';

/** @type {import('eslint').Rule.RuleModule} */
export const importLayers = {
  meta: {
    type: 'problem',
    docs: { description: 'imports follow the layers of src/' },
    schema: [],
    messages: {
      layer: '{{from}} may not import {{to}}: it may import {{allowed}}.',
      owner: '{{name}} may be imported in {{owners}} only.',
      outside: 'A source file imports only from src/ and from packages, not {{specifier}}.',
      unknown: 'src/{{folder}} is no known layer: add it to scripts/lint/layers.mjs.',
    },
  },
  create(context) {
    const importer = productSourcePath(context.filename);
    if (importer === undefined) return {};

    /** @param {any} node the import, export or type import @param {unknown} specifier */
    const check = (node, specifier) => {
      if (typeof specifier !== 'string') return;
      const problem = findProblem(importer, specifier);
      if (problem) context.report({ node, ...problem });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, 'value' in node.source ? node.source.value : undefined),
      TSImportType: (/** @type {any} */ node) => check(node, node.source?.value ?? node.argument?.literal?.value),
      TSExternalModuleReference: (/** @type {any} */ node) => check(node, node.expression.value),
      "CallExpression[callee.name='require']": (/** @type {any} */ node) => check(node, node.arguments[0]?.value),
    };
  },
};

/** @param {string} importer @param {string} specifier */
function findProblem(importer, specifier) {
  const imported = importedSourcePath(importer, specifier);
  return imported === undefined ? packageProblem(importer, specifier) : sourceProblem(importer, imported, specifier);
}

/** @param {string} importer @param {string} specifier */
function packageProblem(importer, specifier) {
  const name = Object.keys(PACKAGE_OWNERS).find((owned) => specifier === owned || specifier.startsWith(`${owned}/`));
  return name === undefined ? undefined : ownerProblem(importer, name, PACKAGE_OWNERS[name] ?? []);
}

/** @param {string} importer @param {string} imported @param {string} specifier */
function sourceProblem(importer, imported, specifier) {
  if (imported.startsWith('../')) return { messageId: 'outside', data: { specifier } };
  const owned = Object.keys(FOLDER_OWNERS).find((folder) => isIn(imported, folder));
  if (owned !== undefined) return ownerProblem(importer, `src/${owned}`, FOLDER_OWNERS[owned] ?? []);

  const from = layerOf(importer);
  const allowed = LAYERS[from];
  if (allowed === undefined) return { messageId: 'unknown', data: { folder: from } };
  if ([from, ...allowed].some((folder) => isIn(imported, folder))) return undefined;
  return { messageId: 'layer', data: { from: `src/${from}`, to: `src/${imported}`, allowed: allowed.join(', ') || 'nothing' } };
}

/** @param {string} importer @param {string} name @param {string[]} owners */
function ownerProblem(importer, name, owners) {
  if (owners.some((folder) => isIn(importer, folder))) return undefined;
  return { messageId: 'owner', data: { name, owners: owners.map((folder) => `src/${folder}`).join(' and ') } };
}

/** @param {string} path below src/ */
function layerOf(path) {
  return path.slice(0, path.indexOf('/'));
}
