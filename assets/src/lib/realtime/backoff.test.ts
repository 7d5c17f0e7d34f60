import { expect, test } from 'vitest';
import { backoff } from './backoff';

test('waits double and stop at half a minute', () => {
  expect([0, 1, 2, 3, 10].map((attempt) => backoff(attempt, 1))).toEqual([500, 1000, 2000, 4000, 30_000]);
});

test('chance takes up to half of a wait away', () => {
  expect(backoff(1, 0)).toBe(500);
  expect(backoff(1, 0.5)).toBe(750);
});
