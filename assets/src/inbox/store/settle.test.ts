import { expect, test } from 'vitest';
import { settle } from './settle';

test('without a pointer the list shows what is true', () => {
  expect(settle(['a', 'b'], ['c', 'a', 'b'], 'away')).toEqual({ ids: ['c', 'a', 'b'], waiting: 0 });
});

test('under a pointer a new row waits above', () => {
  expect(settle(['a', 'b'], ['c', 'a', 'b'], 'over')).toEqual({ ids: ['a', 'b'], waiting: 1 });
});

test('under a pointer a row that rises stays where it was', () => {
  expect(settle(['a', 'b', 'c'], ['c', 'a', 'b'], 'over')).toEqual({ ids: ['a', 'b', 'c'], waiting: 1 });
});

test('under a pointer a row that left stays drawn, and nothing waits', () => {
  expect(settle(['a', 'b', 'c'], ['a', 'c'], 'over')).toEqual({ ids: ['a', 'b', 'c'], waiting: 0 });
});

test('under a pointer a page may be added below', () => {
  expect(settle(['a', 'b'], ['n', 'a', 'b', 'c', 'd'], 'over')).toEqual({ ids: ['a', 'b', 'c', 'd'], waiting: 1 });
});

test('an empty list fills at once', () => {
  expect(settle([], ['a'], 'over')).toEqual({ ids: ['a'], waiting: 0 });
});
