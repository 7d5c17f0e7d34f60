// Old state and a frame make a new state. What is said by the visitor's own requests and by the line goes the same way,
// in any order and any number of times: it ends the same.
import type { Conversation, Entry, Frame, ThreadPage } from '../wire';
import type { Chats, Pending, Thread } from './state';

export function apply(chats: Chats, frame: Frame): Chats {
  const next = applied(chats, frame);
  return 'seq' in frame ? { ...next, seq: Math.max(next.seq, frame.seq) } : next;
}

function applied(chats: Chats, frame: Frame): Chats {
  switch (frame.type) {
    case 'entry':
      return withEntry(chats, frame.conversation, frame.entry);
    case 'entry_removed':
      return withoutEntry(chats, frame.conversation, frame.entry_id);
    case 'conversation':
      return withConversation(chats, frame.conversation);
    case 'regrouped':
      return withRegrouped(chats, frame.conversation, frame.taken_in_id);
    case 'typing': {
      const { [frame.conversation_id]: _before, ...others } = chats.typing;
      return { ...chats, typing: frame.is_typing ? { ...others, [frame.conversation_id]: frame.author } : others };
    }
    default:
      // Nothing but a number, or a frame of a newer server.
      return chats;
  }
}

/** What the server has said is in: the entry takes the place of what was pending. */
export function withEntry(chats: Chats, conversation: Conversation, entry: Entry): Chats {
  const next = withConversation(chats, conversation);
  const { id } = conversation;
  const thread = next.threads[id] ?? { entries: [], has_older: true };
  const typing = { ...next.typing };
  // Whoever has said something is no longer about to.
  if (entry.author.kind !== 'visitor') delete typing[id];
  return {
    ...next,
    typing,
    threads: { ...next.threads, [id]: { ...thread, entries: merged(thread.entries, [entry]) } },
    pending: next.pending.filter(({ operation_id }) => operation_id !== entry.operation_id),
  };
}

export function withConversation(chats: Chats, conversation: Conversation): Chats {
  const others = chats.conversations.filter(({ id }) => id !== conversation.id);
  const conversations = [...others, conversation].sort((one, other) => (one.active_at < other.active_at ? 1 : -1));
  return { ...chats, conversations };
}

/** Its words are to be loaded anew; what is a part of it now stands no longer by itself, and what waited for that waits for it. */
function withRegrouped(chats: Chats, conversation: Conversation, takenIn: string | null): Chats {
  const { id } = conversation;
  const { [id]: _before, [takenIn ?? id]: _part, ...threads } = chats.threads;
  const next = withConversation(chats, conversation);
  return {
    ...next,
    conversations: next.conversations.filter((one) => one.id !== takenIn),
    threads,
    pending: next.pending.map((one) =>
      one.conversation_id && one.conversation_id === takenIn ? { ...one, conversation_id: id } : one,
    ),
  };
}

/** A page of a thread, the newest or an older one. */
export function withPage(chats: Chats, { items, has_older, conversation }: ThreadPage, isNewest: boolean): Chats {
  const known = chats.threads[conversation.id];
  const first = items[0]?.id ?? '';
  // Too much was missed: what is known ends before this page begins, so the page starts anew.
  const hasGap = isNewest && has_older && known?.entries.every(({ id }) => id < first);
  const before = hasGap ? undefined : known;
  const entries = merged(before?.entries ?? [], items);
  // The newest page says nothing about what lies before an older one that is here already.
  const reachesBack = isNewest && before && before.entries.some(({ id }) => id < first);
  const thread: Thread = { entries, has_older: reachesBack ? before.has_older : has_older };
  const said = new Set(entries.map(({ operation_id }) => operation_id));
  const next = withConversation(chats, conversation);
  return {
    ...next,
    threads: { ...next.threads, [conversation.id]: thread },
    pending: next.pending.filter(({ operation_id }) => !said.has(operation_id)),
  };
}

/** What waits for a conversation that has now begun goes into it. */
export function withBegun(chats: Chats, conversation: Conversation): Chats {
  const pending = chats.pending.map((one): Pending =>
    one.conversation_id === null ? { ...one, conversation_id: conversation.id, starts_new: false } : one,
  );
  return { ...withConversation(chats, conversation), pending };
}

export function withPending(chats: Chats, pending: Pending): Chats {
  const others = chats.pending.filter(({ operation_id }) => operation_id !== pending.operation_id);
  const at = chats.pending.findIndex(({ operation_id }) => operation_id === pending.operation_id);
  return { ...chats, pending: at < 0 ? [...others, pending] : others.toSpliced(at, 0, pending) };
}

export function withoutPending(chats: Chats, operationId: string): Chats {
  return { ...chats, pending: chats.pending.filter(({ operation_id }) => operation_id !== operationId) };
}

export function unreadOf({ conversations }: Chats): number {
  return conversations.reduce((sum, { unread }) => sum + unread, 0);
}

function withoutEntry(chats: Chats, conversation: Conversation, entryId: string): Chats {
  const next = withConversation(chats, conversation);
  const thread = next.threads[conversation.id];
  if (!thread) return next;
  const entries = thread.entries.filter(({ id }) => id !== entryId);
  return { ...next, threads: { ...next.threads, [conversation.id]: { ...thread, entries } } };
}

/** Each entry once, the later said form of it, in the order of ids, which grow with time. */
function merged(known: Entry[], more: Entry[]): Entry[] {
  const byId = new Map([...known, ...more].map((entry) => [entry.id, entry]));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}
