import { expect, test } from 'vitest';
import { commands } from '../app/commands';
import { conflictOf, withKey } from './keyMap';

const command = (name: string) => commands.find((one) => one.name === name)!;
const usual = (one: { key: string }) => one.key;

test.each([
  ['close', 'k', 'taken'],
  ['close', 'g', 'begins'],
  ['close', 'g m', 'taken'],
  ['close', 'j x', 'continues'],
  ['close', 'Enter', 'reserved'],
  ['close', 'Mod+w', 'reserved'],
  ['close', 'g Escape', 'reserved'],
  ['close', 'd', undefined],
  ['close', 'g x', undefined],
  ['close', 'e', undefined],
])('%s on %s is %s', (name, key, kind) => {
  expect(conflictOf(command(name), key, usual)?.kind).toBe(kind);
});

test('who loses a key has none, and what is as usual is not kept', () => {
  const taken = withKey({}, command('close'), 'k');
  expect(taken).toEqual({ close: 'k', previous: '' });
  expect(withKey(taken, command('close'), 'e')).toEqual({ previous: '' });
  expect(withKey({ previous: '' }, command('previous'), 'k')).toEqual({});
  expect(withKey({}, command('spam'), '')).toEqual({ spam: '' });
});

test('every command has a name that the server keeps, and a key of its own', () => {
  expect(commands.filter((one) => !/^[a-z_]{1,40}$/.test(one.name))).toEqual([]);
  expect(new Set(commands.map((one) => one.name)).size).toBe(commands.length);
  expect(new Set(commands.map((one) => one.key)).size).toBe(commands.length);
  expect(commands.filter((one) => conflictOf(one, one.key, usual))).toEqual([]);
});
