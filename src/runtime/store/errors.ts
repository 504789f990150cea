/** What can go wrong with a store, in words for the user. */
import { MAX_KEY_BYTES } from './store.ts';

export class StoreError extends Error {
  readonly code: 'store_key' | 'store_closed' | 'store_damaged' | 'store_failed';

  constructor(code: StoreError['code'], message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

export const storeClosed = (name: string): StoreError => new StoreError('store_closed', `the store (${name}) is closed: the kernel is ending`);

export const storeDamaged = (folder: string, why: string): StoreError =>
  new StoreError('store_damaged', `the store in ${folder} is damaged: ${why}. Bring back a backup with \`llmspell backup restore\`, or move the folder away to begin anew`);

/** Throws when the key cannot be one. */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0) throw new StoreError('store_key', 'a key must not be empty');
  if (bytes > MAX_KEY_BYTES) throw new StoreError('store_key', `a key of ${bytes} bytes is too long: ${MAX_KEY_BYTES} are possible`);
  if (/\p{Surrogate}/u.test(key)) throw new StoreError('store_key', 'a key must be well-formed text');
}
