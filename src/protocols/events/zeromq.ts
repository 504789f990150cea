/** Loads ZeroMQ, which has a native part: on first use only, and with the reason in words when it cannot be loaded. */

export type ZeroMQ = typeof import('zeromq');

let loading: Promise<ZeroMQ> | undefined;

/** Rejects with a message for the user. */
export function loadZeroMQ(): Promise<ZeroMQ> {
  loading ??= import('zeromq').then(
    (zeromq) => {
      // Otherwise a process with an undelivered message never ends.
      zeromq.context.blocky = false;
      return zeromq;
    },
    (error: unknown) => {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new Error(`zeromq cannot be loaded by Node ${process.version} (${process.platform}-${process.arch}): ${reason}`, { cause: error });
    },
  );
  return loading;
}
