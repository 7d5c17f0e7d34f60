// The page's words: `t('inbox.reply')`, typed by the English catalogue, in the locale of the person at the screen.
import { compile, format, type Values } from './message';
import type english from './catalogue.en';

type Catalogue = typeof english;
type Area = keyof Catalogue & string;
export type Key = { [A in Area]: `${A}.${keyof Catalogue[A] & string}` }[Area];

export const locales = ['en', 'nl', 'de'] as const;
export type Locale = (typeof locales)[number];

/** Each language in its own words, for pickers. */
export const localeNames: Record<Locale, string> = { en: 'English', nl: 'Nederlands', de: 'Deutsch' };

const load: Record<Locale, () => Promise<{ default: Record<string, Record<string, string>> }>> = {
  en: () => import('./catalogue.en'),
  nl: () => import('./catalogue.nl'),
  de: () => import('./catalogue.de'),
};

const stored = 'postroom.locale';
let current = $state.raw<{ locale: Locale; words: Map<string, string> }>({ locale: 'en', words: new Map() });
let compiled = new Map<string, ReturnType<typeof compile>>();

export function locale(): Locale {
  return current.locale;
}

/** Loads a locale's words and shows the page in them. */
export async function setLocale(next: Locale): Promise<void> {
  const areas = (await load[next]()).default;
  const words = new Map<string, string>();
  for (const [area, entries] of Object.entries(areas)) {
    for (const [key, text] of Object.entries(entries)) words.set(`${area}.${key}`, text);
  }
  compiled = new Map();
  current = { locale: next, words };
  document.documentElement.lang = next;
  document.documentElement.dir = 'ltr';
  // A manifest speaks one language: whoever installs the page installs it in theirs.
  document.querySelector('link[rel="manifest"]')?.setAttribute('href', `./${next}.webmanifest`);
  localStorage.setItem(stored, next);
}

/** Before somebody signs in: what was used here last, else the browser's first language that we speak. */
export function preferredLocale(): Locale {
  const wanted = [localStorage.getItem(stored) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const match = locales.find((one) => tag.toLowerCase().startsWith(one));
    if (match) return match;
  }
  return 'en';
}

export function t(key: Key, values: Values = {}): string {
  const source = current.words.get(key);
  if (source === undefined) return key;
  let parts = compiled.get(key);
  if (!parts) compiled.set(key, (parts = compile(source)));
  return format(parts, values, current.locale);
}
