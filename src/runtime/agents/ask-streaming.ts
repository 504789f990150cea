/** A question whose answer is given to the script piece by piece, while the rest of it is still arriving. */
import { RuntimeError, messageOf } from '../errors.ts';
import { ask, type Answer, type Question } from './ask.ts';
import { ChunkQueue } from './chunk-queue.ts';

/**
 * `callback` is called with one piece at a time. When it fails, the request is ended and its error is what the call fails with; when the
 * provider fails, the pieces that had arrived are still delivered first.
 */
export async function askStreaming(question: Omit<Question, 'onChunk'>, callback: (chunk: string) => Promise<void>): Promise<Answer> {
  const queue = new ChunkQueue();
  const giveUp = new AbortController();
  const answer = ask({ ...question, signal: AbortSignal.any([question.signal, giveUp.signal]), onChunk: (text) => queue.put(text) });
  // Observed at the end; until then a failure must only close the queue.
  answer.then(
    () => queue.close(),
    () => queue.close(),
  );
  try {
    for await (const chunk of queue) await callback(chunk);
  } catch (error) {
    giveUp.abort(new RuntimeError('callback_failed', `the function that takes the pieces failed: ${messageOf(error)}`, { cause: error }));
    await answer.catch(() => undefined);
    throw error;
  }
  return answer;
}
