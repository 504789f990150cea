/** What one line of a script shows of its answers: a short text behind the code, and the whole in a hover. Pure. */
import type { Answer } from './answers.ts';

export interface LineAnswers {
  readonly answers: readonly Answer[];
  readonly count: number;
}

/** Columns that a line of code and its answer share: about what a window of 1400 pixels shows beside its side bar and minimap. */
const LINE_ROOM = 90;
/** What an answer gets also behind a longer line: some words, and while it grows its count. */
const MIN_ROOM = 30;
/** Characters of text that are shown however little room there is. */
const SHORTEST = 8;
/** Answers that the hover shows in full; of a longer list the newest. */
const HOVER_ANSWERS = 5;

/** Columns for an answer behind a line of `length` columns. */
export const room = (length: number, maxLength: number): number => Math.min(maxLength, Math.max(MIN_ROOM, LINE_ROOM - length));

/**
 * The short text: the newest answer, and how many there are. While the answer grows it begins with the count of its characters and
 * shows its last words, since a head that stands still looks like an answer that has stopped; once done it shows its head.
 */
export function inlineText({ answers, count }: LineAnswers, columns: number): string {
  const last = answers.at(-1);
  if (last === undefined) return '';
  const several = count > 1 ? `${count}× ` : '';
  const mark = last.status === 'failed' ? '✗' : '✦';
  const text = body(last);
  const growing = last.status === 'streaming' && flat(last.text) !== '';
  return `${mark} ${several}${growing ? tail(text, columns - several.length) : head(text, columns - several.length)}`;
}

function body(answer: Answer): string {
  if (answer.status === 'failed') return flat(answer.error ?? 'failed');
  const text = flat(answer.text);
  if (text !== '') return text;
  if (answer.contentOmitted) return answer.status === 'done' ? '✓ answered (content is not sent)' : 'asking…';
  return answer.status === 'streaming' ? `asking ${answer.agent}…` : '✓ (empty answer)';
}

/** The first words, in at most `columns` characters. */
function head(text: string, columns: number): string {
  const characters = [...text];
  if (characters.length <= columns) return text;
  const kept = characters.slice(0, Math.max(SHORTEST, columns - 1)).join('');
  // At a word's end where one is near.
  const space = kept.lastIndexOf(' ');
  return `${(space > kept.length * 0.6 ? kept.slice(0, space) : kept).trimEnd()}…`;
}

/** How many characters there are, then the last words, in at most `columns` characters. */
function tail(text: string, columns: number): string {
  const characters = [...text];
  const counted = `${characters.length} · `;
  const left = Math.max(SHORTEST, columns - counted.length - 1);
  if (characters.length <= left) return `${counted}${text}…`;
  const kept = characters.slice(-left).join('');
  // From a word's start where one is near.
  const space = kept.indexOf(' ');
  return `${counted}…${(space < kept.length * 0.4 ? kept.slice(space + 1) : kept).trimStart()}`;
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
