import { describe, expect, test } from 'vitest';
import { apply, type Change } from './apply';
import { colleagueId, detail, frame, meId, reply, row } from './fixtures';
import { isNamed, isUnread, listName, nothing, plainKey, type InboxState, type ListKey, type Pending } from './state';

const open = plainKey('all_open');
const mine = plainKey('mine');
const unassigned = plainKey('unassigned');
const closed = plainKey('closed');

const at = (minute: number) => `2026-11-24T09:${String(minute).padStart(2, '0')}:00Z`;
const a = row('a', { active_at: at(30) });
const b = row('b', { active_at: at(20) });
const c = row('c', { active_at: at(10) });

function page(key: ListKey, rows: (typeof a)[], nextCursor: string | null = null): Change {
  return { type: 'page_loaded', key, rows, nextCursor, part: 'first' };
}

function after(changes: Change[], from: InboxState = nothing): InboxState {
  return apply(from, changes, meId);
}

const ids = (state: InboxState, key: ListKey) => state.lists.get(listName(key))?.ids;

describe('lists', () => {
  const loaded = after([page(open, [a, b, c]), page(unassigned, [a, b, c]), page(mine, []), page(closed, [])]);

  test('a conversation that becomes active rises to the top', () => {
    const next = after([frame({ type: 'conversation_changed', conversation: { ...c, active_at: at(40) } })], loaded);
    expect(ids(next, open)).toEqual(['c', 'a', 'b']);
  });

  test('a new conversation finds its place by time, not by arrival', () => {
    const next = after(
      [frame({ type: 'conversation_changed', conversation: row('n', { active_at: at(15) }) })],
      loaded,
    );
    expect(ids(next, open)).toEqual(['a', 'b', 'n', 'c']);
  });

  test('an assigned conversation leaves Unassigned and enters Mine', () => {
    const next = after([frame({ type: 'conversation_changed', conversation: { ...b, assignee_id: meId } })], loaded);
    expect(ids(next, unassigned)).toEqual(['a', 'c']);
    expect(ids(next, mine)).toEqual(['b']);
    expect(ids(next, open)).toEqual(['a', 'b', 'c']);
  });

  test('a closed conversation moves to Closed', () => {
    const next = after([frame({ type: 'conversation_changed', conversation: { ...a, status: 'closed' } })], loaded);
    expect(ids(next, open)).toEqual(['b', 'c']);
    expect(ids(next, closed)).toEqual(['a']);
  });

  test('a conversation that may no longer be seen is gone everywhere', () => {
    const next = after([frame({ type: 'conversation_gone', conversation_id: 'b' })], loaded);
    expect(ids(next, open)).toEqual(['a', 'c']);
    expect(next.rows.has('b')).toBe(false);
  });

  test('a row below the last loaded one waits for its page', () => {
    const partly = after([page(open, [a, b], 'cursor')]);
    const next = after([frame({ type: 'conversation_changed', conversation: c })], partly);
    expect(ids(next, open)).toEqual(['a', 'b']);
    const paged = after([{ type: 'page_loaded', key: open, rows: [c], nextCursor: null, part: 'next' }], next);
    expect(ids(paged, open)).toEqual(['a', 'b', 'c']);
  });

  test('a page never brings a row twice', () => {
    const partly = after([page(open, [a, b], 'cursor')]);
    const next = after([{ type: 'page_loaded', key: open, rows: [b, c], nextCursor: null, part: 'next' }], partly);
    expect(ids(next, open)).toEqual(['a', 'b', 'c']);
  });

  test('a list of one inbox takes only its conversations', () => {
    const one = plainKey('all_open', 'inbox-support');
    const next = after(
      [
        page(one, [a]),
        frame({ type: 'conversation_changed', conversation: row('s', { inbox_id: 'inbox-sales' }) }),
        frame({ type: 'conversation_changed', conversation: b }),
      ],
      loaded,
    );
    expect(ids(next, one)).toEqual(['a', 'b']);
  });

  test('the same event twice changes nothing', () => {
    const event = frame({ type: 'conversation_changed', conversation: { ...c, active_at: at(40) } });
    const once = after([event], loaded);
    expect(after([event], once)).toEqual(once);
  });

  test('an expectation that is taken back restores the list', () => {
    const expected = after([{ type: 'row_expected', conversation: { ...b, status: 'closed' } }], loaded);
    expect(ids(expected, open)).toEqual(['a', 'c']);
    const restored = after([{ type: 'row_expected', conversation: b }], expected);
    expect(restored).toEqual(loaded);
  });

  test('the state before is left as it was', () => {
    const before = structuredClone(ids(loaded, open));
    after([frame({ type: 'conversation_gone', conversation_id: 'a' })], loaded);
    expect(ids(loaded, open)).toEqual(before);
  });
});

