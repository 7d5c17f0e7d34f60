import { expect, test } from 'vitest';
import { scrolledTo, windowOf } from './window';

test('a long list draws what is in sight and a few around it', () => {
  const drawn = windowOf(7200, 720, 72, 10_000, -1);
  expect(drawn[0]).toBe(92);
  expect(drawn.at(-1)).toBe(118);
});

test('the row that has the focus is drawn wherever it is', () => {
  expect(windowOf(7200, 720, 72, 10_000, 3)[0]).toBe(3);
  expect(windowOf(0, 720, 72, 10_000, 9_000).at(-1)).toBe(9_000);
});

test('a short list is drawn whole', () => {
  expect(windowOf(0, 720, 72, 3, 0)).toEqual([0, 1, 2]);
  expect(windowOf(0, 720, 72, 0, -1)).toEqual([]);
});

test('a row out of sight is scrolled to its nearer edge', () => {
  expect(scrolledTo(0, 300, 720, 72)).toBe(0);
  expect(scrolledTo(20, 0, 720, 72)).toBe(21 * 72 - 720);
  expect(scrolledTo(5, 0, 720, 72)).toBe(0);
});
