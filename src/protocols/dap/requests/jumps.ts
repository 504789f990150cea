/** `stepInTargets`, `gotoTargets`, `goto`, `restartFrame`, `terminateThreads`: where the program goes on. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { integer, integers } from '../arguments.ts';
import { namedSource } from '../named-source.ts';
import type { Handler } from '../session.ts';
import { terminate } from './ending.ts';

const stepInTargets: Handler = async (session, args) => {
  const { client } = session;
  const found = await session.program.request('stepInTargets', { frame: integer(args, 'frameId') });
  const targets = found.map(
    ({ id, label, line, column, endLine, endColumn }): DebugProtocol.StepInTarget => ({
      id,
      label,
      line: client.lineTo(line),
      column: client.columnTo(column),
      endLine: client.lineTo(endLine),
      endColumn: client.columnTo(endColumn),
    }),
  );
  return { body: { targets } };
};

const gotoTargets: Handler = async (session, args) => {
  const { client } = session;
  const source = namedSource(session, args);
  const found = await session.program.request('gotoTargets', { source, line: client.lineFrom(integer(args, 'line')) });
  const targets = found.map(
    ({ id, label, line, column }): DebugProtocol.GotoTarget => ({ id, label, line: client.lineTo(line), ...(column !== undefined && { column: client.columnTo(column) }) }),
  );
  return { body: { targets } };
};

const goto: Handler = async (session, args) => {
  await session.program.request('goto', { thread: integer(args, 'threadId'), target: integer(args, 'targetId') });
  return {};
};

const restartFrame: Handler = async (session, args) => {
  await session.program.request('restartFrame', { frame: integer(args, 'frameId') });
  return {};
};

/** The main thread is the program: it ends as by `terminate`. That an active coroutine has ended is followed by `continued`: nobody asked for it. */
const terminateThreads: Handler = async (session, args, request) => {
  const { endsProgram } = await session.program.request('terminateThreads', { threads: integers(args, 'threadIds') });
  return endsProgram ? terminate(session, args, request) : {};
};

export const jumpRequests = { stepInTargets, gotoTargets, goto, restartFrame, terminateThreads };
