// The inbox as the page holds it: one state, changed by `apply` alone, and what loads it.
import { tick } from 'svelte';
import { problemWords } from '../../app/problems';
import { me } from '../../app/session.svelte';
import { answer, api } from '../../lib/api/client';
import type { Conversation, ConversationRow, Frame, ViewCounts } from '../../lib/api/types';
import { onFrames } from '../../lib/realtime/live.svelte';
import { apply, type Change } from './apply';
import { listQuery } from './lists';
import { listName, nothing, type InboxState, type List, type ListKey, type Thread } from './state';

export type Loading = { kind: 'loading' } | { kind: 'failed'; words: string } | { kind: 'idle' };

const pageRows = 50;
const entriesPage = 50;
/** Counts are asked for at most so often while events rain. */
const countsEvery_ms = 400;

let state = $state.raw<InboxState>(nothing);
let counts = $state.raw<ViewCounts | null>(null);
let loading = $state.raw<ReadonlyMap<string, Loading>>(new Map());
let countsTimer: ReturnType<typeof setTimeout> | undefined;
/** What is on the screen: loaded anew when the feed could not be resumed. */
let shownList: ListKey | undefined;
let shownConversation: string | undefined;

export function change(...changes: Change[]): void {
  state = apply(state, changes, me().agent.id);
}

export function list(key: ListKey): List | undefined {
  return state.lists.get(listName(key));
}

export function row(id: string): ConversationRow | undefined {
  return state.rows.get(id);
}

/** Every conversation that the page has shown, in no order. */
export function knownRows(): ConversationRow[] {
  return [...state.rows.values()];
}

export function conversation(id: string): Conversation | undefined {
  return state.details.get(id);
}

export function thread(id: string): Thread | undefined {
  return state.threads.get(id);
}

export function viewCounts(): ViewCounts | null {
  return counts;
}

/** How the loading of a list (`listName`) or a conversation (its id) goes. */
export function loadingOf(name: string): Loading {
  return loading.get(name) ?? { kind: 'idle' };
}

/** Shows what is known of a list at once and loads its first page anew. */
export async function showList(key: ListKey): Promise<void> {
  shownList = key;
  await loadPage(key, 'first');
}

export async function loadMore(key: ListKey): Promise<void> {
  if (list(key)?.nextCursor) await loadPage(key, 'next');
}

async function loadPage(key: ListKey, part: 'first' | 'next'): Promise<void> {
  const name = listName(key);
  if (loadingOf(name).kind === 'loading') return;
  await guarded(name, async () => {
    const page = await answer(
      api.GET('/api/conversations', {
        params: {
          query: {
            ...listQuery(key),
            limit: pageRows,
            ...(part === 'next' ? { cursor: list(key)?.nextCursor ?? undefined } : {}),
          },
        },
      }),
    );
    change({ type: 'page_loaded', key, rows: page.items, nextCursor: page.next_cursor, part });
  });
}

/** Shows what is known of a conversation at once and loads head and newest entries anew. */
export async function showConversation(id: string): Promise<void> {
  shownConversation = id;
  await guarded(id, async () => {
    const path = { id };
    const [head, newest] = await Promise.all([
      answer(api.GET('/api/conversations/{id}', { params: { path } })),
      answer(api.GET('/api/conversations/{id}/entries', { params: { path, query: { limit: entriesPage } } })),
    ]);
    // It was merged: its id leads to the one that took it in.
    if (head.id !== id && shownConversation === id) led(id, head.id);
    change(
      { type: 'conversation_loaded', conversation: head },
      {
        type: 'entries_loaded',
        conversationId: head.id,
        entries: newest.items,
        hasOlder: newest.has_older,
        part: 'newest',
      },
    );
  });
}

let led: (from: string, to: string) => void = () => {};

/** What the page does when a conversation turns out to be part of another. */
export function whenLed(then: (from: string, to: string) => void): void {
  led = then;
}

