import { expect, test } from 'vitest';
import { warningsAbout } from './warnings';

const box = (address: string) => ({ name: '', address });
const reply = (...to: string[]) => ({ kind: 'reply' as const, to: to.map(box), cc: [], bcc: [] });
const own = ['support@desk.example'];
const known = ['zoe@example.org'];

test.each([
  ['somebody who takes part', reply('Zoe@Example.org'), []],
  ['an address of ours', reply('zoe@example.org', 'Support@desk.example'), ['own']],
  ['a machine', reply('zoe@example.org', 'no-reply@shop.example'), ['no_reply', 'outside']],
  ['a stranger', reply('zoe@example.org', 'ben@example.org'), ['outside']],
  ['a forward to a stranger', { ...reply('ben@example.org'), kind: 'forward' as const }, []],
  ['many', reply(...Array.from({ length: 10 }, (_, n) => `p${n}@example.org`)), ['many', 'outside']],
])('%s', (_what, draft, kinds) => {
  expect(warningsAbout(draft, own, known).map((one) => one.kind)).toEqual(kinds);
});

test('in a new conversation nobody is a stranger', () => {
  expect(warningsAbout(reply('ben@example.org'), own, null)).toEqual([]);
});
