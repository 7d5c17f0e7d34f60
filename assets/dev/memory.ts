// What the mock remembers, and how it changes: frames for the feed, uploads, what was written.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Conversation, ConversationRow, Entry, Frame, Upload } from '../src/lib/api/types';
import { kept } from './conversations';
import { me, newId, type Kept } from './data';

export const undo_s = 10;
export const frames: Frame[] = [];
export const waiting = new Set<() => void>();
export const uploads = new Map<string, { upload: Upload; bytes: Buffer; type: string }>();
const operations = new Map<string, unknown>();
export const undone = new Map<string, unknown>();

export type Body = Record<string, unknown>;
interface Call {
  params: string[];
  query: URLSearchParams;
  body: () => Promise<Body>;
  raw: () => Promise<Buffer>;
  request: IncomingMessage;
  response: ServerResponse;
}
export type Handler = (call: Call) => unknown;

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

export function rowOf(conversation: Conversation): ConversationRow {
  const row: Partial<Conversation> = { ...conversation };
  delete row.participants;
  delete row.reply;
  delete row.reply_all;
  return row as ConversationRow;
}

export const byNewest = (one: Kept, other: Kept) =>
  Date.parse(other.conversation.active_at) - Date.parse(one.conversation.active_at);

export function find(id: string): Kept {
  const found = kept.find((one) => one.conversation.id === id);
  if (!found) throw new Refused(404, 'not_found');
  return found;
}

export function say(frame: object): void {
  frames.push({ seq: frames.length + 1, ...frame } as Frame);
  waiting.forEach((wake) => wake());
}

export function touch(of: Kept, change: Partial<Conversation>): void {
  Object.assign(of.conversation, change);
  say({ type: 'conversation_changed', conversation: rowOf(of.conversation) });
}

export function add(of: Kept, entry: Entry, preview: string, speaker: ConversationRow['newest']['speaker']): Entry {
  of.entries.push(entry);
  Object.assign(of.conversation, {
    active_at: entry.at,
    newest: { speaker, agent_id: me.id, preview },
    ...(speaker === 'agent' ? { waiting_since: null } : {}),
  });
  say({ type: 'entry_added', entry, conversation: rowOf(of.conversation) });
  return entry;
}

export const plainActivity = {
  from_agent_id: null,
  to_agent_id: null,
  until: null,
  tag_id: null,
  from_inbox_id: null,
  to_inbox_id: null,
  other_conversation_id: null,
  cause: 'agent' as const,
  agent_id: me.id,
};

export function inView(row: ConversationRow, view: string, inboxId: string | null): boolean {
  if (inboxId && row.inbox_id !== inboxId) return false;
  if (view === 'sent') return row.answered_by_ids.includes(me.id);
  if (view === 'snoozed' || view === 'closed' || view === 'spam') return row.status === view;
  if (view === 'trash') return row.status === 'trashed';
  if (row.status !== 'open') return false;
  if (view === 'bots') return row.is_with_bot;
  return view === 'all_open' || (view === 'mine' ? row.assignee_id === me.id : row.assignee_id === null);
}

export function once(body: Body, make: () => unknown): unknown {
  const id = body.operation_id as string;
  if (!operations.has(id)) operations.set(id, make());
  return operations.get(id);
}

export const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export function write(of: Kept, body: Body): Entry {
  const id = newId();
  const html = body.html as string;
  const files = ((body.upload_ids ?? []) as string[]).map((one) => uploads.get(one)!.upload);
  of.bodies.set(
    id,
    `<!doctype html><base target="_blank"><style>:root{color-scheme:light dark}body{margin:0;font:15px/1.55 system-ui,sans-serif}</style>${html}`,
  );
  const entry: Entry = {
    id,
    conversation_id: of.conversation.id,
    at: new Date().toISOString(),
    kind: 'message',
    message: {
      direction: 'outgoing',
      from: { name: `${me.name} at Nordlicht`, address: 'support@nordlicht.example' },
      reply_to: [],
      to: body.to as never,
      cc: body.cc as never,
      bcc: body.bcc as never,
      subject: `Re: ${of.conversation.subject}`,
      text: plain(html),
      has_quote: false,
      has_html: true,
      attachments: files.map((file, index) => ({
        index,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        is_inline: false,
      })),
      outgoing: {
        agent_id: me.id,
        scheduled_for: null,
        sending: {
          state: 'held',
          until: new Date(Date.now() + undo_s * 1000).toISOString(),
          attempts: 0,
          next_at: null,
          words: null,
          at: null,
          failed: [],
        },
      },
    },
  };
  undone.set(id, { operation_id: id, html, to: body.to, cc: body.cc, bcc: body.bcc, subject: '', uploads: files });
  add(of, entry, plain(html), 'agent');
  if (body.close_after) touch(of, { status: 'closed' });
  setTimeout(
    () => {
      if (!of.entries.includes(entry)) return;
      Object.assign(entry.message!.outgoing!.sending, {
        state: 'sent',
        until: null,
        attempts: 1,
        at: new Date().toISOString(),
      });
      say({ type: 'entry_changed', entry, conversation: rowOf(of.conversation) });
    },
    undo_s * 1000 + 500,
  );
  return entry;
}

export const page = (rows: ConversationRow[], query: URLSearchParams) => {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 50);
  return { items: rows.slice(from, to), next_cursor: to < rows.length ? String(to) : null };
};