export async function loadOlder(id: string): Promise<void> {
  const known = thread(id);
  const first = known?.entries[0];
  if (!known?.hasOlder || !first) return;
  await guarded(`${id} older`, async () => {
    const older = await answer(
      api.GET('/api/conversations/{id}/entries', {
        params: { path: { id }, query: { before: first.id, limit: entriesPage } },
      }),
    );
    change({
      type: 'entries_loaded',
      conversationId: id,
      entries: older.items,
      hasOlder: older.has_older,
      part: 'older',
    });
  });
}

/** A head that knows its people: answers must go to who takes part now. */
export async function reloadHead(id: string): Promise<Conversation> {
  const head = await answer(api.GET('/api/conversations/{id}', { params: { path: { id } } }));
  change({ type: 'conversation_loaded', conversation: head });
  return head;
}

export function loadCounts(): void {
  countsTimer ??= setTimeout(
    async () => {
      countsTimer = undefined;
      try {
        counts = await answer(api.GET('/api/counts'));
      } catch {
        // The old numbers stand until the next event.
      }
    },
    counts ? countsEvery_ms : 0,
  );
}

async function guarded(name: string, work: () => Promise<void>): Promise<void> {
  setLoading(name, { kind: 'loading' });
  try {
    await work();
    setLoading(name, { kind: 'idle' });
  } catch (error) {
    setLoading(name, { kind: 'failed', words: problemWords(error) });
  }
  await tick();
}

function setLoading(name: string, next: Loading): void {
  const map = new Map(loading);
  if (next.kind === 'idle') map.delete(name);
  else map.set(name, next);
  loading = map;
}

/** Rows that came by frames and were never loaded: what they are to the person at the screen is asked for, together. */
const unmarked = new Set<string>();
const unmarkedMax = 100;
let unmarkedTimer: ReturnType<typeof setTimeout> | undefined;

function askForAttention(frames: Frame[]): void {
  for (const frame of frames) {
    if ('conversation' in frame && row(frame.conversation.id)?.attention === null) unmarked.add(frame.conversation.id);
  }
  if (unmarked.size === 0) return;
  unmarkedTimer ??= setTimeout(async () => {
    unmarkedTimer = undefined;
    const ids = [...unmarked].slice(0, unmarkedMax);
    for (const id of ids) unmarked.delete(id);
    try {
      const query = { conversation_ids: ids.join(',') };
      change({ type: 'attention_loaded', loaded: await answer(api.GET('/api/attention', { params: { query } })) });
    } catch {
      // They count as read until they are loaded.
    }
  }, countsEvery_ms);
}

function take(frames: Frame[]): void {
  change(...frames);
  askForAttention(frames);
  if (frames.some((frame) => frame.type === 'resync')) {
    if (shownList) void showList(shownList);
    if (shownConversation) void showConversation(shownConversation);
    loadCounts();
    return;
  }
  if (shownConversation && frames.some((frame) => movesEntries(frame, shownConversation))) {
    void showConversation(shownConversation);
  }
  const counted: Frame['type'][] = ['conversation_gone', 'attention_changed'];
  const touched = frames.some((frame) => 'conversation' in frame || counted.includes(frame.type));
  if (touched) loadCounts();
  const spoke = frames.some(
    (frame) => frame.type === 'entry_added' && frame.entry.conversation_id === shownConversation,
  );
  if (spoke && shownConversation) {
    // Somebody new may take part; the old head stands if this fails.
    reloadHead(shownConversation).catch(() => {});
  }
}

/** Entries came or went in numbers, or the conversation went into another. */
function movesEntries(frame: Frame, id: string | undefined): boolean {
  if (frame.type === 'conversation_gone') return frame.conversation_id === id;
  if (frame.type !== 'entry_added' || frame.entry.conversation_id !== id) return false;
  const change = frame.entry.activity?.change;
  return change === 'merged' || change === 'unmerged' || change === 'split_off';
}

onFrames(take);
