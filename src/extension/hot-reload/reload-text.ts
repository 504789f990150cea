/** What became of a changed file in the running script, in words. Pure. */

/** The adapter's answer to `fileSaved`. */
export interface ReloadResult {
  /** Functions that run their new code from now on. */
  readonly replaced: readonly string[];
  /** Functions on the stack: they go on with their old code until they return. */
  readonly kept: readonly string[];
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Why there was nothing to do, or what a restart is needed for. */
  readonly message?: string;
}

export interface ReloadText {
  /** For the status bar; undefined when nothing was touched. */
  readonly status: string | undefined;
  /** What the user must know to go on; undefined when all went well. */
  readonly warning: string | undefined;
}

const MAX_NAMES = 3;

export function reloadText(file: string, { replaced, kept, refused, message }: ReloadResult): ReloadText {
  const parts = [
    ...(replaced.length > 0 ? [`${counted(replaced.length)} replaced (${listed(replaced)})`] : []),
    ...(kept.length > 0 ? [`${listed(kept)} ${kept.length === 1 ? 'goes' : 'go'} on with the old code until ${kept.length === 1 ? 'it returns' : 'they return'}`] : []),
  ];
  // Files that the program has not loaded are saved all the time: nothing is said of them.
  if (message !== undefined && parts.length + refused.length > 0) parts.push(message);
  return {
    status: parts.length === 0 ? undefined : `$(zap) ${file}: ${parts.join('; ')}`,
    warning: refused.length === 0 ? undefined : `${file} was saved, but the running script keeps its old code of ${refused.map(({ name, reason }) => `${name} (${reason})`).join(', ')}. Restart the script to run the new code.`,
  };
}

/** For the status bar: the file was refused as a whole, or the program cannot be reached. */
export const failureText = (file: string, reason: string): string => `$(error) ${file} was not replaced: ${reason}`;

const counted = (count: number): string => `${count} ${count === 1 ? 'function' : 'functions'}`;
const listed = (names: readonly string[]): string => (names.length <= MAX_NAMES ? names.join(', ') : `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`);
