import { describe, expect, test } from 'vitest';
import { readToPanel } from './host';

const token = `pv_${'a'.repeat(43)}`;
const hello = {
  postroom: 1,
  type: 'hello',
  channel: 'key',
  token,
  identity: null,
  page: { url: 'https://shop.example/' },
  visit: { is_returning: false, country: null },
  language: 'nl',
  chatflow: { display: {}, availability: {}, options: {} },
  wishes: {},
  theme: 'light dark',
  is_modal: false,
  open: null,
};

test('a greeting of this version is heard', () => {
  expect(readToPanel(hello)).toEqual(hello);
});

describe('not heard is', () => {
  test.each<[string, object]>([
    ['another version', { postroom: 2 }],
    ['no version', { postroom: undefined }],
    ['a token that is none', { token: 'pv_short' }],
    ['a token that is a list', { token: [token] }],
    ['an empty token', { token: '' }],
    ['an identity that is a number', { identity: 7 }],
    ['a page without an address', { page: {} }],
    ['no chatflow', { chatflow: null }],
    ['half a chatflow', { chatflow: { display: {} } }],
    ['a channel that is an object', { channel: {} }],
    ['another type', { type: 'eval' }],
  ])('%s', (_, change) => {
    expect(readToPanel({ ...hello, ...change })).toBeUndefined();
  });

  test('five hundred things that pages send', () => {
    const things: unknown[] = [
      null,
      undefined,
      0,
      '',
      'hello',
      [],
      {},
      true,
      Symbol.iterator,
      () => 1,
      new Date(),
      NaN,
    ];
    for (let number = 0; number < 500; number += 1) {
      const type = ['hello', 'open!', 'page', 'identity', '__proto__', 'constructor'][number % 6];
      things.push({ postroom: number % 3 === 0 ? 1 : number, type, page: things[number % 12], identity: [number] });
    }
    for (const thing of things) expect(readToPanel(thing)).toBeUndefined();
  });
});

test('what is heard holds nothing that was not asked for', () => {
  const open = { postroom: 1, type: 'open', start_new: 'yes', focus: 1, extra: 'x' };
  expect(readToPanel(open)).toEqual({ type: 'open', start_new: false, focus: false });
  expect(readToPanel({ postroom: 1, type: 'clear', all: true })).toEqual({ type: 'clear' });
});
