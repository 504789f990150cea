/** The schema as JSON Schema, for editors that complete and check TOML. */
import { z } from 'zod';
import { configSchema } from '../schema/index.ts';
import { allKeys } from '../schema/walk.ts';
import { remark } from './remark.ts';

/** What only we understand: it is told in the description. */
const OWN_FIELDS = ['aliasOf', 'effect', 'instead', 'secret'];

export function jsonSchema(): string {
  const remarks = new Map(allKeys().map((key) => [key.schema as z.core.$ZodType, remark(key)]));
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    override({ zodSchema, jsonSchema: json }) {
      for (const field of OWN_FIELDS) delete json[field];
      const added = remarks.get(zodSchema);
      if (added !== undefined && added !== '') json.description = `${json.description ?? ''} ${added}`.trim();
    },
  });
  return `${JSON.stringify({ title: 'llmspell.toml', ...schema }, undefined, 2)}\n`;
}
