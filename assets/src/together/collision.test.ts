import { expect, test } from 'vitest';
import { colleagueId, meId, reply } from '../inbox/store/fixtures';
import { saidSince } from './collision.svelte';

test('an answer crosses what others said after what its writer has seen, and nothing else', () => {
  const entries = [
    reply('1', 'c', colleagueId),
    reply('2', 'c', meId),
    reply('3', 'c', colleagueId),
    reply('4', 'c', meId),
  ];
  expect(saidSince(entries, '1', meId)?.id).toBe('3');
  expect(saidSince(entries, '3', meId)).toBeUndefined();
  expect(saidSince(entries, '3', colleagueId)?.id).toBe('4');
});
