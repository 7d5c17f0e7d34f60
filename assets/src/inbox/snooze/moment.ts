// Reads when something is to come back, as people type it in English, Dutch or German: "tomorrow 9am", "morgen 9u",
// "in 2 Stunden", "vr 14:30", "24. Dezember". Pure: what now is, is an argument.

const morning = 8;
const minute_ms = 60_000;

const units: [RegExp, (date: Date, count: number) => void][] = [
  [/^(m|min|mins|minuten?|minutes?|minuut)$/, (date, count) => date.setTime(date.getTime() + count * minute_ms)],
  [
    /^(h|u|hr|hrs|hours?|uur|uren|uurtje|std|stunden?)$/,
    (date, count) => date.setTime(date.getTime() + count * 60 * minute_ms),
  ],
  [/^(d|days?|dag|dagen|tage?n?)$/, (date, count) => date.setDate(date.getDate() + count)],
  [/^(w|weeks?|weken|wochen?)$/, (date, count) => date.setDate(date.getDate() + 7 * count)],
  [/^(months?|maand|maanden|monate?n?)$/, (date, count) => date.setMonth(date.getMonth() + count)],
];

const numbers: Record<string, number> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, half: 0.5 },
  ...{ een: 1, twee: 2, drie: 3, vier: 4 },
  ...{ ein: 1, eine: 1, einer: 1, einem: 1, zwei: 2, drei: 3 },
};

/** 0 is Sunday. */
const weekdays: [RegExp, number][] = [
  [/^(su|sun|sunday|zo|zondag|so|sonntag)$/, 0],
  [/^(mo|mon|monday|ma|maandag|montag)$/, 1],
  [/^(tu|tue|tues|tuesday|di|dinsdag|dienstag)$/, 2],
  [/^(we|wed|wednesday|wo|woensdag|mi|mittwoch)$/, 3],
  [/^(th|thu|thurs|thursday|do|donderdag|donnerstag)$/, 4],
  [/^(fr|fri|friday|vr|vrijdag|freitag)$/, 5],
  [/^(sa|sat|saturday|za|zaterdag|samstag|sonnabend)$/, 6],
];

const months = [
  /^(jan|january|januari|januar)$/,
  /^(feb|february|februari|februar)$/,
  /^(mar|march|mrt|maart|marz)$/,
  /^(apr|april)$/,
  /^(may|mei|mai)$/,
  /^(jun|june|juni)$/,
  /^(jul|july|juli)$/,
  /^(aug|august|augustus)$/,
  /^(sep|sept|september)$/,
  /^(oct|okt|october|oktober)$/,
  /^(nov|november)$/,
  /^(dec|dez|december|dezember)$/,
];

const parts: [RegExp, number][] = [
  [/^(morning|ochtend|ochtends|fruh|vormittag|vormittags)$/, morning],
  [/^(noon|midday|mittag|mittags)$/, 12],
  [/^(afternoon|middag|namiddag|nachmittag|nachmittags)$/, 14],
  [/^(evening|avond|abend|abends)$/, 18],
];

const fillers = new Set([
  'at',
  'on',
  'the',
  'this',
  'om',
  'op',
  'de',
  'deze',
  'um',
  'am',
  'den',
  'der',
  'dem',
  'uhr',
  's',
  'and',
  'en',
  'und',
]);
const next = /^(next|volgende|komende|nachste|nachsten|nachster|kommenden?)$/;

interface Found {
  /** Days from today, or a date. */
  day?: Date;
  minutes?: number;
  exact?: Date;
}

/** The moment that a text names; none if it cannot be read or has passed. */
export function momentIn(text: string, now: Date): Date | undefined {
  const words = wordsOf(text);
  if (words.length === 0) return undefined;
  const found: Found = {};
  let at = 0;
  while (at < words.length) {
    const taken = readAt(words, at, now, found);
    if (taken === 0) return undefined;
    at += taken;
  }
  const moment = momentOf(found, now);
  return moment && moment.getTime() > now.getTime() ? moment : undefined;
}

