import { expect, test } from 'vitest';
import en from '../../locales/en/panel.json';
import de from '../../locales/de/panel.json';
import nl from '../../locales/nl/panel.json';
import { compile, holes, pluralCases } from '../../src/lib/i18n/message';
import { isAddress } from './address';
import { refusal } from './files.svelte';
import { pieces, webAddress } from './links';
import { waitBefore } from './live';
import { speak } from './words';

const limits = {
  text_chars_max: 10,
  upload_bytes_max: 2_000_000,
  uploads_per_message_max: 2,
  blocked_extensions: ['exe'],
};

test.each([
  ['no link', []],
  ['see https://a.example/b?c=d.', ['https://a.example/b?c=d']],
  ['(https://a.example)', ['https://a.example']],
  ['https://a.example/x_(y) and http://b.example!', ['https://a.example/x_(y)', 'http://b.example']],
  ['javascript:alert(1) data:text/html,x', []],
  ['<https://a.example>', ['https://a.example']],
])('links in “%s”', (text, expected) => {
  const found = pieces(text);
  expect(found.flatMap(({ href }) => href ?? [])).toEqual(expected);
  expect(found.map((piece) => piece.text).join('')).toBe(text);
});

test('only the web is a web address', () => {
  expect(webAddress('https://a.example')).toBe('https://a.example');
  expect(webAddress('javascript:alert(1)')).toBeUndefined();
});

test.each([
  ['zoe@example.org', true],
  [' zoe@mail.example.org ', true],
  ['zoe@example', false],
  ['zoe example.org', false],
  ['', false],
])('%s is an address: %s', (text, expected) => {
  expect(isAddress(text)).toBe(expected);
});

test('a file is refused for a reason in words', async () => {
  await speak('en', () => Promise.resolve(en));
  const file = (name: string, size: number, count = 0) => refusal({ name, size }, count, limits);
  expect(file('a.pdf', 1000)).toBe('');
  expect(file('a.pdf', 3_000_000)).toContain('too large');
  expect(file('a.EXE', 1000)).toContain('not taken');
  expect(file('exe', 1000)).toBe('');
  expect(file('a.pdf', 0)).toContain('empty');
  expect(file('a.pdf', 1000, 2)).toContain('At most');
});

test('waits double up to a minute and never stand in step', () => {
  expect(waitBefore(0, 0)).toBe(250);
  expect(waitBefore(0, 1)).toBe(500);
  expect(waitBefore(3, 1)).toBe(4000);
  expect(waitBefore(40, 1)).toBe(60_000);
});

test.each<[string, Record<string, string>]>([
  ['nl', nl],
  ['de', de],
  ['en', en],
])('%s has every word, asks for the same values and knows its plurals', (locale, words) => {
  expect(Object.keys(words)).toEqual(Object.keys(en));
  const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  for (const [key, english] of Object.entries(en)) {
    const theirs = compile(words[key]!);
    const names = (parts: ReturnType<typeof compile>) => [...new Set(holes(parts))].sort();
    expect(names(theirs), key).toEqual(names(compile(english)));
    for (const known of pluralCases(theirs)) {
      for (const one of needed) expect(known.includes(one) || known.includes('other'), `${key} ${one}`).toBe(true);
    }
  }
});
