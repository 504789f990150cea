/** The version of the product, from the package. */
// Nothing else is read from outside src: the bundler puts this one value in.
// eslint-disable-next-line llmspell/import-layers
import packageJson from '../../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;
