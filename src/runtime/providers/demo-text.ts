/** The answers of the demo provider: a pure function of the prompt, so that scripts, tests and recordings see the same text each time. */

const OPENERS = [
  'Good question',
  'Let us look at it step by step',
  'Here is a short answer',
  'There is more to this than meets the eye',
  'This comes up often',
] as const;

const SENTENCES = [
  'Start with the smallest version that works and watch what it does.',
  'Write down what you expect before you run it; the difference is what you learn.',
  'Two simple parts with a clear seam are easier to trust than one clever part.',
  'The first measurement usually shows that the slow part is somewhere else.',
  'Names carry most of the meaning, so choose them as if someone else had to read them aloud.',
  'When an assumption turns out wrong, change one thing at a time and look again.',
  'An example says more than a rule, and a second example shows what the rule is.',
  'Whatever can be seen while it runs can also be understood while it runs.',
] as const;

const CLOSERS = ['That is the short version.', 'From there, the next step will suggest itself.', 'Try it and see what changes.', 'Everything else is detail.'] as const;

/** FNV-1a over UTF-16 code units: spreads prompts over the texts, nothing more. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

const TOPIC_LENGTH = 80;

/** The prompt's first line, shortened at a word. */
function topicOf(prompt: string): string {
  const line = prompt.trim().split('\n', 1)[0]!.replace(/\s+/g, ' ');
  const letters = [...line];
  if (letters.length <= TOPIC_LENGTH) return line;
  const cut = letters.slice(0, TOPIC_LENGTH).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), TOPIC_LENGTH / 2))}…`;
}

export function demoAnswer(prompt: string): string {
  const seed = hash(prompt);
  const opener = OPENERS[seed % OPENERS.length]!;
  const first = (seed >>> 3) % SENTENCES.length;
  // An odd step visits all eight sentences before one comes twice.
  const step = ((seed >>> 7) % (SENTENCES.length / 2)) * 2 + 1;
  const middle = [0, 1, 2].map((i) => SENTENCES[(first + i * step) % SENTENCES.length]!);
  const closer = CLOSERS[(seed >>> 11) % CLOSERS.length]!;
  return `[demo] ${opener}: you asked "${topicOf(prompt)}". ${middle.join(' ')} ${closer}`;
}

const WORDS_PER_CHUNK = 3;

/** The answer cut as a model would stream it; the chunks joined are the answer. */
export function demoChunks(answer: string): string[] {
  const words = answer.match(/\S+\s*/g) ?? [];
  const chunks: string[] = [];
  for (let i = 0; i < words.length; i += WORDS_PER_CHUNK) chunks.push(words.slice(i, i + WORDS_PER_CHUNK).join(''));
  return chunks;
}

/** About four characters a token, as English text has with the usual tokenizers. */
export const demoTokens = (text: string): number => Math.max(1, Math.ceil(text.length / 4));
