/** What became of the functions of a saved file, in words for the user: by name, each once, though the file may be loaded several times. */
import type { SavedFile } from '../../../common/debug.ts';
import type { CodeChange } from '../../engine/engine.ts';

export class Report {
  readonly #replaced = new Set<string>();
  readonly #kept = new Set<string>();
  readonly #refused = new Map<string, string>();
  #hasNewStatements = false;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  add({ kind, isRunning, missing, now }: CodeChange, name: string): void {
    const isChunk = now.lineDefined === 0;
    if (isChunk && kind !== 'unchanged') this.#hasNewStatements = true;
    if (isRunning) this.#kept.add(name);
    if (kind === 'refused') this.#refused.set(name, `it uses ${listed(missing)}, which the running program has not got for it`);
    else if (kind === 'replaced' && !isChunk) this.#replaced.add(name);
    else if (kind === 'replaced' && !isRunning) this.#refused.set(name, 'its statements have run and are not run again');
  }

  /** `linesMove`: lines of the text are others now. */
  answer(linesMove: boolean): SavedFile {
    return {
      replaced: [...this.#replaced],
      kept: [...this.#kept],
      refused: [...this.#refused].map(([name, reason]) => ({ name, reason })),
      ...(this.#hasNewStatements && { message: `Statements at the top of ${this.#file} changed: they take effect after a restart.` }),
      movesFrames: linesMove || this.#kept.size > 0,
    };
  }
}

const listed = (names: readonly string[]): string => `the ${names.length === 1 ? 'variable' : 'variables'} ${names.join(', ')}`;
