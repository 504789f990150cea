/** The version of the product, from the package. */
// Nothing else is read from outside src. By its name, so that the bundler puts in this one value and not the whole file.
// eslint-disable-next-line llmspell/import-layers
import { version } from '../../package.json';

export const VERSION: string = version;
