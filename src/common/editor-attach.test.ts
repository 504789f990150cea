import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { attachLine, parseAttachReply, parseAttachRequest, type EditorAttachReply, type EditorAttachRequest } from './editor-attach.ts';

describe('what a terminal and its window tell each other', () => {
  it('arrives as it was sent, in one line', () => {
    const request: EditorAttachRequest = { type: 'attach', connectionFile: '/home/Änne B/kernel-1.json', program: '/tmp/two\nlines.lua', cwd: '/tmp' };
    expect(attachLine(request).indexOf('\n')).toBe(attachLine(request).length - 1);
    expect(parseAttachRequest(attachLine(request))).toEqual(request);
    for (const reply of [{ ok: true }, { ok: false, message: 'restricted mode' }] as EditorAttachReply[]) expect(parseAttachReply(attachLine(reply))).toEqual(reply);
  });

  it('is nothing when it is anything else', () => {
    for (const line of ['', '{', 'null', '[]', '7', '{"type":"detach"}', '{"type":"attach","connectionFile":1,"program":"p","cwd":"c"}']) expect(parseAttachRequest(line)).toBeUndefined();
    for (const line of ['', 'ok', '{"ok":false}', '{"ok":"true"}', '[true]']) expect(parseAttachReply(line)).toBeUndefined();
    fc.assert(
      fc.property(fc.json(), (line) => {
        parseAttachRequest(line);
        parseAttachReply(line);
      }),
    );
  });
});
