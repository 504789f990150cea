/** Waiting that has an end: for what should happen soon, where going on without it is right as well. */

/** Resolves when the work is done, and after `graceMs` at the latest. Rejects as the work does. */
export async function withinGrace(work: Promise<unknown>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  try {
    await Promise.race([work, grace]);
  } finally {
    clearTimeout(timer);
  }
}
