import { describe, expect, test } from 'vitest';
import type { Author, Conversation, Entry, Frame } from '../wire';
import { apply, unreadOf, withBegun, withEntry, withPage, withPending } from './apply';
import { nothing, type Chats, type Pending } from './state';

const agent: Author = { kind: 'agent', id: 'a', name: 'Ada', picture_url: null };
const visitor: Author = { kind: 'visitor', id: null, name: '', picture_url: null };

function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c',
    status: 'open',
    created_at: '2026-11-25T10:00:00Z',
    active_at: '2026-11-25T10:00:00Z',
    preview: '',
    unread: 0,
    chatflow_id: null,
    people: [],
    agents_seen: null,
    visitor_seen: null,
    rating: null,
    is_bot: false,
    ...change,
  };
}

function entry(id: string, change: Partial<Entry> = {}): Entry {
  return {
    id,
    at: '2026-11-25T10:00:00Z',
    author: agent,
    text: id,
    attachments: [],
    operation_id: null,
    bot: null,
    ...change,
  };
}

function pending(operation_id: string, conversation_id: string | null = 'c'): Pending {
  return {
    operation_id,
    conversation_id,
    text: 'Hi',
    uploads: [],
    starts_new: false,
    at: '',
    standing: 'sending',
  };
}

const said = (seq: number, id: string, change: Partial<Entry> = {}): Frame => ({
  type: 'entry',
  seq,
  conversation: conversation({ active_at: `2026-11-25T10:00:0${seq}Z` }),
  entry: entry(id, change),
});
const texts = (chats: Chats) => chats.threads.c?.entries.map(({ text }) => text);

describe('entries', () => {
  test('stand in the order of their ids, each once, in whatever order and how often they come', () => {
    const frames = [said(1, 'e1'), said(2, 'e2'), said(3, 'e3')];
    const orders = [
      frames,
      [...frames].reverse(),
      [...frames, ...frames],
      [frames[1]!, frames[0]!, frames[1]!, frames[2]!],
    ];
    for (const order of orders) {
      const chats = order.reduce(apply, nothing);
      expect(texts(chats)).toEqual(['e1', 'e2', 'e3']);
      expect(chats.seq).toBe(3);
    }
  });

  test('the later form of one takes the place of the earlier', () => {
    const chats = [said(1, 'e1', { text: 'one' }), said(2, 'e1', { text: 'two' })].reduce(apply, nothing);
    expect(texts(chats)).toEqual(['two']);
  });

  test('one that is taken away is gone', () => {
    const removed: Frame = { type: 'entry_removed', seq: 3, conversation: conversation(), entry_id: 'e1' };
    expect(texts([said(1, 'e1'), said(2, 'e2'), removed].reduce(apply, nothing))).toEqual(['e2']);
  });

  test('what was pending is said once, whether the answer or the line is first', () => {
    const start = withPending(nothing, pending('op'));
    const own = entry('e1', { author: visitor, operation_id: 'op' });
    const byLine = apply(start, { type: 'entry', seq: 1, conversation: conversation(), entry: own });
    for (const chats of [byLine, withEntry(byLine, conversation(), own), withEntry(start, conversation(), own)]) {
      expect(chats.pending).toEqual([]);
      expect(texts(chats)).toEqual(['e1']);
    }
  });

  test('what waits for a conversation goes into the one that has begun', () => {
    const start = [pending('1', null), pending('2', null)].reduce(withPending, nothing);
    expect(withBegun(start, conversation()).pending.map((one) => one.conversation_id)).toEqual(['c', 'c']);
  });

  test('a pending one keeps its place when it is tried again', () => {
    const start = [pending('1'), pending('2')].reduce(withPending, nothing);
    const again = withPending(start, { ...pending('1'), standing: 'failed' });
    expect(again.pending.map((one) => `${one.operation_id} ${one.standing}`)).toEqual(['1 failed', '2 sending']);
  });
});

