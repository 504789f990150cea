/** The parts of a described name. */

export interface ParsedName {
  /** The global table (`Agent`), a table in one (`Replay.modes`), or the class; undefined for a bare global. */
  readonly owner: string | undefined;
  readonly member: string;
  readonly isMethod: boolean;
}

export function parseName(name: string): ParsedName {
  const separator = name.search(/[.:][^.:]*$/);
  if (separator < 0) return { owner: undefined, member: name, isMethod: false };
  return { owner: name.slice(0, separator), member: name.slice(separator + 1), isMethod: name[separator] === ':' };
}
