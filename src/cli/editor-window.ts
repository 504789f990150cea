/** Asks the editor window that this terminal belongs to to attach to our program: the program's side of common/editor-attach.ts. */
import { connect } from 'node:net';
import { attachLine, MAX_ATTACH_LINE, parseAttachReply, type EditorAttachReply, type EditorAttachRequest } from '../common/editor-attach.ts';

/** A window that is starting up is slow; one that is gone refuses the connection at once. */
const ANSWER_LIMIT_MS = 10_000;

/** Rejects with the reason when the window cannot be reached or does not answer. */
export function askEditorWindow(socketPath: string, request: EditorAttachRequest, signal: AbortSignal): Promise<EditorAttachReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      socket.destroy();
      how();
    };
    const fail = (reason: string): void => settle(() => reject(new Error(reason)));
    const aborted = (): void => fail('it was interrupted');
    const timer = setTimeout(() => fail(`no answer within ${ANSWER_LIMIT_MS / 1000} s`), ANSWER_LIMIT_MS);
    signal.addEventListener('abort', aborted, { once: true });
    let received = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(attachLine(request)));
    socket.on('data', (text: string) => {
      received += text;
      const end = received.indexOf('\n');
      if (end < 0 && received.length <= MAX_ATTACH_LINE) return;
      const reply = parseAttachReply(received.slice(0, end));
      if (reply === undefined) fail('it answered something else');
      else settle(() => resolve(reply));
    });
    socket.on('close', () => fail('it closed the connection'));
    socket.on('error', (error) => fail(error.message));
  });
}