describe('pages', () => {
  const page = (ids: string[], has_older: boolean) => ({
    items: ids.map((id) => entry(id)),
    has_older,
    conversation: conversation(),
    seq: 9,
  });

  test('an older page goes before what is here', () => {
    const newest = withPage(nothing, page(['e3', 'e4'], true), true);
    const whole = withPage(newest, page(['e1', 'e2'], false), false);
    expect(texts(whole)).toEqual(['e1', 'e2', 'e3', 'e4']);
    expect(whole.threads.c?.has_older).toBe(false);
  });

  test('the newest page does not hide that everything before it is here', () => {
    const whole = withPage(nothing, page(['e1', 'e2', 'e3'], false), true);
    expect(withPage(whole, page(['e3', 'e4'], true), true).threads.c?.has_older).toBe(false);
  });

  test('a page that does not reach what is here leaves no hole', () => {
    const old = withPage(nothing, page(['e1', 'e2'], false), true);
    const chats = withPage(old, page(['e8', 'e9'], true), true);
    expect(texts(chats)).toEqual(['e8', 'e9']);
    expect(chats.threads.c?.has_older).toBe(true);
  });

  test('a page confirms what was pending', () => {
    const start = withPending(nothing, pending('op'));
    const answered = { ...page([], false), items: [entry('e1', { author: visitor, operation_id: 'op' })] };
    expect(withPage(start, answered, true).pending).toEqual([]);
  });
});

describe('chats that are merged', () => {
  const other = conversation({ id: 'b' });
  const start = [said(1, 'e1'), { ...said(2, 'e2'), conversation: other } as Frame].reduce(apply, nothing);
  const merged: Frame = { type: 'regrouped', seq: 3, conversation: conversation(), taken_in_id: 'b' };

  test('are one, and what waited for the other waits for it', () => {
    const waiting = [pending('1', 'b'), pending('2', null)].reduce(withPending, start);
    const chats = [merged, merged].reduce(apply, waiting);
    expect(chats.conversations.map(({ id }) => id)).toEqual(['c']);
    expect(chats.threads).toEqual({});
    expect(chats.pending.map((one) => one.conversation_id)).toEqual(['c', null]);
  });

  test('and parted again are two, each with words of its own', () => {
    const page = { items: [entry('e1'), entry('e2')], has_older: false, conversation: conversation(), seq: 4 };
    const whole = withPage(apply(start, merged), page, true);
    const parted: Frame[] = [
      { type: 'regrouped', seq: 5, conversation: conversation(), taken_in_id: null },
      { type: 'conversation', seq: 6, conversation: other },
    ];
    const chats = withPage(parted.reduce(apply, whole), { ...page, items: [entry('e1')] }, true);
    expect(chats.conversations.map(({ id }) => id).sort()).toEqual(['b', 'c']);
    expect(texts(chats)).toEqual(['e1']);
  });
});

test('conversations stand newest first, and their unread words are counted', () => {
  const older = conversation({ id: 'a', active_at: '2026-11-25T09:00:00Z', unread: 1 });
  const newer = conversation({ id: 'b', active_at: '2026-11-25T11:00:00Z', unread: 2 });
  const chats = [older, newer].reduce<Chats>(
    (all, one, index) => apply(all, { type: 'conversation', seq: index + 1, conversation: one }),
    nothing,
  );
  expect(chats.conversations.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(unreadOf(chats)).toBe(3);
});

test('whoever has said something types no longer', () => {
  const typing = apply(nothing, { type: 'typing', conversation_id: 'c', author: agent, is_typing: true });
  expect(typing.typing.c).toEqual(agent);
  expect(apply(typing, said(1, 'e1')).typing.c).toBeUndefined();
});

test('a number never goes back, and a frame of a newer server changes nothing', () => {
  const chats = apply(nothing, { type: 'hello', seq: 7 });
  expect(apply(chats, { type: 'hello', seq: 3 }).seq).toBe(7);
  expect(apply(chats, { type: 'balloon' } as unknown as Frame)).toEqual(chats);
});
