import { describe, expect, it } from 'vitest';
import { cursor } from '../../../test/support/fixture.ts';
import { compoundSnippetAt, COMPOUND_LABEL } from './compound-snippet.ts';
import { jsonPlaceAt, type JsonPlace } from './json-place.ts';

describe('the place in launch.json', () => {
  it.each<[marked: string, place: JsonPlace | undefined]>([
    ['<??>', undefined],
    ['{ <??> }', { path: [], expects: 'key' }],
    ['{ "a": <??> }', { path: ['a'], expects: 'value' }],
    ['{ "a": 1<??> }', { path: ['a'], expects: 'inside' }],
    ['{ "a": 1, <??> }', { path: [], expects: 'key' }],
    ['{ "a"<??> }', { path: ['a'], expects: 'inside' }],
    ['{ "compounds": [<??>] }', { path: ['compounds', 0], expects: 'value' }],
    ['{ "compounds": [{ "name": "a, [" }, <??>] }', { path: ['compounds', 1], expects: 'value' }],
    ['{ "compounds": [{ "name": "a" } <??>] }', { path: ['compounds', 0], expects: 'inside' }],
    ['{ "compounds": [{ <??> }] }', { path: ['compounds', 0], expects: 'key' }],
    ['{ // a comment with { [ "\n<??>', { path: [], expects: 'key' }],
    ['{ // a <??>comment', { path: [], expects: 'inside' }],
    ['{ // a comment<??>\n}', { path: [], expects: 'inside' }],
    ['{ /* } */ "a": [1, <??>', { path: ['a', 1], expects: 'value' }],
    ['{ "a": "text <??>more" }', { path: ['a'], expects: 'inside' }],
    ['{ "a\\"b": { "c": <??>', { path: ['a\\"b', 'c'], expects: 'value' }],
    ['{ } <??>', undefined],
  ])('of %s', (marked, place) => {
    const { text, offset } = cursor(marked);
    expect(jsonPlaceAt(text, offset)).toEqual(place);
  });
});

describe('the compound', () => {
  const at = (marked: string, names: string[] = []): string | undefined => {
    const { text, offset } = cursor(marked);
    return compoundSnippetAt(text, offset, names)?.body;
  };

  it('is offered as an element of the list, with the configurations to choose from', () => {
    const { text, offset } = cursor('{ "configurations": [], "compounds": [<??>] }');
    expect(compoundSnippetAt(text, offset, ['Lua: a', 'b, "c"'])).toEqual({
      label: COMPOUND_LABEL,
      body: '{\n\t"name": "${1:Lua: all}",\n\t"configurations": ["${2|Lua: a,b\\, \\\\"c\\\\"|}", "${3|b\\, \\\\"c\\\\",Lua: a|}"],\n\t"stopAll": ${4|true,false|}\n}',
    });
  });
  it('is offered with its key where there is none', () => {
    expect(at('{ "configurations": [],\n<??>}')).toMatch(/^"compounds": \[\n\t\{\n\t\t"name"/);
    expect(at('{ <??>, "compounds": [] }')).toBeUndefined();
  });
  it.each(['{ "configurations": [<??>] }', '{ "compounds": <??> }', '{ "compounds": [{ <??> }] }', '{ "compounds": [{ "configurations": [<??>] }] }', '<??>'])('is not offered at %s', (marked) => {
    expect(at(marked)).toBeUndefined();
  });
});
