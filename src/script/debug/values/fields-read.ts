/** The fields that a text reads from what an expression gives: `host` and `port` for `config` in `config.host .. config["port"]`. */
import { stringText, walk, type Expression, type ParsedChunk } from '../../../lua/index.ts';

/** Nobody looks through more of them. */
const MAX_FIELDS = 100;

/** Sorted; without those that are called as methods, which a look would only name. */
export function fieldsRead({ body, text }: ParsedChunk, expression: string): string[] {
  const wanted = plain(expression);
  const found = new Set<string>();
  const isWanted = (object: Expression): boolean => plain(text.slice(object.start, object.end)) === wanted;
  walk(body, (node) => {
    if (node.type === 'Member' && node.separator === '.' && node.name.name !== '' && isWanted(node.object)) found.add(node.name.name);
    else if (node.type === 'Index' && node.key.type === 'String' && isWanted(node.object)) found.add(stringText(text.slice(node.key.start, node.key.end)));
  });
  return [...found].sort().slice(0, MAX_FIELDS);
}

const plain = (expression: string): string => expression.replace(/\s+/g, '');
