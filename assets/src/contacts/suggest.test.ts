import { expect, test } from 'vitest';
import type { ContactRow } from '../lib/api/types';
import { suggestionsOf } from './suggest';

const contact = (id: string, name: string, ...addresses: string[]): ContactRow => ({
  id,
  name,
  addresses,
  claimed_address: null,
  is_blocked: false,
  seen_at: '2026-11-23T08:00:00Z',
});
const found = [contact('1', 'Max', 'max@work.example', 'max@home.example'), contact('2', 'Ida', 'ida@home.example')];
const offered = (typed: string, taken: string[] = []) =>
  suggestionsOf(
    found,
    typed,
    taken.map((address) => ({ name: '', address })),
  ).map((one) => one.mailbox.address);

test('the address that fits is offered, else the one that is used', () => {
  expect(offered('max')).toEqual(['max@work.example', 'max@home.example', 'ida@home.example']);
  expect(offered('home')).toEqual(['max@home.example', 'ida@home.example']);
  expect(offered('')).toEqual(['max@work.example', 'ida@home.example']);
});

test('what is in the line already is not offered again', () => {
  expect(offered('', ['MAX@work.example'])).toEqual(['max@home.example', 'ida@home.example']);
  expect(offered('', ['ida@home.example'])).toEqual(['max@work.example']);
});
