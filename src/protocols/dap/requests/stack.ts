/** `threads`, `stackTrace`, `exceptionInfo`: where the program is. */
import { integer, optionalInteger } from '../arguments.ts';
import { formatted, frameFormat } from '../frame-format.ts';
import type { Handler } from '../session.ts';
import { frameTo } from '../translate.ts';
import { showsHex } from './format.ts';

/** Asked at any time, also before the start and after the end. */
const threads: Handler = async (session) => {
  const { debuggee } = session;
  if (debuggee === undefined || debuggee.hasEnded || !debuggee.isStarted || debuggee.noDebug) return { body: { threads: [] } };
  const found = await debuggee.request('threads', {});
  return { body: { threads: found.map(({ id, name, status }) => ({ id, name: `${name} (${status})` })) } };
};

const stackTrace: Handler = async (session, args) => {
  const format = frameFormat(args);
  const answer = await session.program.request('stackTrace', {
    thread: integer(args, 'threadId'),
    start: optionalInteger(args, 'startFrame') ?? 0,
    levels: optionalInteger(args, 'levels') ?? 0,
    ...(format.parameters && { parameters: { hex: showsHex(session, args) } }),
  });
  const stackFrames = answer.frames.map((frame) => ({ ...frameTo(session.client, frame), name: formatted(frame, format, (line) => session.client.lineTo(line)) }));
  return { body: { stackFrames, totalFrames: answer.total } };
};

const exceptionInfo: Handler = async (session, args) => {
  const info = await session.program.request('exceptionInfo', { thread: integer(args, 'threadId') });
  const { exceptionId, description, message, breakMode, stackTrace: trace, value } = info;
  const details = { message: message ?? description, typeName: value.type, fullTypeName: value.type, ...(value.evaluateName !== undefined && { evaluateName: value.evaluateName }), ...(trace !== '' && { stackTrace: trace }) };
  return { body: { exceptionId, description, breakMode, details } };
};

export const stackRequests = { threads, stackTrace, exceptionInfo };
