/** Whether work takes longer than somebody would wait without a word. */
export async function isSlow(work: Promise<unknown>, noticedMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const noticed = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), noticedMs);
  });
  const done = (): boolean => false;
  return Promise.race([work.then(done, done), noticed]).finally(() => clearTimeout(timer));
}
