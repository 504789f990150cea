/** Waits for something that VS Code has no event for. The limit only catches what never comes. */
const LIMIT_MS = 20_000;

export async function eventually<T>(what: string, look: () => T | PromiseLike<T>, holds: (value: T) => boolean = Boolean): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`${what} did not come; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
