/** Which artifacts a query finds. */
import type { Artifact } from './artifact.ts';

export interface ArtifactQuery {
  /** undefined: in all sessions. */
  readonly sessionId?: string | undefined;
  readonly type?: string | undefined;
  /** With `*` or `?`: the whole name is like it. Otherwise: the name contains it. */
  readonly namePattern?: string | undefined;
  /** All of them. */
  readonly tags?: readonly string[] | undefined;
  /** Milliseconds since 1970; not before and not after. */
  readonly createdAfter?: number | undefined;
  readonly createdBefore?: number | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly limit?: number | undefined;
}

export function artifactTest(query: ArtifactQuery): (artifact: Artifact) => boolean {
  const { type, namePattern, tags = [], createdAfter = -Infinity, createdBefore = Infinity, minSize = 0, maxSize = Infinity } = query;
  const hasName = namePattern === undefined ? () => true : nameTest(namePattern);
  return (artifact) =>
    (type === undefined || artifact.type === type) &&
    artifact.createdAt >= createdAfter &&
    artifact.createdAt <= createdBefore &&
    artifact.size >= minSize &&
    artifact.size <= maxSize &&
    tags.every((tag) => artifact.tags.includes(tag)) &&
    hasName(artifact.name);
}

function nameTest(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name.includes(pattern);
  const parts = [...pattern];
  return (name) => isLike([...name], parts);
}

/** Goes back to the last `*` only, so that no pattern takes longer than the product of both lengths. */
function isLike(name: readonly string[], pattern: readonly string[]): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < name.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern;
      resumeAt = at;
      inPattern += 1;
    } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === name[at])) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = resumeAt += 1;
    } else return false;
  }
  return pattern.slice(inPattern).every((part) => part === '*');
}
