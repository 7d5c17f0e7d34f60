import { expect, test } from 'vitest';
import { showTimesIn, isSameDay, weekdayNames, clockTime } from './dates';

test('days are those of the chosen clock', () => {
  showTimesIn('Pacific/Auckland');
  expect(isSameDay('2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z')).toBe(false);
  showTimesIn('UTC');
  expect(isSameDay('2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z')).toBe(true);
  expect(clockTime('2026-11-23T10:00:00Z')).toContain('10');
  showTimesIn(null);
});

test('a week begins on Monday', () => {
  expect(weekdayNames()).toHaveLength(7);
  expect(weekdayNames()[0]).toMatch(/^M/);
});
