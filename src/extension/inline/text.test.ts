import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { hoverText, inlineText, room } from './text.ts';

function answer(fields: Partial<Answer>): Answer {
  return {
    id: 'a', executionId: 'x', file: '/a.lua', line: 1, agent: 'poet', provider: 'demo', model: 'demo/poem', prompt: undefined, text: '', status: 'done', error: undefined,
    inputTokens: undefined, outputTokens: undefined, startedAt: 1000, endedAt: 1250, contentOmitted: false, ...fields,
  };
}
const one = (fields: Partial<Answer>) => ({ answers: [answer(fields)], count: 1 });

describe('the text behind a line', () => {
  it('is the answer on one line', () => {
    expect(inlineText(one({ text: 'Salt\n  and stars' }), 80)).toBe('✦ Salt and stars');
  });
  it('shows that it grows, first without any text', () => {
    expect(inlineText(one({ status: 'streaming' }), 80)).toBe('✦ asking poet…');
    expect(inlineText(one({ status: 'streaming', text: 'Salt and' }), 80)).toBe('✦ 8 · Salt and…');
  });
  it('is the end of an answer that grows, its count first, so that each piece can be seen', () => {
    const grown = one({ status: 'streaming', text: `${'word '.repeat(100)}and the last of it` });
    expect(inlineText(grown, 30)).toBe('✦ 518 · …and the last of it');
    expect(inlineText({ ...grown, count: 2 }, 30)).toBe('✦ 2× 518 · …and the last of it');
    expect([...inlineText(one({ status: 'streaming', text: 'x'.repeat(500) }), 30)]).toHaveLength(32);
  });
  it('is the beginning of an answer that is done, at a word', () => {
    const text = inlineText(one({ text: 'word '.repeat(100) }), 28);
    expect(text).toBe('✦ word word word word word…');
    expect([...inlineText(one({ text: 'x'.repeat(500) }), 28)]).toHaveLength(30);
  });
  it('counts several answers and shows the newest', () => {
    expect(inlineText({ answers: [answer({ text: 'old' }), answer({ text: 'new' })], count: 7 }, 80)).toBe('✦ 7× new');
  });
  it('names the error, and content that is not sent', () => {
    expect(inlineText(one({ status: 'failed', error: 'overloaded' }), 80)).toBe('✗ overloaded');
    expect(inlineText(one({ contentOmitted: true }), 80)).toBe('✦ ✓ answered (content is not sent)');
  });
  it('never cuts a character in two', () => {
    expect(inlineText(one({ text: '😀'.repeat(60) }), 40)).toBe(`✦ ${'😀'.repeat(39)}…`);
    expect(inlineText(one({ status: 'streaming', text: '😀'.repeat(60) }), 40)).toBe(`✦ 60 · …${'😀'.repeat(34)}`);
  });
});

describe('the room behind a line', () => {
  it('is what the line leaves, at least some, at most the setting', () => {
    expect([room(20, 50), room(20, 80), room(60, 80), room(300, 80)]).toEqual([50, 70, 30, 30]);
  });
});

describe('the hover', () => {
  it('has the whole answer, model, tokens and time', () => {
    const text = hoverText(one({ text: 'Salt\nand stars', prompt: 'the sea', inputTokens: 3, outputTokens: 9 }), 0);
    expect(text).toContain('**poet** · demo/poem · 3 → 9 tokens · 250 ms');
    expect(text).toContain('*Asked*\n```text\nthe sea\n```');
    expect(text).toContain('*Answer*\n```text\nSalt\nand stars\n```');
  });
  it('cannot be broken out of by an answer with fences', () => {
    expect(hoverText(one({ text: 'x\n````\n[click](command:evil)\n````' }), 0)).toContain('`````text\nx\n````');
  });
  it('shows the newest of many and says how many came before', () => {
    const answers = Array.from({ length: 8 }, (_, index) => answer({ text: `answer ${index + 3}` }));
    const text = hoverText({ answers, count: 10 }, 0);
    expect(text).toContain('5 earlier answers');
    expect(text).toContain('10. **poet**');
    expect(text).not.toContain('answer 5\n');
    expect(text.indexOf('answer 10')).toBeLessThan(text.indexOf('answer 9'));
    expect(text).toContain('answer 10');
  });
  it('has what arrived and the error', () => {
    const text = hoverText(one({ status: 'failed', text: 'Salt', error: 'connection reset' }), 0);
    expect(text).toContain('Salt');
    expect(text).toContain('*Error*\n```text\nconnection reset');
  });
});
