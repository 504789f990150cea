// Where a linted file, or the file it imports, stands in src/.
import { dirname, posix, sep } from 'node:path';

/**
 * The path below src/ with forward slashes, or undefined for files elsewhere and for tests
 * (tests may import anything).
 * @param {string} filename
 */
export function productSourcePath(filename) {
  const path = filename.split(sep).join('/');
  const start = path.lastIndexOf('/src/');
  if (start < 0 || /\.test\.ts$/.test(path)) return undefined;
  return path.slice(start + '/src/'.length);
}

/**
 * What a relative import of a source file names, as a path below src/ (a leading `../` means outside of it);
 * undefined for packages.
 * @param {string} importer path below src/
 * @param {string} specifier
 */
export function importedSourcePath(importer, specifier) {
  return specifier.startsWith('.') ? posix.normalize(posix.join(dirname(importer), specifier)) : undefined;
}

/** Is the path this folder's, or below it? @param {string} path @param {string} folder */
export function isIn(path, folder) {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}.`);
}
