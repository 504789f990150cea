/** A layer: some settings and where they come from. Layers lie on each other; what lies above counts. */
import type { ConfigProblem } from '../problem.ts';

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'profile'; readonly name: string; readonly file?: string; readonly line?: number }
  | { readonly kind: 'file'; readonly file: string; readonly line: number | undefined }
  | { readonly kind: 'environment'; readonly variable: string };

export type Tree = Record<string, unknown>;

export interface Layer {
  /** What the schema accepts of it: unknown keys are told and gone. */
  readonly tree: Tree;
  /** Of a key or table of the tree. */
  readonly originOf: (path: readonly string[]) => Origin;
  readonly problems: readonly ConfigProblem[];
  /** Values that were told as errors and are gone. */
  readonly refused?: readonly (readonly PropertyKey[])[];
  /** Nothing of it could be read. */
  readonly isBroken?: boolean;
}

/** Where a finding about a value of this origin is shown. */
export function placeOf(origin: Origin): { readonly file: string; readonly line: number | undefined } {
  if (origin.kind === 'environment') return { file: 'environment', line: undefined };
  if (origin.kind === 'file') return { file: origin.file, line: origin.line };
  return { file: origin.file ?? `profile ${origin.name}`, line: origin.line };
}

/** As `config show` tells it: `profile dev`, `/x/llmspell.toml:3`, `LLMSPELL_KERNEL_PORT`. */
export function originText(origin: Origin | undefined): string {
  if (origin === undefined) return 'default';
  if (origin.kind === 'environment') return origin.variable;
  if (origin.kind === 'profile' && origin.file === undefined) return `profile ${origin.name}`;
  const { file, line } = placeOf(origin);
  return line === undefined ? file : `${file}:${line}`;
}

/** Whether it is a table and no list, date or text. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}

/** Sets an own key, also one that is called `__proto__`. */
export function setKey(tree: Tree, key: string, value: unknown): void {
  Object.defineProperty(tree, key, { value, enumerable: true, configurable: true, writable: true });
}
