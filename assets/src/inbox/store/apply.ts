// The one way in which what is shown changes: the page's own deeds, everyone else's events and loaded pages alike.
//
// Pure: the last state and what happened make the next state. Lists are patched by binary search, never sorted again.
import type { Attention, Conversation, ConversationRow, Entry, Frame } from '../../lib/api/types';
import {
  belongs,
  compareEntries,
  compareRows,
  listName,
  type InboxState,
  type List,
  type ListKey,
  type Pending,
  type Thread,
} from './state';

export type Change =
  | Frame
  /** What the page expects of its own deed, or takes back when the deed was refused. */
  | { type: 'row_expected'; conversation: ConversationRow }
  | { type: 'page_loaded'; key: ListKey; rows: ConversationRow[]; nextCursor: string | null; part: 'first' | 'next' }
  /** What conversations are to the person at the screen, for rows that came by frames. */
  | { type: 'attention_loaded'; loaded: { conversation_id: string; attention: Attention }[] }
  | { type: 'conversation_loaded'; conversation: Conversation }
  | { type: 'entries_loaded'; conversationId: string; entries: Entry[]; hasOlder: boolean; part: 'newest' | 'older' }
  | { type: 'sending_began'; pending: Pending }
  | { type: 'sending_failed'; operationId: string; conversationId: string; problem: string }
  | { type: 'sending_given_up'; operationId: string; conversationId: string }
  | { type: 'sending_confirmed'; operationId: string; conversationId: string; entry: Entry };

/** Threads that stay in memory; the one that was opened longest ago goes first. */
const threadsMax = 30;

export function apply(state: InboxState, changes: readonly Change[], agentId: string): InboxState {
  const draft: Draft = {
    rows: new Map(state.rows),
    details: new Map(state.details),
    lists: new Map(state.lists),
    threads: new Map(state.threads),
  };
  for (const change of changes) applyOne(draft, change, agentId);
  return draft;
}

interface Draft {
  rows: Map<string, ConversationRow>;
  details: Map<string, Conversation>;
  lists: Map<string, List>;
  threads: Map<string, Thread>;
}

function applyOne(draft: Draft, change: Change, agentId: string): void {
  switch (change.type) {
    case 'row_expected':
    case 'conversation_changed':
      return placeRow(draft, change.conversation, agentId);
    case 'conversation_gone':
      return removeRow(draft, change.conversation_id);
    case 'entry_added':
      dropPendingOf(draft, change.entry, agentId);
      putEntry(draft, change.entry);
      placeRow(draft, change.conversation, agentId);
      // Whoever writes has seen what stands above it.
      if (writerOf(change.entry) === agentId) raiseMark(draft, change.entry, agentId);
      return;
    case 'entry_changed':
      putEntry(draft, change.entry);
      return placeRow(draft, change.conversation, agentId);
    case 'entry_removed':
      removeEntry(draft, change.conversation.id, change.entry_id);
      return placeRow(draft, change.conversation, agentId);
    case 'attention_changed':
      return putAttention(draft, change.conversation_id, change.attention, agentId);
    case 'attention_loaded':
      for (const one of change.loaded) putAttention(draft, one.conversation_id, one.attention, agentId);
      return;
    case 'page_loaded':
      return putPage(draft, change);
    case 'conversation_loaded':
      draft.details.set(change.conversation.id, change.conversation);
      return placeRow(draft, rowOf(change.conversation), agentId);
    case 'entries_loaded':
      return putEntries(draft, change);
    case 'sending_began':
      return editThread(draft, change.pending.conversationId, (thread) => ({
        ...thread,
        pending: [...thread.pending.filter((one) => one.operationId !== change.pending.operationId), change.pending],
      }));
    case 'sending_failed':
      return editThread(draft, change.conversationId, (thread) => ({
        ...thread,
        pending: thread.pending.map((one) =>
          one.operationId === change.operationId ? { ...one, problem: change.problem } : one,
        ),
      }));
    case 'sending_given_up':
      return dropPending(draft, change.conversationId, change.operationId);
    case 'sending_confirmed':
      dropPending(draft, change.conversationId, change.operationId);
      return putEntry(draft, change.entry);
    case 'contact_changed':
    case 'inbox_changed':
    case 'channel_changed':
    case 'visitor_typing':
    case 'visitor_changed':
    case 'agent_changed':
    case 'teams_changed':
    case 'outbox_changed':
    case 'workspace_changed':
    case 'tags_changed':
    case 'ledger_grew':
    case 'notice_added':
    case 'notices_read':
    case 'hello':
    case 'resync':
      // Others keep these; after a resync the store loads what is open anew.
      return;
  }
}

