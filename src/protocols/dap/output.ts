/**
 * Program output as DAP `output` events: bytes to text (a character may be cut in two between pieces), and no faster than the client
 * takes it.
 */
import { StringDecoder } from 'node:string_decoder';
import type { Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { room } from './room.ts';
import type { OutputChunk } from './target.ts';

export type OutputBody = DebugProtocol.OutputEvent['body'];

/** Output locations are given as the client counts lines. */
export class ProgramOutput {
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  readonly #send: (body: OutputBody) => void;
  readonly #stream: Writable;
  readonly #lineTo: (line: number) => number;

  constructor(send: (body: OutputBody) => void, stream: Writable, lineTo: (line: number) => number) {
    this.#send = send;
    this.#stream = stream;
    this.#lineTo = lineTo;
  }

  /** The promise is the credit: it resolves when the client has room for more. */
  write(chunk: OutputChunk): Promise<void> | undefined {
    const output = this.#decoders[chunk.category].write(Buffer.from(chunk.data.buffer, chunk.data.byteOffset, chunk.data.byteLength));
    if (output !== '') {
      const { site } = chunk;
      const place = site && { source: { name: site.file.split(/[/\\]/).at(-1)!, path: site.file }, line: this.#lineTo(site.line) };
      this.#send({ category: chunk.category, output, ...place });
    }
    return room(this.#stream);
  }

  /** What is left of a character that never came to its end. */
  end(): void {
    for (const category of ['stdout', 'stderr'] as const) {
      const output = this.#decoders[category].end();
      if (output !== '') this.#send({ category, output });
    }
  }
}
