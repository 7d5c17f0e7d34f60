// Moments and sizes as people read them. `Intl` only.
import { locale, t } from './i18n.svelte';

let zone: string | undefined;

/** The clock that times are shown by; none for that of the device. */
export function showTimesIn(timeZone: string | null): void {
  zone = timeZone ?? undefined;
}

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;
const day_ms = 24 * hour_ms;

/** Our words, but the reader's own habits of writing dates: `en-GB` rather than `en`. */
function tag(): string {
  return navigator.languages.find((one) => one.toLowerCase().startsWith(locale())) ?? locale();
}

function cached<Options, Format>(make: (locale: string, options: Options) => Format): (options: Options) => Format {
  const made = new Map<string, Format>();
  return (options) => {
    const key = `${tag()} ${zone} ${JSON.stringify(options)}`;
    let found = made.get(key);
    if (!found) made.set(key, (found = make(tag(), options)));
    return found;
  };
}

const dateFormat = cached(
  (tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone: zone, ...options }),
);
const civilFormat = cached(
  (_tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...options }),
);
const relativeFormat = cached(
  (tag, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(tag, options),
);
const unitFormat = cached((tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));
const listFormat = cached((tag, options: Intl.ListFormatOptions) => new Intl.ListFormat(tag, options));

/** For rows: "3 min", "5 h" under a day, then the weekday, then the date. */
export function shortTime(moment: string, now: number): string {
  const at = Date.parse(moment);
  const passed_ms = Math.max(0, now - at);
  return passed_ms < day_ms ? duration(passed_ms) : shortDate(at, now);
}

/** For rows, of what is still to come: the time of today, the weekday with it within a week, then the date. */
export function comingTime(moment: string, now: number): string {
  const at = Date.parse(moment);
  const days = Math.round((midnight(at) - midnight(now)) / day_ms);
  if (days === 0) return clockTime(moment);
  // From a week on, the name of the day would be that of a day before.
  if (0 < days && days < 7) return shortMoment(moment);
  return shortDate(at, now);
}

/** How long something has lasted, in its largest unit. */
export function duration(passed_ms: number): string {
  const [value, unit] =
    passed_ms < hour_ms
      ? [Math.max(1, Math.floor(passed_ms / minute_ms)), 'minute']
      : passed_ms < day_ms
        ? [Math.floor(passed_ms / hour_ms), 'hour']
        : [Math.floor(passed_ms / day_ms), 'day'];
  return unitFormat({ style: 'unit', unit: unit as string, unitDisplay: 'short' }).format(value as number);
}

/** "3 hours ago" under a day, then the date with its time. */
export function longTime(moment: string, now: number): string {
  const at = Date.parse(moment);
  // The clocks of two machines are never quite the same.
  const passed_ms = Math.max(0, now - at);
  if (passed_ms < day_ms) {
    const format = relativeFormat({ numeric: 'auto' });
    if (passed_ms < minute_ms) return format.format(0, 'second');
    return passed_ms < hour_ms
      ? format.format(-Math.floor(passed_ms / minute_ms), 'minute')
      : format.format(-Math.floor(passed_ms / hour_ms), 'hour');
  }
  const isThisYear = yearOf(at) === yearOf(now);
  if (!isThisYear) return fullTime(moment);
  return dateFormat({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(at);
}

export function fullTime(moment: string): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(moment));
}

export function clockTime(moment: string): string {
  return dateFormat({ timeStyle: 'short' }).format(Date.parse(moment));
}

/** The day above a group of messages: today and yesterday by name. */
export function dayName(moment: string, now: number): string {
  const days = Math.round((midnight(Date.parse(moment)) - midnight(now)) / day_ms);
  if (days === 0 || days === -1) return capital(relativeFormat({ numeric: 'auto' }).format(days, 'day'));
  const isThisYear = yearOf(Date.parse(moment)) === yearOf(now);
  return dateFormat(
    isThisYear
      ? { weekday: 'long', day: 'numeric', month: 'long' }
      : { day: 'numeric', month: 'long', year: 'numeric' },
  ).format(Date.parse(moment));
}

export function isSameDay(one: string, other: string): boolean {
  return midnight(Date.parse(one)) === midnight(Date.parse(other));
}

/** "Zoe, Ben and 2 more" needs the first half of this. */
export function joined(names: string[]): string {
  return listFormat({ type: 'conjunction' }).format(names);
}

export function byteSize(bytes: number): string {
  // The formats of the browser know no plural of it.
  if (bytes < 1000) return t('shell.bytes', { n: bytes });
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return unitFormat({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(
    value,
  );
}

/** The day that the clock shows, as if it were one of UTC: days are compared, not hours. */
function midnight(at: number): number {
  return Date.parse(civilFormat({ year: 'numeric', month: '2-digit', day: '2-digit' }).format(at));
}

/** The day and the month; the year as well if it is another one. */
function shortDate(at: number, now: number): string {
  const isThisYear = yearOf(at) === yearOf(now);
  return dateFormat(
    isThisYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' },
  ).format(at);
}

function yearOf(at: number): number {
  return new Date(midnight(at)).getUTCFullYear();
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

/** A moment within the next days: "Mon 09:00". */
export function shortMoment(moment: string): string {
  return dateFormat({ weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(Date.parse(moment));
}

/** The days of the week in the reader's language, Monday first. */
export function weekdayNames(): string[] {
  const format = dateFormat({ weekday: 'long', timeZone: 'UTC' });
  // 2024-01-01 was a Monday.
  return Array.from({ length: 7 }, (_none, day) => capital(format.format(Date.UTC(2024, 0, 1 + day))));
}

/** The time zone of the device. */
export function deviceZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** Every time zone that can be chosen. */
export function zoneNames(): string[] {
  const names = Intl.supportedValuesOf('timeZone');
  return names.includes('UTC') ? names : ['UTC', ...names];
}
