/** What scripts give to `Session` and `Artifact` functions, read; its types are checked against the description already. */
import { exactBytes, type HostValue } from '../../common/values.ts';
import type { NewSession, SessionChanges } from './session.ts';
import type { SessionFilter } from './filter.ts';
import type { SessionStatus } from './life-cycle.ts';

export type Table = Readonly<Record<string, HostValue>>;

/** An empty table of Lua may be taken for a list. */
export const tableIn = (value: HostValue): Table => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {});
export const textIn = (value: HostValue): string | undefined => (typeof value === 'string' ? value : undefined);
export const numberIn = (value: HostValue): number | undefined => (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined);
/** undefined when nothing was given; `{}` is a table without elements. */
export const textsIn = (value: HostValue): readonly string[] | undefined => (value === undefined || value === null ? undefined : Array.isArray(value) ? (value as string[]) : []);

export function changesIn(value: HostValue): SessionChanges {
  const table = tableIn(value);
  return {
    name: textIn(table['name']),
    description: textIn(table['description']),
    tags: textsIn(table['tags']),
    timeoutSeconds: numberIn(table['timeout_seconds']),
    metadata: exactBytes(table['metadata']),
  };
}

export const newSessionIn = (value: HostValue): NewSession => ({ ...changesIn(value), parentId: textIn(tableIn(value)['parent_session_id']) });

export function filterIn(value: HostValue): SessionFilter {
  const table = tableIn(value);
  return {
    status: textIn(table['status']) as SessionStatus | undefined,
    tags: textsIn(table['tags']),
    parentId: textIn(table['parent_session_id']),
    limit: numberIn(table['limit']),
  };
}
