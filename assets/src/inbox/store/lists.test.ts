import { describe, expect, test } from 'vitest';
import { keyOf, queryOf } from '../address';
import { meId, row } from './fixtures';
import { belongs, compareRows, listName, plainKey, type ListKey } from './lists';

const at = (minute: number) => `2026-11-24T09:${String(minute).padStart(2, '0')}:00Z`;

describe('what belongs in a list', () => {
  const snoozed = row('s', { status: 'snoozed', assignee_id: meId, tag_ids: ['late'], answered_by_ids: [meId] });
  test.each<[Partial<ListKey>, boolean]>([
    [{ view: 'snoozed' }, true],
    [{ view: 'all_open' }, false],
    [{ view: 'sent' }, true],
    [{ view: 'mine' }, false],
    [{ view: 'mine', statuses: ['snoozed'] }, true],
    [{ view: 'unassigned', statuses: ['snoozed'] }, false],
    [{ view: 'snoozed', tagIds: ['late'] }, true],
    [{ view: 'snoozed', tagIds: ['late', 'vip'] }, false],
    [{ view: 'snoozed', assignee: meId }, true],
    [{ view: 'snoozed', assignee: 'nobody' }, false],
    [{ view: 'snoozed', channel: 'chat' }, false],
    [{ view: 'snoozed', contactId: 'contact-zoe' }, true],
    [{ view: 'snoozed', inboxId: 'inbox-other' }, false],
    [{ view: 'snoozed', since: at(0), until: at(0) }, true],
    [{ view: 'snoozed', since: at(1) }, false],
    [{ view: 'trash' }, false],
  ])('%o: %s', (change, expected) => {
    expect(belongs(snoozed, { ...plainKey('snoozed'), ...change }, meId)).toBe(expected);
  });
});

test('what a bot leads is in its own view, until a colleague has it', () => {
  const led = row('b', { is_with_bot: true });
  const views = (one: typeof led) =>
    (['bots', 'unassigned', 'mine', 'all_open'] as const).filter((view) => belongs(one, plainKey(view), meId));
  expect(views(led)).toEqual(['bots', 'all_open']);
  expect(views({ ...led, is_with_bot: false })).toEqual(['unassigned', 'all_open']);
  expect(views({ ...led, assignee_id: meId })).toEqual(['mine', 'all_open']);
  expect(belongs(led, { ...plainKey('all_open'), assignee: 'nobody' }, meId)).toBe(false);
});

test('orders stand as on the server', () => {
  const a = row('a', { active_at: at(10), waiting_since: at(9) });
  const b = row('b', { active_at: at(20), waiting_since: null });
  const c = row('c', { active_at: at(30), waiting_since: at(5) });
  const d = row('d', { active_at: at(30), waiting_since: null });
  const sorted = (order: ListKey['order']) => [a, b, c, d].sort(compareRows(order)).map((one) => one.id);
  expect(sorted('newest')).toEqual(['c', 'd', 'b', 'a']);
  expect(sorted('oldest')).toEqual(['a', 'b', 'd', 'c']);
  expect(sorted('longest_waiting')).toEqual(['c', 'a', 'd', 'b']);
});

test('an address says which list it is, and what it cannot mean is left out', () => {
  const key: ListKey = {
    ...plainKey('closed', 'inbox-support'),
    statuses: ['open', 'closed'],
    assignee: meId,
    tagIds: ['late', 'vip'],
    channel: 'chat',
    since: at(1),
    order: 'oldest',
  };
  const query = new URLSearchParams(
    Object.entries(queryOf(key)).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  expect(keyOf('closed', query)).toEqual(key);
  const odd = keyOf('nowhere', new URLSearchParams('status=lost&order=upwards&since=then&channel=smoke'));
  expect(listName(odd)).toBe(listName(plainKey('all_open')));
});
