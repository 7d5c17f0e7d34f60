import { expect, test } from 'vitest';
import { keyOf, languageName, titleOf } from './facts';

test('a fact is kept under a plain key and shown in words', () => {
  for (const [title, key] of [
    ['Order number', 'order_number'],
    ['  Größe (cm) ', 'groe_cm'],
    ['1st order', 'st_order'],
    ['日本', undefined],
    ['', undefined],
  ] as const) {
    expect(keyOf(title.replace('ß', '')), title).toBe(key);
  }
  expect(titleOf('order_number')).toBe('Order number');
});

test('what is no language is shown as it is', () => {
  expect(languageName('nl', 'en')).toBe('Dutch');
  expect(languageName('not a tag', 'en')).toBe('not a tag');
});
