import { describe, expect, test } from 'vitest';
import de from './catalogue.de';
import en from './catalogue.en';
import { compile, holes, pluralCases } from './message';
import nl from './catalogue.nl';

type Words = Record<string, Record<string, string>>;
const english: Words = en;

describe.each<[string, Words]>([
  ['nl', nl],
  ['de', de],
])('%s', (locale, words) => {
  test.each(Object.keys(english))('has every key of %s, and none else', (area) => {
    expect(Object.keys(words[area]!).sort()).toEqual(Object.keys(english[area]!).sort());
  });

  test('asks for the same values as English', () => {
    for (const [area, texts] of Object.entries(english)) {
      for (const [key, text] of Object.entries(texts)) {
        const theirs = words[area]![key] ?? '';
        const names = (source: string) => [...new Set(holes(compile(source)))].sort();
        expect(names(theirs), `${locale} ${area}.${key}`).toEqual(names(text));
      }
    }
  });
});

test('every plural knows the cases of its language', () => {
  for (const [locale, words] of Object.entries({ en, nl, de } as Record<string, Words>)) {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [area, texts] of Object.entries(words)) {
      for (const [key, text] of Object.entries(texts)) {
        for (const known of pluralCases(compile(text))) {
          expect(known, `${locale} ${area}.${key}`).toEqual(expect.arrayContaining(needed));
        }
      }
    }
  }
});

test('every language has the words of the installed page', async () => {
  const [english, ...others] = await Promise.all(
    ['en', 'nl', 'de'].map(async (tag) => (await import(`../../../locales/${tag}/installed.json`)) as Words),
  );
  for (const words of others) expect(Object.keys(words).sort()).toEqual(Object.keys(english!).sort());
});
