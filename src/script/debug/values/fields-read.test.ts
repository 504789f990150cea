import { expect, test } from 'vitest';
import { parse } from '../../../lua/index.ts';
import { fieldsRead } from './fields-read.ts';

test('the fields that a text reads of something, by name or by key, and not its methods', () => {
  const parsed = parse('print(config.host, config . port, config["a b"], config[1], other.x, config.host)\nconfig:method() a.config.no()\n');
  expect(fieldsRead(parsed, 'config')).toEqual(['a b', 'host', 'port']);
  expect(fieldsRead(parsed, 'a.config')).toEqual(['no']);
  expect(fieldsRead(parsed, 'nobody')).toEqual([]);
});
