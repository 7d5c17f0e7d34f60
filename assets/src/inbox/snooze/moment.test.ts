import { expect, test } from 'vitest';
import { momentIn } from './moment';
import { presetsAt } from './presets';

/** A Wednesday. */
const now = new Date(2026, 10, 25, 10, 30);

function read(text: string): string | undefined {
  const moment = momentIn(text, now);
  if (!moment) return undefined;
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${date} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

test.each([
  // English
  ['tomorrow', '2026-11-26 08:00'],
  ['tomorrow 9am', '2026-11-26 09:00'],
  ['tomorrow at 2 pm', '2026-11-26 14:00'],
  ['tomorrow afternoon', '2026-11-26 14:00'],
  ['in 2 hours', '2026-11-25 12:30'],
  ['in an hour', '2026-11-25 11:30'],
  ['3 days', '2026-11-28 08:00'],
  ['2h', '2026-11-25 12:30'],
  ['45 min', '2026-11-25 11:15'],
  ['tonight', '2026-11-25 18:00'],
  ['friday', '2026-11-27 08:00'],
  ['next monday 10:15', '2026-11-30 10:15'],
  ['wednesday', '2026-12-02 08:00'],
  ['next week', '2026-11-30 08:00'],
  ['weekend', '2026-11-28 10:00'],
  ['next month', '2026-12-01 08:00'],
  ['dec 24', '2026-12-24 08:00'],
  ['2 march 2027 noon', '2027-03-02 12:00'],
  ['5pm', '2026-11-25 17:00'],
  ['9am', '2026-11-26 09:00'],
  // Dutch
  ['morgen 9u', '2026-11-26 09:00'],
  ['morgen 9 uur', '2026-11-26 09:00'],
  ['overmorgen', '2026-11-27 08:00'],
  ['over 2 uur', '2026-11-25 12:30'],
  ['over een week', '2026-12-02 08:00'],
  ['vanavond', '2026-11-25 18:00'],
  ['vr 14:30', '2026-11-27 14:30'],
  ['volgende week', '2026-11-30 08:00'],
  ['maandag om 9u30', '2026-11-30 09:30'],
  ['24 december', '2026-12-24 08:00'],
  ['zaterdag ochtend', '2026-11-28 08:00'],
  // German
  ['morgen früh', '2026-11-26 08:00'],
  ['übermorgen um 10 Uhr', '2026-11-27 10:00'],
  ['in 2 Stunden', '2026-11-25 12:30'],
  ['in einer Woche', '2026-12-02 08:00'],
  ['heute Abend', '2026-11-25 18:00'],
  ['nächsten Dienstag', '2026-12-01 08:00'],
  ['nächste Woche', '2026-11-30 08:00'],
  ['24. Dezember', '2026-12-24 08:00'],
  ['24.12. 15 Uhr', '2026-12-24 15:00'],
  ['Do 8:45', '2026-11-26 08:45'],
  // Dates as numbers
  ['2027-01-15', '2027-01-15 08:00'],
  ['15/1 9:00', '2027-01-15 09:00'],
  ['24.12.2026', '2026-12-24 08:00'],
])('%s', (text, expected) => expect(read(text)).toBe(expected));

test.each(['', 'soon', 'tomorrow maybe', '31 february', '25:00', 'today 9:00', '2020-01-01', 'in 2', 'morgen morgen'])(
  '%s is no moment to come',
  (text) => expect(read(text)).toBeUndefined(),
);

test('presets lie ahead, each once', () => {
  const names = (at: Date) => presetsAt(at).map((one) => one.name);
  expect(names(now)).toEqual(['later', 'evening', 'tomorrow', 'weekend', 'week']);
  expect(names(new Date(2026, 10, 25, 19)), 'in the evening').toEqual(['later', 'tomorrow', 'weekend', 'week']);
  expect(names(new Date(2026, 10, 28, 9)), 'on a Saturday').toEqual(['later', 'evening', 'tomorrow', 'week']);
  for (const { at } of presetsAt(now)) expect(at.getTime()).toBeGreaterThan(now.getTime());
});
