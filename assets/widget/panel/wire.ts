// What the server and the panel say to each other about conversations; the rest of the contract is in ../wire.ts.
import type { Face, Flow, Language } from '../wire';

export interface Conversation {
  id: string;
  status: 'open' | 'closed';
  created_at: string;
  active_at: string;
  preview: string;
  unread: number;
  chatflow_id: string | null;
  people: Face[];
  agents_seen: string | null;
  visitor_seen: string | null;
  rating: Rating | null;
  is_bot: boolean;
}

export type Rating = 'good' | 'neutral' | 'bad';

export interface Attachment {
  index: number;
  name: string;
  media_type: string;
  size: number;
}

export interface BotPrompt {
  quick_replies: string[];
  input: 'text' | 'email' | 'phone' | 'number' | 'date' | 'choice';
  free_text: boolean;
  delay_ms: number;
}

export interface Author {
  kind: 'visitor' | 'agent' | 'bot';
  id: string | null;
  name: string;
  picture_url: string | null;
}

export interface Entry {
  id: string;
  at: string;
  author: Author;
  text: string;
  attachments: Attachment[];
  operation_id: string | null;
  bot: BotPrompt | null;
}

export interface Limits {
  text_chars_max: number;
  upload_bytes_max: number;
  uploads_per_message_max: number;
  blocked_extensions: string[];
}

export interface Session {
  token: string;
  visitor: {
    id: string;
    name: string;
    email: string | null;
    email_is_verified: boolean;
    is_identified: boolean;
    is_blocked: boolean;
  };
  conversations: Conversation[];
  chatflow: Flow | null;
  unread: number;
  language: Language;
  limits: Limits;
  seq: number;
}

export interface Said {
  conversation: Conversation;
  entry: Entry | null;
  token?: string;
}

export interface ThreadPage {
  items: Entry[];
  has_older: boolean;
  conversation: Conversation;
  seq: number;
}

export interface Upload {
  id: string;
  name: string;
  media_type: string;
  size: number;
}

/** What the socket says; a type that is not known is passed over. */
export type Frame =
  | { type: 'hello' | 'resync'; seq: number }
  | { type: 'entry'; seq: number; conversation: Conversation; entry: Entry }
  | { type: 'entry_removed'; seq: number; conversation: Conversation; entry_id: string }
  | { type: 'conversation'; seq: number; conversation: Conversation }
  /** Other words stand in it than before; `taken_in_id` is a part of it now. */
  | { type: 'regrouped'; seq: number; conversation: Conversation; taken_in_id: string | null }
  | { type: 'typing'; conversation_id: string; author: Author; is_typing: boolean }
  | { type: 'pong' };