function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  // A number and its unit may touch: "9u", "2h", "10am".
  return plain
    .replace(/(\d)\s*(uur|uhr)\b/g, '$1u')
    .replace(/[,']/g, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** How many words from here on say something; 0 if this one cannot be understood. */
function readAt(words: string[], at: number, now: Date, found: Found): number {
  const word = words[at]!;
  const following = words[at + 1] ?? '';
  return (
    readRelative(words, at, now, found) ||
    readDay(word, following, now, found) ||
    readDate(word, following, words[at + 2] ?? '', now, found) ||
    readTime(word, following, found) ||
    (fillers.has(word) || (word === 'in' && numberOf(following) === undefined) ? 1 : 0)
  );
}

/** "in 2 hours", "over een uur", "3d". */
function readRelative(words: string[], at: number, now: Date, found: Found): number {
  const leads = /^(in|over|binnen)$/.test(words[at]!) ? 1 : 0;
  const together = /^(\d+)([a-z]+)$/.exec(words[at + leads] ?? '');
  const count = together ? Number(together[1]) : numberOf(words[at + leads]);
  const unit = together ? together[2]! : words[at + leads + 1];
  if (count === undefined || unit === undefined) return 0;
  // "9u" is a time of the day unless something says that it is a span.
  if (leads === 0 && together && /^(u|h|m)$/.test(unit) && unit !== 'm' && !(unit === 'h' && count < 7)) return 0;
  const add = units.find(([pattern]) => pattern.test(unit))?.[1];
  if (!add || found.exact || found.day) return 0;
  const moment = new Date(now);
  add(moment, count);
  if (/^(d|w|day|dag|tag|week|wek|woch|month|maand|monat)/.test(unit)) found.day = moment;
  else found.exact = moment;
  return leads + (together ? 1 : 2);
}

function numberOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  return /^\d+$/.test(word) ? Number(word) : numbers[word];
}

function readDay(word: string, following: string, now: Date, found: Found): number {
  const days = (count: number) => {
    const day = new Date(now);
    day.setDate(day.getDate() + count);
    return day;
  };
  const set = (day: Date, taken = 1) => {
    if (found.day) return 0;
    found.day = day;
    return taken;
  };
  if (/^(today|vandaag|heute)$/.test(word)) return set(days(0));
  if (/^(tonight|vanavond)$/.test(word)) {
    found.minutes ??= 18 * 60;
    return set(days(0));
  }
  if (/^(tomorrow|tmr|tomorow)$/.test(word)) return set(days(1));
  // A second "morgen" is the morning: "morgen morgen" says nobody, "morgen früh" everybody.
  if (word === 'morgen') return set(days(1));
  if (/^(overmorgen|ubermorgen)$/.test(word)) return set(days(2));
  if (/^(weekend|wochenende)$/.test(word)) {
    found.minutes ??= 10 * 60;
    return set(comingDay(6, now));
  }
  if (next.test(word) && /^(week|woche)$/.test(following)) return set(comingDay(1, now), 2);
  if (next.test(word) && /^(month|maand|monat)$/.test(following)) {
    return set(new Date(now.getFullYear(), now.getMonth() + 1, 1), 2);
  }
  const named = weekdays.find(([pattern]) => pattern.test(next.test(word) ? following : word));
  if (named) return set(comingDay(named[1], now), next.test(word) ? 2 : 1);
  const part = parts.find(([pattern]) => pattern.test(word));
  if (!part || found.minutes !== undefined) return 0;
  found.minutes = part[1] * 60;
  return 1;
}

/** The next such weekday; a week from now if it is today. */
function comingDay(weekday: number, now: Date): Date {
  const day = new Date(now);
  day.setDate(day.getDate() + ((weekday - day.getDay() + 6) % 7) + 1);
  return day;
}

/** "24 dec", "24. Dezember", "dec 24", "24/12", "24.12.2026", "2026-12-24". */
function readDate(word: string, following: string, third: string, now: Date, found: Found): number {
  const set = (year: number | undefined, month: number, day: number, taken: number) => {
    const date = new Date(year ?? now.getFullYear(), month, day);
    if (found.day || date.getMonth() !== month || date.getDate() !== day) return 0;
    // Without a year, it is the next one of that date.
    if (year === undefined && date.getTime() < new Date(now).setHours(0, 0, 0, 0))
      date.setFullYear(date.getFullYear() + 1);
    found.day = date;
    return taken;
  };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (iso) return set(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), 1);
  const numeric = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4})?)?$/.exec(word);
  if (numeric && !/^\d{1,2}\.\d{2}$/.test(word)) {
    return set(numeric[3] ? Number(numeric[3]) : undefined, Number(numeric[2]) - 1, Number(numeric[1]), 1);
  }
  const monthOf = (text: string) => months.findIndex((pattern) => pattern.test(text));
  const day = /^(\d{1,2})(?:\.|st|nd|rd|th|e)?$/.exec(word);
  const year = /^\d{4}$/.test(third) ? Number(third) : undefined;
  const taken = year === undefined ? 2 : 3;
  if (day && monthOf(following) !== -1) return set(year, monthOf(following), Number(day[1]), taken);
  const after = /^(\d{1,2})(?:\.|st|nd|rd|th)?$/.exec(following);
  if (after && monthOf(word) !== -1) return set(year, monthOf(word), Number(after[1]), taken);
  return 0;
}

/** "9", "9u", "9:30", "9.30", "9u30", "9am", "2 pm". */
function readTime(word: string, following: string, found: Found): number {
  const time = /^(\d{1,2})(?:[:.u](\d{2}))?(u|h|am|pm|a|p)?$/.exec(word);
  if (!time || found.exact) return 0;
  const half = time[3] ?? (/^(am|pm)$/.test(following) ? following : '');
  let hours = Number(time[1]);
  const minutes = Number(time[2] ?? 0);
  if (half.startsWith('p') && hours < 12) hours += 12;
  if (half.startsWith('a') && hours === 12) hours = 0;
  if (hours > 23 || minutes > 59) return 0;
  found.minutes = hours * 60 + minutes;
  return time[3] === undefined && half !== '' ? 2 : 1;
}

function momentOf({ day, minutes, exact }: Found, now: Date): Date | undefined {
  if (exact) return minutes === undefined && !day ? exact : undefined;
  const moment = new Date(day ?? now);
  const wanted = minutes ?? morning * 60;
  moment.setHours(Math.floor(wanted / 60), wanted % 60, 0, 0);
  // A time alone that has passed is meant for tomorrow.
  if (!day && moment.getTime() <= now.getTime()) moment.setDate(moment.getDate() + 1);
  return moment;
}
