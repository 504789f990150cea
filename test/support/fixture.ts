/** The one form of fixtures for everything about Lua text: the text with `<??>` at the places that a test speaks of. */

export interface Fixture {
  /** Without the marks. */
  readonly text: string;
  /** Where the marks stood, in order. */
  readonly marks: readonly number[];
}

const MARK = '<??>';

export function fixture(marked: string): Fixture {
  const pieces = marked.split(MARK);
  const marks: number[] = [];
  let offset = 0;
  for (const piece of pieces.slice(0, -1)) {
    offset += piece.length;
    marks.push(offset);
  }
  return { text: pieces.join(''), marks };
}

/** A fixture with exactly one mark. */
export function cursor(marked: string): { readonly text: string; readonly offset: number } {
  const { text, marks } = fixture(marked);
  if (marks.length !== 1) throw new Error(`This fixture needs one ${MARK}, it has ${marks.length}: ${marked}`);
  return { text, offset: marks[0]! };
}

/** The text with marks around ranges, to compare with a fixture: what stands between the two marks of a pair is meant. */
export function withMarks(text: string, offsets: readonly number[]): string {
  const sorted = offsets.toSorted((a, b) => b - a);
  return sorted.reduce((marked, offset) => `${marked.slice(0, offset)}${MARK}${marked.slice(offset)}`, text);
}
