// The panel's own words, in the visitor's language, and moments and sizes as people read them.
import type english from '../../locales/en/panel.json';
import { compile, format, type Values } from '../../src/lib/i18n/message';
import type { Language } from '../wire';

export type Key = keyof typeof english;

/** One file per language, fetched when it is needed. */
const files: Record<Language, URL> = {
  de: new URL('../../locales/de/panel.json', import.meta.url),
  en: new URL('../../locales/en/panel.json', import.meta.url),
  nl: new URL('../../locales/nl/panel.json', import.meta.url),
};
let language: Language = 'en';
let words: Partial<Record<Key, string>> = {};

/** Before anything is shown: the panel does not change its language while it is open. */
export async function speak(wanted: string, fetchWords: (url: URL) => Promise<typeof words>): Promise<void> {
  language = wanted in files ? (wanted as Language) : 'en';
  document.documentElement.lang = language;
  words = await fetchWords(files[language]);
}

export function t(key: Key, values: Values = {}): string {
  return format(compile(words[key] ?? key), values, language);
}

/** Our words, but the visitor's own habits of writing dates: `en-GB` rather than `en`. */
function tag(): string {
  return navigator.languages.find((one) => one.toLowerCase().startsWith(language)) ?? language;
}

const written = (moment: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(tag(), options).format(Date.parse(moment));

const isToday = (moment: string, now: number): boolean =>
  new Date(moment).toDateString() === new Date(now).toDateString();

export const clockTime = (moment: string): string => written(moment, { timeStyle: 'short' });

/** The day above a group of messages. */
export function dayName(moment: string, now: number): string {
  return isToday(moment, now) ? t('today') : written(moment, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** "14:05" today, else the date: for rows. */
export function shortTime(moment: string, now: number): string {
  return isToday(moment, now) ? clockTime(moment) : written(moment, { day: 'numeric', month: 'short' });
}

/** When the team is back: the weekday and the time. */
export function returnTime(moment: string, now: number): string {
  return written(moment, { weekday: isToday(moment, now) ? undefined : 'long', hour: '2-digit', minute: '2-digit' });
}

export function byteSize(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(tag(), options).format(value);
}
