import { expect, it } from 'vitest';
import { valueName, valuePlace, type ValuePlace, type ViewItem } from './value-place.ts';

it.each<[what: string, item: ViewItem, place: ValuePlace | undefined]>([
  ['a variable of a scope', { container: { variablesReference: 7 }, variable: { name: 'basket', variablesReference: 9 } }, { variablesReference: 7, name: 'basket' }],
  ['a field of a watched table', { container: { variablesReference: 9 }, variable: { name: '[1]', evaluateName: 'basket[1]' } }, { variablesReference: 9, name: '[1]' }],
  ['a child of a watched expression', { container: { expression: 'basket' }, variable: { name: 'apples', evaluateName: 'basket.apples' } }, { expression: 'basket.apples' }],
  ['a watched expression', { variable: { name: '#basket' } }, { expression: '#basket' }],
  ['a watched expression as the element itself', { name: 'basket.apples' }, { expression: 'basket.apples' }],
  ['a field of one as the element itself', { name: 'apples', evaluateName: 'basket.apples' }, { expression: 'basket.apples' }],
  ['nothing', {}, undefined],
  ['an expression that is being typed', { name: '' }, undefined],
])('%s', (_, item, place) => {
  expect(valuePlace(item)).toEqual(place);
});

it('is called by its name', () => {
  expect([valueName({ expression: 'a.b' }), valueName({ variablesReference: 1, name: 'c' })]).toEqual(['a.b', 'c']);
});
