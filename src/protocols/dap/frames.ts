/**
 * Cuts a client's bytes into DAP's messages: a header with the length, an empty line, the message as JSON. Bytes come in any pieces.
 *
 * What is no header cannot be skipped, as nobody knows where the next message begins: the client is told, and its connection ends.
 */

/** More than any request needs; a length beyond is a mistake, and would be kept in memory. */
export const MAX_MESSAGE_BYTES = 64 << 20;
const MAX_HEADER_BYTES = 4096;
const END_OF_HEADER = Buffer.from('\r\n\r\n');
const EMPTY = Buffer.alloc(0);

/** The message is for the client's developer. Nothing after it can be read. */
export class FrameError extends Error {}

export class FrameReader {
  /** Put together once all is there: large messages come in many pieces. */
  #pieces: Buffer[] = [];
  #size = 0;
  /** Bytes of the message whose header was read. */
  #length: number | undefined;

  /** The text of each message that is complete with these bytes. Throws FrameError. */
  *push(bytes: Buffer): Generator<string> {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
    for (;;) {
      if (this.#length === undefined && !this.#readHeader()) return;
      if (this.#size < this.#length!) return;
      const text = this.#take(this.#length!).toString('utf8');
      this.#length = undefined;
      yield text;
    }
  }

  #readHeader(): boolean {
    const all = this.#joined();
    const end = all.indexOf(END_OF_HEADER);
    if (end < 0 && all.length <= MAX_HEADER_BYTES) return false;
    if (end < 0 || end > MAX_HEADER_BYTES) throw new FrameError('a message must begin with "Content-Length: ", its number of bytes and an empty line');
    this.#length = lengthIn(this.#take(end + END_OF_HEADER.length).toString('latin1'));
    return true;
  }

  #take(count: number): Buffer {
    const all = this.#joined();
    const rest = all.subarray(count);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    return all.subarray(0, count);
  }

  #joined(): Buffer {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? EMPTY;
  }
}

function lengthIn(header: string): number {
  const [, given] = /^content-length:[ \t]*(.*?)[ \t]*$/im.exec(header.replaceAll('\r', '')) ?? [];
  if (given === undefined) throw new FrameError('the header of a message has no "Content-Length"');
  if (!/^\d+$/.test(given)) throw new FrameError(`"Content-Length" must be a number of bytes, not "${given.slice(0, 40)}"`);
  const length = Number(given);
  if (length > MAX_MESSAGE_BYTES) throw new FrameError(`a message may have ${MAX_MESSAGE_BYTES} bytes, not ${given.slice(0, 40)}`);
  return length;
}
