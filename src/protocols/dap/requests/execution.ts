/** `continue`, `next`, `stepIn`, `stepOut`, `pause`. */
import type { DebugRequests } from '../../../common/debug.ts';
import { integer, optionalInteger } from '../arguments.ts';
import type { Handler } from '../session.ts';

const resume: Handler = async (session, args) => {
  const thread = integer(args, 'threadId');
  session.locations.clear();
  await session.program.resume('continue', { thread });
  return { body: { allThreadsContinued: true } };
};

const step =
  (kind: DebugRequests['step'][0]['kind']): Handler =>
  async (session, args) => {
    const thread = integer(args, 'threadId');
    const target = kind === 'in' ? optionalInteger(args, 'targetId') : undefined;
    session.locations.clear();
    await session.program.resume('step', { thread, kind, ...(target !== undefined && { target }) });
    return {};
  };

const pause: Handler = async (session, args) => {
  await session.program.request('pause', { thread: integer(args, 'threadId') });
  return {};
};

export const executionRequests = { continue: resume, next: step('over'), stepIn: step('in'), stepOut: step('out'), pause };
