/** `threads`, `stackTrace`, `exceptionInfo`: where the program is. */
import { integer, optionalInteger } from '../arguments.ts';
import type { Handler } from '../session.ts';
import { frameTo } from '../translate.ts';

/** Asked at any time, also before the start and after the end. */
const threads: Handler = async (session) => {
  const { debuggee } = session;
  if (debuggee === undefined || debuggee.hasEnded || !debuggee.isStarted || debuggee.noDebug) return { body: { threads: [] } };
  const found = await debuggee.request('threads', {});
  return { body: { threads: found.map(({ id, name }) => ({ id, name })) } };
};

const stackTrace: Handler = async (session, args) => {
  const answer = await session.program.request('stackTrace', {
    thread: integer(args, 'threadId'),
    start: optionalInteger(args, 'startFrame') ?? 0,
    levels: optionalInteger(args, 'levels') ?? 0,
  });
  return { body: { stackFrames: answer.frames.map((frame) => frameTo(session.client, frame)), totalFrames: answer.total } };
};

const exceptionInfo: Handler = async (session, args) => {
  const info = await session.program.request('exceptionInfo', { thread: integer(args, 'threadId') });
  const { exceptionId, description, message, breakMode, stackTrace: trace, value } = info;
  const details = { message: message ?? description, typeName: value.type, fullTypeName: value.type, stackTrace: trace };
  return { body: { exceptionId, description, breakMode, details } };
};

export const stackRequests = { threads, stackTrace, exceptionInfo };