function placeRow(draft: Draft, placed: ConversationRow, agentId: string): void {
  const before = draft.rows.get(placed.id);
  // Frames tell everybody the same, so what a conversation is to one person stays as it was.
  const row = { ...placed, attention: placed.attention ?? before?.attention ?? null };
  draft.rows.set(row.id, row);
  const detail = draft.details.get(row.id);
  if (detail) draft.details.set(row.id, { ...detail, ...row });
  for (const [name, list] of draft.lists) {
    const wasIn = before !== undefined && list.ids.includes(row.id);
    const isIn = belongs(row, list.key, agentId);
    if (!wasIn && !isIn) continue;
    if (wasIn && isIn && compareRows(list.key.order)(before, row) === 0) continue;
    const others = wasIn ? list.ids.filter((id) => id !== row.id) : list.ids;
    draft.lists.set(name, { ...list, ids: isIn ? inserted(draft, others, row, list) : others });
  }
}

function putAttention(draft: Draft, id: string, attention: Attention, agentId: string): void {
  const row = draft.rows.get(id);
  if (row) placeRow(draft, { ...row, attention }, agentId);
}

function raiseMark(draft: Draft, entry: Entry, agentId: string): void {
  const attention = draft.rows.get(entry.conversation_id)?.attention;
  if (attention && attention.seen_id < entry.id)
    putAttention(draft, entry.conversation_id, { ...attention, seen_id: entry.id }, agentId);
}

/** A row that would stand below what was loaded comes with its page. */
function inserted(
  draft: Draft,
  ids: readonly string[],
  row: ConversationRow,
  { key, nextCursor }: List,
): readonly string[] {
  const compare = compareRows(key.order);
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(draft.rows.get(ids[middle]!)!, row) < 0) low = middle + 1;
    else high = middle;
  }
  if (low === ids.length && nextCursor !== null) return ids;
  return [...ids.slice(0, low), row.id, ...ids.slice(low)];
}

function removeRow(draft: Draft, id: string): void {
  draft.rows.delete(id);
  draft.details.delete(id);
  draft.threads.delete(id);
  for (const [name, list] of draft.lists) {
    if (list.ids.includes(id)) draft.lists.set(name, { ...list, ids: list.ids.filter((other) => other !== id) });
  }
}

function putPage(draft: Draft, page: Extract<Change, { type: 'page_loaded' }>): void {
  for (const row of page.rows) draft.rows.set(row.id, row);
  const name = listName(page.key);
  const before = page.part === 'next' ? (draft.lists.get(name)?.ids ?? []) : [];
  const known = new Set(before);
  const ids = [...before, ...page.rows.map((row) => row.id).filter((id) => !known.has(id))];
  draft.lists.set(name, { key: page.key, ids, nextCursor: page.nextCursor });
}

function putEntries(draft: Draft, loaded: Extract<Change, { type: 'entries_loaded' }>): void {
  const before = draft.threads.get(loaded.conversationId);
  // The newest page replaces what was there: entries in between may be missing.
  const kept = loaded.part === 'older' ? (before?.entries ?? []) : [];
  const entries = merged([...kept, ...loaded.entries]);
  draft.threads.delete(loaded.conversationId);
  draft.threads.set(loaded.conversationId, { entries, hasOlder: loaded.hasOlder, pending: before?.pending ?? [] });
  for (const [id, thread] of draft.threads) {
    if (draft.threads.size <= threadsMax) break;
    if (thread.pending.length === 0) draft.threads.delete(id);
  }
}

function merged(entries: Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort(compareEntries);
}

/** Only threads that were loaded take entries; another is loaded whole when it is opened. */
function putEntry(draft: Draft, entry: Entry): void {
  editThread(draft, entry.conversation_id, (thread) => {
    const at = thread.entries.findIndex((one) => one.id === entry.id);
    if (at !== -1) return { ...thread, entries: thread.entries.with(at, entry) };
    return { ...thread, entries: merged([...thread.entries, entry]) };
  });
}

function removeEntry(draft: Draft, conversationId: string, entryId: string): void {
  editThread(draft, conversationId, (thread) => ({
    ...thread,
    entries: thread.entries.filter((entry) => entry.id !== entryId),
  }));
}

function dropPending(draft: Draft, conversationId: string, operationId: string): void {
  editThread(draft, conversationId, (thread) => ({
    ...thread,
    pending: thread.pending.filter((one) => one.operationId !== operationId),
  }));
}

/** The event of an own message may come before the answer to its request: it must not stand there twice. */
function dropPendingOf(draft: Draft, entry: Entry, agentId: string): void {
  const thread = draft.threads.get(entry.conversation_id);
  if (writerOf(entry) !== agentId || !thread || thread.entries.some((one) => one.id === entry.id)) return;
  const waiting = thread.pending.find((one) => one.written.kind === entry.kind && one.problem === null);
  if (waiting) dropPending(draft, entry.conversation_id, waiting.operationId);
}

function writerOf(entry: Entry): string | undefined {
  return entry.message?.outgoing?.agent_id ?? entry.chat?.agent_id ?? entry.comment?.agent_id ?? undefined;
}

function editThread(draft: Draft, conversationId: string, edit: (thread: Thread) => Thread): void {
  const thread = draft.threads.get(conversationId);
  if (thread) draft.threads.set(conversationId, edit(thread));
}

function rowOf({
  participants: _participants,
  reply: _reply,
  reply_all: _replyAll,
  follower_ids: _followers,
  ...row
}: Conversation): ConversationRow {
  return row;
}
