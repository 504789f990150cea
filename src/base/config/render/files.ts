/** The files that are generated from the schema: path → content. A test fails when one is stale. */
import { jsonSchema } from './json-schema.ts';
import { configurationMarkdown } from './markdown.ts';

export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['schemas/llmspell.schema.json', jsonSchema()],
    ['docs/configuration.md', configurationMarkdown()],
  ]);
