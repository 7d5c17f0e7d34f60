import { expect, test } from 'vitest';
import { setLocale, type Locale } from './i18n.svelte';
import { byteSize, clockTime, comingTime, isSameDay, showTimesIn, weekdayNames } from './dates';

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

test.each<[Locale, string, string, string, string]>([
  ['en', '2:30 PM', 'Fri 2:30 PM', 'Nov 30', 'Jan 4, 2027'],
  ['nl', '14:30', 'vr 14:30', '30 nov', '4 jan 2027'],
  ['de', '14:30', 'Fr., 14:30', '30. Nov.', '4. Jan. 2027'],
])('what is to come is told by its moment in %s', async (language, today, thisWeek, later, nextYear) => {
  await setLocale(language);
  showTimesIn('UTC');
  const now = Date.parse('2026-11-23T10:00:00Z');
  expect(plain(comingTime('2026-11-23T14:30:00Z', now))).toBe(today);
  expect(plain(comingTime('2026-11-27T14:30:00Z', now))).toBe(thisWeek);
  expect(plain(comingTime('2026-11-30T14:30:00Z', now))).toBe(later);
  expect(plain(comingTime('2027-01-04T14:30:00Z', now))).toBe(nextYear);
  // It is due, and has not been told yet.
  expect(plain(comingTime('2026-11-23T09:00:00Z', now))).toMatch(/^0?9:00/);
  showTimesIn(null);
});

test.each<[Locale, string, string, string]>([
  ['en', '1 byte', '14 bytes', '1.5 kB'],
  ['nl', '1 byte', '14 bytes', '1,5 kB'],
  ['de', '1 Byte', '14 Bytes', '1,5 kB'],
])('sizes have their plural in %s', async (language, one, some, more) => {
  await setLocale(language);
  expect(plain(byteSize(1))).toBe(one);
  expect(plain(byteSize(14))).toBe(some);
  expect(plain(byteSize(1500))).toBe(more);
});

/** Some versions of the formats part a number from its unit by a space that does not break. */
function plain(text: string): string {
  return text.replace(/\s/g, ' ');
}
