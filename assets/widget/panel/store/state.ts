// What the panel knows of the visitor's conversations. Replaced as a whole, never changed in place.
import type { Author, Conversation, Entry } from '../wire';

export interface Thread {
  /** Oldest first; each once. */
  entries: Entry[];
  has_older: boolean;
}

/** What the visitor has written and the server has not confirmed. */
export interface Pending {
  operation_id: string;
  /** None while the conversation itself has not begun. */
  conversation_id: string | null;
  text: string;
  uploads: { id: string; name: string; media_type: string; size: number }[];
  starts_new: boolean;
  at: string;
  standing: 'sending' | 'failed';
}

export interface Chats {
  /** Newest first. */
  conversations: Conversation[];
  threads: Record<string, Thread>;
  pending: Pending[];
  typing: Record<string, Author>;
  /** The greatest number heard. */
  seq: number;
}

export const nothing: Chats = { conversations: [], threads: {}, pending: [], typing: {}, seq: 0 };
