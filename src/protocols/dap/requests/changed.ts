/** After the user has changed a value: other views may show it too. */
import type { DapSession } from '../session.ts';

export function changed(session: DapSession): void {
  if (session.client.supportsInvalidated) session.event('invalidated', { areas: ['variables'] });
}
