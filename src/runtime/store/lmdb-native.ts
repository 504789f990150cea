/** Loads lmdb, which has a native part: on first use only, and with the reason in words when it cannot be loaded. */

export type Lmdb = typeof import('lmdb');

let loading: Promise<Lmdb> | undefined;

/** Rejects with a message for the log. */
export function loadLmdb(): Promise<Lmdb> {
  loading ??= import('lmdb').catch((error: unknown) => {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`lmdb cannot be loaded by Node ${process.version} (${process.platform}-${process.arch}): ${reason}`, { cause: error });
  });
  return loading;
}
