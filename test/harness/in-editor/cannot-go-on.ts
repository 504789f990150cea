/** A failure after which every test of this window would fail too: the suite ends with it, and says so (mocha.ts). */
export class CannotGoOn extends Error {
  override readonly name = 'CannotGoOn';
}
