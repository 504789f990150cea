import { describe, expect, it } from 'vitest';
import type { Json } from '../common/json.ts';
import { createRedactor, isSecretName, REDACTED, secretsOf, withoutPasswords } from './redact.ts';

describe('redact', () => {
  it.each(['api_key', 'OPENAI_API_KEY', 'apiKey', 'x-api-key', 'Authorization', 'password', 'client_secret', 'access_token', 'Set-Cookie', 'githubAccessToken'])('knows %s as a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });
  it.each(['model', 'max_tokens', 'input_tokens', 'maxTokens', 'prompt', 'monkey', 'tokenizer', 'key'])('leaves %s alone', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it('takes out values by the name of their key, deep inside', () => {
    expect(createRedactor().json({ a: [{ api_key: 'short', n: 1 }], password: 'x', model: 'm' })).toEqual({ a: [{ api_key: REDACTED, n: 1 }], password: REDACTED, model: 'm' });
  });

  it('takes out known values wherever they are, once they are known', () => {
    const redactor = createRedactor(['first-secret']);
    redactor.add('second-secret');
    expect(redactor.text('a first-secret b second-secret c')).toBe(`a ${REDACTED} b ${REDACTED} c`);
    expect(redactor.json({ message: 'see first-secret' })).toEqual({ message: `see ${REDACTED}` });
  });

  it('takes bearer tokens out of texts', () => {
    expect(createRedactor().text('Authorization: Bearer abcdef123456')).toBe(`Authorization: Bearer ${REDACTED}`);
  });

  it('knows how much of an end may be the beginning of a secret', () => {
    const redactor = createRedactor(['sk-secret-1', 'secret-twice']);
    expect(['', 'nothing at all', 'a s', 'my sk-secret', 'my sk-secret-'].map((text) => redactor.openEnd(text))).toEqual([0, 0, 1, 9, 10]);
  });

  it('does not take words for secrets', () => {
    expect(createRedactor().text('Basic understanding, bearer certificates')).toBe('Basic understanding, bearer certificates');
    expect(createRedactor().text('authorization: Basic abcdefghijkl, Basic QWxhZGRpbjpvcGVu=')).toBe(`authorization: Basic ${REDACTED}, Basic ${REDACTED}`);
    const redactor = createRedactor(['yes']);
    expect(redactor.text('yes')).toBe('yes');
  });

  it('finds secrets in an environment', () => {
    expect(secretsOf({ OPENAI_API_KEY: 'sk-12345678', HOME: '/home/somebody', TOKEN: 'x' })).toEqual(['sk-12345678']);
  });

  it('finds passwords in addresses, and only there', () => {
    const address = 'postgres://me:hunter2-hunter2@db:5432/x?y=1';
    expect(secretsOf({ DATABASE_URL: address, SITE: 'https://me@example.com/a:b@c', CACHE: 'redis://:short@c' })).toEqual(['hunter2-hunter2']);
    expect(withoutPasswords(`see ${address} and https://example.com/a:b@c`)).toBe(`see postgres://me:${REDACTED}@db:5432/x?y=1 and https://example.com/a:b@c`);
  });

  it('keeps every name, also those that objects have anyway', () => {
    const value = JSON.parse('{"__proto__":{"token":"t","a":1},"constructor":"b"}') as Json;
    expect(JSON.stringify(createRedactor().json(value))).toBe(`{"__proto__":{"token":"${REDACTED}","a":1},"constructor":"b"}`);
  });

  it('leaves nothing of a secret that begins with another one', () => {
    expect(createRedactor(['abcdefgh', 'abcdefgh-and-more']).text('it is abcdefgh-and-more')).toBe(`it is ${REDACTED}`);
  });
});
