/** How the resolver tells what it finds. */

/** Tells a finding about the key at `path`. */
export type Report = (severity: 'error' | 'warning' | 'notice', path: readonly string[], message: string) => void;
