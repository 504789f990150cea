import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameError, FrameReader, MAX_MESSAGE_BYTES } from './frames.ts';

const frame = (text: string): Buffer => Buffer.from(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
const read = (...pieces: readonly (Buffer | string)[]): string[] => {
  const reader = new FrameReader();
  return pieces.flatMap((piece) => [...reader.push(Buffer.from(piece))]);
};

describe('frames', () => {
  it('come out whole, however their bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), fc.array(fc.nat(200)), (texts, cuts) => {
        const bytes = Buffer.concat(texts.map(frame));
        const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
        const pieces = [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
        expect(read(...pieces)).toEqual(texts.map((text) => Buffer.from(text).toString()));
      }),
    );
  });

  it('take a byte at a time, and many at once', () => {
    const bytes = Buffer.concat([frame('{"a":"é"}'), frame(''), frame('[]')]);
    expect(read(...Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(['{"a":"é"}', '', '[]']);
    expect(read(bytes)).toEqual(['{"a":"é"}', '', '[]']);
  });

  it('may have other header fields, any letter case and no space', () => {
    expect(read('content-type: x\r\nCONTENT-LENGTH:2 \r\n\r\n{}')).toEqual(['{}']);
  });

  it.each([
    ['no length', 'Content-Type: json\r\n\r\n{}', 'no "Content-Length"'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}', 'not "many"'],
    ['a negative length', 'Content-Length: -2\r\n\r\n{}', 'not "-2"'],
    ['a fraction', 'Content-Length: 1.5\r\n\r\n{}', 'not "1.5"'],
    ['a length beyond the limit', `Content-Length: ${MAX_MESSAGE_BYTES + 1}\r\n\r\n`, String(MAX_MESSAGE_BYTES)],
    ['no end of its header', 'x'.repeat(5000), 'must begin with'],
  ])('with %s are refused with the reason', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(FrameError);
    expect(() => read(bytes)).toThrow(message);
  });

  it('put a large message together in one go', () => {
    const reader = new FrameReader();
    const piece = Buffer.alloc(1 << 16, 'x');
    const found = [...reader.push(Buffer.from(`Content-Length: ${400 * piece.length}\r\n\r\n`))];
    for (let count = 0; count < 400; count++) found.push(...reader.push(piece));
    expect(found.map((text) => text.length)).toEqual([400 * piece.length]);
  });
});