describe('threads', () => {
  const first = reply('e1', 'a', colleagueId, { at: at(1) });
  const loaded = after([
    page(open, [a]),
    { type: 'conversation_loaded', conversation: detail(a) },
    { type: 'entries_loaded', conversationId: 'a', entries: [first], hasOlder: true, part: 'newest' },
  ]);
  const pending: Pending = {
    operationId: 'operation-1',
    conversationId: 'a',
    at: at(5),
    problem: null,
    written: {
      kind: 'message',
      html: '<p>Hi</p>',
      to: [],
      cc: [],
      bcc: [],
      subject: null,
      uploads: [],
      quoteEntryId: null,
      forwardEntryId: null,
      closeAfter: false,
      lastSeenEntryId: null,
      confirmed: false,
      from: null,
      sendAt: null,
    },
  };
  const sending = after([{ type: 'sending_began', pending }], loaded);
  const own = reply('e2', 'a', meId, { at: at(6) });
  const thread = (state: InboxState) => state.threads.get('a')!;
  const shown = (state: InboxState) => thread(state).entries.map((entry) => entry.id);

  test('an entry finds its place and changes in place', () => {
    const added = after([frame({ type: 'entry_added', entry: own, conversation: a })], loaded);
    expect(shown(added)).toEqual(['e1', 'e2']);
    const changed = { ...own, message: { ...own.message!, text: 'Changed' } };
    const next = after([frame({ type: 'entry_changed', entry: changed, conversation: a })], added);
    expect(thread(next).entries[1]?.message?.text).toBe('Changed');
  });

  test('older entries come above', () => {
    const older = reply('e0', 'a', colleagueId, { at: at(0) });
    const next = after(
      [{ type: 'entries_loaded', conversationId: 'a', entries: [older], hasOlder: false, part: 'older' }],
      loaded,
    );
    expect(shown(next)).toEqual(['e0', 'e1']);
    expect(thread(next).hasOlder).toBe(false);
  });

  test('an own message stands there once when the event comes first', () => {
    const heard = after([frame({ type: 'entry_added', entry: own, conversation: a })], sending);
    expect(thread(heard).pending).toEqual([]);
    const confirmed = after(
      [{ type: 'sending_confirmed', operationId: 'operation-1', conversationId: 'a', entry: own }],
      heard,
    );
    expect(shown(confirmed)).toEqual(['e1', 'e2']);
  });

  test('an own message stands there once when the answer comes first', () => {
    const confirmed = after(
      [{ type: 'sending_confirmed', operationId: 'operation-1', conversationId: 'a', entry: own }],
      sending,
    );
    const heard = after([frame({ type: 'entry_added', entry: own, conversation: a })], confirmed);
    expect(thread(heard).pending).toEqual([]);
    expect(shown(heard)).toEqual(['e1', 'e2']);
  });

  test("a colleague's message leaves what is being sent alone", () => {
    const heard = after(
      [frame({ type: 'entry_added', entry: reply('e3', 'a', colleagueId, { at: at(7) }), conversation: a })],
      sending,
    );
    expect(thread(heard).pending).toHaveLength(1);
  });

  test('a message that could not be sent stays with its reason', () => {
    const failed = after(
      [{ type: 'sending_failed', operationId: 'operation-1', conversationId: 'a', problem: 'No connection' }],
      sending,
    );
    expect(thread(failed).pending[0]?.problem).toBe('No connection');
    const given = after([{ type: 'sending_given_up', operationId: 'operation-1', conversationId: 'a' }], failed);
    expect(thread(given).pending).toEqual([]);
  });

  test('an undone message is taken out', () => {
    const added = after([frame({ type: 'entry_added', entry: own, conversation: a })], loaded);
    const next = after([frame({ type: 'entry_removed', entry_id: 'e2', conversation: a })], added);
    expect(shown(next)).toEqual(['e1']);
  });

  test('the head of an open conversation follows its row and keeps its people', () => {
    const next = after([frame({ type: 'conversation_changed', conversation: { ...a, subject: 'Other' } })], loaded);
    expect(next.details.get('a')?.subject).toBe('Other');
    expect(next.details.get('a')?.participants).toHaveLength(1);
  });
});

describe('what a conversation is to the person at the screen', () => {
  const attention = { seen_id: '01', follows: false, named_id: null };
  const mentions = plainKey('mentions');
  const read = row('a', { heard_id: '01', attention });
  const loaded = after([page(open, [read]), page(mentions, [])]);

  test('stays as it was when a frame brings new words, which makes them unread', () => {
    expect(isUnread(loaded.rows.get('a')!)).toBe(false);
    const next = after([frame({ type: 'conversation_changed', conversation: row('a', { heard_id: '02' }) })], loaded);
    expect(next.rows.get('a')?.attention).toEqual(attention);
    expect(isUnread(next.rows.get('a')!)).toBe(true);
  });

  test('changes by its own frame, which also brings it into the mentions', () => {
    const named = { seen_id: '01', follows: true, named_id: '02' };
    const next = after([frame({ type: 'attention_changed', conversation_id: 'a', attention: named })], loaded);
    expect(ids(next, mentions)).toEqual(['a']);
    expect(isNamed(next.rows.get('a')!)).toBe(true);
  });

  test('own words are read words', () => {
    const said = frame({
      type: 'entry_added',
      conversation: row('a', { heard_id: '03' }),
      entry: reply('03', 'a', meId),
    });
    expect(isUnread(after([said], loaded).rows.get('a')!)).toBe(false);
  });

  test('is unknown, not unread, for a row that was never loaded', () => {
    const next = after([frame({ type: 'conversation_changed', conversation: row('n', { heard_id: '02' }) })], loaded);
    expect(isUnread(next.rows.get('n')!)).toBe(false);
  });
});
