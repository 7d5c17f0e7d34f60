import { expect, test } from 'vitest';
import { firstNames, readMailboxes, withMailboxes, without } from './recipients';

test('an address is read with and without a name', () => {
  expect(readMailboxes('Zoë <zoe@example.org>, ben@example.org').mailboxes).toEqual([
    { name: 'Zoë', address: 'zoe@example.org' },
    { name: '', address: 'ben@example.org' },
  ]);
});

test('a comma inside quotes belongs to the name', () => {
  expect(readMailboxes('"Visser, Zoë" <zoe@example.org>; b@example.org').mailboxes.map((one) => one.name)).toEqual([
    'Visser, Zoë',
    '',
  ]);
});

test('what is no address is left to be mended', () => {
  expect(readMailboxes('zoe@example.org, nobody, a@b')).toEqual({
    mailboxes: [{ name: '', address: 'zoe@example.org' }],
    rest: 'nobody, a@b',
  });
});

test('nobody is added twice or removed by half', () => {
  const zoe = { name: 'Zoë', address: 'zoe@example.org' };
  expect(withMailboxes([zoe], [{ name: '', address: 'ZOE@example.org' }])).toEqual([zoe]);
  expect(without([zoe], { name: '', address: 'Zoe@Example.org' })).toEqual([]);
});

test('two are named, of more the first and a number', () => {
  const people = ['Zoë', 'Ben', 'Kim'].map((name) => ({ name, address: `${name}@example.org` }));
  expect(firstNames(people.slice(0, 2))).toEqual({ names: ['Zoë', 'Ben'], more: 0 });
  expect(firstNames(people)).toEqual({ names: ['Zoë'], more: 2 });
});
