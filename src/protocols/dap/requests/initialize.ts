/** `initialize`: who the client is, what the adapter can. */
import { capabilities } from '../capabilities.ts';
import { Client } from '../client.ts';
import type { Handler } from '../session.ts';

const initialize: Handler = (session, args) => {
  session.client = new Client(args);
  return { body: capabilities };
};

export const initializeRequests = { initialize };
