/** What one line of a script shows of its answers: a short text behind the code, and the whole in a hover. Pure. */
import type { Answer } from './answers.ts';

export interface LineAnswers {
  readonly answers: readonly Answer[];
  readonly count: number;
}

/** Columns that a line of code and its answer share, before the answer is shortened; an answer always gets MIN_ROOM. */
const LINE_ROOM = 115;
const MIN_ROOM = 32;
/** Answers that the hover shows in full; of a longer list the newest. */
const HOVER_ANSWERS = 5;

/** Columns for an answer behind a line of `length` columns. */
export const room = (length: number, maxLength: number): number => Math.min(maxLength, Math.max(MIN_ROOM, LINE_ROOM - length));

/** The short text. It shows the newest answer and how many there are; an answer that is still growing says so. */
export function inlineText({ answers, count }: LineAnswers, columns: number): string {
  const last = answers.at(-1);
  if (last === undefined) return '';
  const several = count > 1 ? `${count}× ` : '';
  const mark = last.status === 'failed' ? '✗' : '✦';
  return `${mark} ${several}${cut(body(last), columns - several.length, last.status === 'streaming')}`;
}

function body(answer: Answer): string {
  if (answer.status === 'failed') return flat(answer.error ?? 'failed');
  const text = flat(answer.text);
  if (text !== '') return text;
  if (answer.contentOmitted) return answer.status === 'done' ? '✓ answered (content is not sent)' : 'asking…';
  return answer.status === 'streaming' ? `asking ${answer.agent}…` : '✓ (empty answer)';
}

/** At most `columns` characters; what is missing is counted, so that a long answer can be seen to grow. */
function cut(text: string, columns: number, growing: boolean): string {
  const characters = [...text];
  if (characters.length <= columns) return growing && !text.endsWith('…') ? `${text}…` : text;
  const rest = ` … ${characters.length} chars`;
  const kept = characters.slice(0, Math.max(8, columns - rest.length)).join('');
  // At a word's end where one is near.
  const space = kept.lastIndexOf(' ');
  return `${(space > kept.length * 0.6 ? kept.slice(0, space) : kept).trimEnd()}${rest}`;
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Markdown of the hover, the newest answer first as it is the one behind the line; answers are fenced, so that nothing in them is taken for a link, an image or HTML. */
export function hoverText({ answers, count }: LineAnswers, now: number): string {
  const shown = answers.slice(-HOVER_ANSWERS);
  const first = count - shown.length;
  const parts = shown.map((answer, index) => `${heading(answer, now, count > 1 ? first + index + 1 : undefined)}\n\n${whole(answer)}`).reverse();
  if (first > 0) parts.push(`*${first} earlier answers on this line: see the panel Spell Events.*`);
  return parts.join('\n\n---\n\n');
}

function heading(answer: Answer, now: number, place: number | undefined): string {
  const took = Math.max(0, (answer.endedAt ?? now) - answer.startedAt);
  const facts = [
    `**${escape(answer.agent)}**`,
    answer.model === undefined ? undefined : escape(answer.model),
    answer.inputTokens === undefined && answer.outputTokens === undefined ? undefined : `${answer.inputTokens ?? '?'} → ${answer.outputTokens ?? '?'} tokens`,
    answer.status === 'streaming' ? 'answering…' : took < 1000 ? `${took} ms` : `${(took / 1000).toFixed(2)} s`,
  ].filter((fact) => fact !== undefined);
  return `${place === undefined ? '' : `${place}. `}${facts.join(' · ')}`;
}

function whole(answer: Answer): string {
  const parts: string[] = [];
  if (answer.prompt !== undefined) parts.push(fence(answer.prompt, 'Asked'));
  if (answer.text !== '') parts.push(fence(answer.text, 'Answer'));
  else if (answer.contentOmitted) parts.push('The kernel does not send prompts and answers over TCP.');
  if (answer.error !== undefined) parts.push(fence(answer.error, 'Error'));
  return parts.join('\n\n');
}

/** A fence longer than any in the text. */
function fence(text: string, title: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const ticks = '`'.repeat(longest + 1);
  return `*${title}*\n${ticks}text\n${text}\n${ticks}`;
}

const escape = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');
