import { expect, test } from 'vitest';
import { compile, format } from './message';

const say = (source: string, values = {}, locale = 'en') => format(compile(source), values, locale);

test('a value stands where its name stood', () => {
  expect(say('To {name}', { name: 'Zoë' })).toBe('To Zoë');
});

test('a plural takes the exact case before the rule of the language', () => {
  const source = '{n, plural, =0 {Nobody} one {# person} other {# people}}';
  expect([0, 1, 1200].map((n) => say(source, { n }))).toEqual(['Nobody', '1 person', '1,200 people']);
});

test('values are replaced inside plurals too', () => {
  expect(say('{n, plural, one {To {name}} other {To {name} and # more}}', { n: 2, name: 'Zoë' })).toBe(
    'To Zoë and 2 more',
  );
});

test('a value that is missing shows its name rather than nothing', () => {
  expect(say('To {name}')).toBe('To {name}');
});

test('a name from right to left leaves the words around it in their order', () => {
  expect(say('{name} and {n} more', { name: 'יעל', n: 3 })).toBe('\u2068יעל\u2069 and 3 more');
});
