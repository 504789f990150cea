/** Functions of the file itself as text: their signature, and the comment above them. */
import type { FunctionExpression, ParsedChunk } from '../lua/index.ts';
import type { Signature } from './markdown.ts';

export function signatureOfFunction(name: string, node: FunctionExpression): Signature {
  let label = `function ${name}(`;
  const names = [...node.parameters.map((parameter) => parameter.name), ...(node.isVararg ? ['...'] : [])];
  const ranges = names.map((parameter, i): readonly [number, number] => {
    if (i > 0) label += ', ';
    const start = label.length;
    label += parameter;
    return [start, label.length];
  });
  return { label: `${label})`, parameters: ranges };
}

/** The comment lines directly above the line of an offset, without their dashes; annotations are left out. */
export function commentAbove({ comments, lines, text }: ParsedChunk, offset: number): string {
  let line = lines.lineOf(offset) - 1;
  const found: string[] = [];
  for (let i = comments.findLastIndex((comment) => comment.end <= offset); i >= 0; i--) {
    const { start, end, kind } = comments[i]!;
    const alone = text.slice(lines.startOf(line), start).trim() === '';
    if (kind === 'shebang' || lines.lineOf(end) !== line || !alone) break;
    found.unshift(kind === 'line' ? text.slice(start, end).replace(/^--+ ?/, '') : text.slice(start, end).replace(/^--\[=*\[\s*|\s*\]=*\]$/g, ''));
    line = lines.lineOf(start) - 1;
  }
  return found.filter((comment) => !comment.startsWith('@')).join('\n').trim();
}
