/** `followEvents`, a request of our own: from then on `spellEvents` tell what agents, tools and requests do, from the client's coming on. */
import type { Handler } from '../session.ts';

const followEvents: Handler = (session) => ({ after: () => session.eventFeed.begin() });

export const eventRequests = { followEvents };
