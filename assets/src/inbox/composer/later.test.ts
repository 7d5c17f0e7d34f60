import { expect, test } from 'vitest';
import { fromField, moments, toField } from './later';

const at = (text: string) => new Date(text);

test.each([
  ['2026-11-25T10:00', ['evening 2026-11-25T18:00', 'tomorrow 2026-11-26T09:00', 'monday 2026-11-30T09:00']],
  ['2026-11-25T17:30', ['tomorrow 2026-11-26T09:00', 'monday 2026-11-30T09:00']],
  ['2026-11-29T19:00', ['tomorrow 2026-11-30T09:00']],
  ['2026-11-30T07:00', ['evening 2026-11-30T18:00', 'tomorrow 2026-12-01T09:00', 'monday 2026-12-07T09:00']],
])('at %s there is %j', (now, expected) => {
  expect(moments(at(now)).map((one) => `${one.key} ${toField(one.at)}`)).toEqual(expected);
});

test('only what lies ahead can be chosen', () => {
  const now = at('2026-11-25T10:00');
  expect(fromField('2026-11-25T09:59', now)).toBeUndefined();
  expect(fromField('', now)).toBeUndefined();
  expect(fromField('2026-11-25T10:01', now)).toEqual(at('2026-11-25T10:01'));
});
