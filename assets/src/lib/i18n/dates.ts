// Moments and sizes as people read them. `Intl` only.
import { locale } from './i18n.svelte';

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
    const key = `${tag()} ${JSON.stringify(options)}`;
    let found = made.get(key);
    if (!found) made.set(key, (found = make(tag(), options)));
    return found;
  };
}

const dateFormat = cached((tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options));
const relativeFormat = cached(
  (tag, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(tag, options),
);
const unitFormat = cached((tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));
const listFormat = cached((tag, options: Intl.ListFormatOptions) => new Intl.ListFormat(tag, options));

/** For rows: "3 min", "5 h" under a day, then the weekday, then the date. */
export function shortTime(moment: string, now: number): string {
  const at = Date.parse(moment);
  const passed_ms = Math.max(0, now - at);
  if (passed_ms < day_ms) return duration(passed_ms);
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return dateFormat(
    isThisYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' },
  ).format(at);
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
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
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
  const isThisYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
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
  const [value, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return unitFormat({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(
    value,
  );
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}
