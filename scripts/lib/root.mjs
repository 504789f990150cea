// The folder of this checkout; every script works from it, wherever it is called.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** An absolute path inside the checkout. @param {...string} parts */
export const inRoot = (...parts) => join(ROOT, ...parts);
