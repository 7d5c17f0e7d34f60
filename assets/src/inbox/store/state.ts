// What the inbox has shown and keeps true: rows, lists, threads. Values only; `apply.ts` makes the next from the last.
import type { Conversation, ConversationRow, Entry, Mailbox, Upload, ViewName } from '../../lib/api/types';

/** Which conversations a list shows. */
export interface ListKey {
  view: ViewName;
  /** Narrows the view to one inbox. */
  inboxId: string | null;
}

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

export function listName({ view, inboxId }: ListKey): string {
  return inboxId ? `${view} ${inboxId}` : view;
}

/** Whether a conversation belongs in a list of the person at the screen. */
export function belongs(row: ConversationRow, { view, inboxId }: ListKey, agentId: string): boolean {
  if (inboxId !== null && row.inbox_id !== inboxId) return false;
  switch (view) {
    case 'mine':
      return row.status === 'open' && row.assignee_id === agentId;
    case 'unassigned':
      return row.status === 'open' && row.assignee_id === null;
    case 'all_open':
      return row.status === 'open';
    case 'closed':
      return row.status === 'closed';
  }
}

/** Newest activity first; the id decides between equals, as on the server. */
export function compareRows(one: ConversationRow, other: ConversationRow): number {
  return (
    Date.parse(other.active_at) - Date.parse(one.active_at) || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0)
  );
}

export function compareEntries(one: Entry, other: Entry): number {
  return Date.parse(one.at) - Date.parse(other.at) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
