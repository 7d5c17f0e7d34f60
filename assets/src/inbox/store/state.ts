// What the inbox has shown and keeps true: rows, lists, threads. Values only; `apply.ts` makes the next from the last.
import type { Conversation, ConversationRow, Entry, Mailbox, Upload } from '../../lib/api/types';
import type { ListKey } from './lists';

export { belongs, compareRows, listName, plainKey, type ListKey } from './lists';

export interface List {
  key: ListKey;
  /** Newest activity first, as far as it was loaded. */
  ids: readonly string[];
  /** Where the next page begins; `null` when all is here. */
  nextCursor: string | null;
}

/** A message or comment on its way to the server. */
export interface Pending {
  operationId: string;
  conversationId: string;
  at: string;
  written: Written;
  /** Why it did not arrive; it stays until it is sent again or given up. */
  problem: string | null;
}

/** What somebody wrote, as the composer gives it away and takes it back. */
export interface Written {
  kind: 'message' | 'comment';
  html: string;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string | null;
  uploads: Upload[];
  quoteEntryId: string | null;
  forwardEntryId: string | null;
  closeAfter: boolean;
  /** The newest entry that its writer has seen; somebody else may have written after it. */
  lastSeenEntryId: string | null;
  /** The writer knows of it and sends all the same. */
  confirmed: boolean;
  /** The address to send from, if it is not the usual one. */
  from: string | null;
  /** When it is to leave, if not at once. */
  sendAt: string | null;
  /** The inbox in which it begins a conversation, if it answers none. */
  inboxId?: string;
}

export interface Thread {
  /** Oldest first. */
  entries: readonly Entry[];
  hasOlder: boolean;
  pending: readonly Pending[];
}

export interface InboxState {
  rows: ReadonlyMap<string, ConversationRow>;
  /** Heads of conversations that were opened. */
  details: ReadonlyMap<string, Conversation>;
  lists: ReadonlyMap<string, List>;
  threads: ReadonlyMap<string, Thread>;
}

export const nothing: InboxState = { rows: new Map(), details: new Map(), lists: new Map(), threads: new Map() };

/** Whether there is something in a conversation that the person at the screen has not seen. Ids are ordered by time. */
export function isUnread(row: ConversationRow): boolean {
  return row.heard_id !== null && row.attention !== null && row.attention.seen_id < row.heard_id;
}

/** Whether what they have not seen names them. */
export function isNamed(row: ConversationRow): boolean {
  const { attention } = row;
  return attention?.named_id != null && attention.seen_id < attention.named_id;
}

export function compareEntries(one: Entry, other: Entry): number {
  return Date.parse(one.at) - Date.parse(other.at) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
