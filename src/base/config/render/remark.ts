/** What is to be said of a key beyond its meaning, in one sentence or two. */
import type { KeyInfo } from '../schema/walk.ts';

/** Empty where there is nothing. */
export function remark({ aliasOf, effect, instead, description }: KeyInfo): string {
  const other = aliasOf !== undefined && !description.includes(`\`${aliasOf}\``) ? `Other name of \`${aliasOf}\`.` : '';
  const idle = effect ? '' : `No effect in this version${instead === undefined ? '' : `: use ${instead}`}.`;
  return [other, idle].filter((part) => part !== '').join(' ');
}
