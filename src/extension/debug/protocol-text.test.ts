import { expect, it } from 'vitest';
import { protocolLine } from './protocol-text.ts';

it('shows a message as it is, with its direction and session', () => {
  expect(protocolLine('→', 'a1', { seq: 1, type: 'request', command: 'next', arguments: { threadId: 1 } })).toBe('[a1] → {"seq":1,"type":"request","command":"next","arguments":{"threadId":1}}');
});

it('leaves secrets out', () => {
  const line = protocolLine('←', 'a1', { command: 'attach', arguments: { token: 'f00dfeedf00dfeed', env: { OPENAI_API_KEY: 'sk-1234567890abcdef' }, program: '/a.lua' } });
  expect(line).not.toMatch(/f00dfeed|sk-1234/);
  expect(line).toContain('"program":"/a.lua"');
  expect(line).toContain('"token":"[redacted]"');
});

it('leaves the values of variables out whose names speak of secrets', () => {
  const line = protocolLine('←', 's', { body: { variables: [{ name: 'api_key', value: '"hush-hush"', type: 'string' }, { name: 'max_tokens', value: '5' }] } });
  expect(line).toContain('{"name":"api_key","value":"[redacted]","type":"string"},{"name":"max_tokens","value":"5"}');
});

it('cuts what nobody reads', () => {
  expect(protocolLine('←', 's', { body: { output: 'x'.repeat(50_000) } })).toMatch(/x… \(50\d\d\d characters\)$/);
});
