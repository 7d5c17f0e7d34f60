// Rows, entries and events as the server sends them, for tests.
import type { Conversation, ConversationRow, Entry, Frame } from '../../lib/api/types';

export const meId = 'agent-me';
export const colleagueId = 'agent-colleague';

export function row(id: string, change: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id,
    inbox_id: 'inbox-support',
    contact: { id: 'contact-zoe', name: 'Zoë', address: 'zoe@example.org' },
    channel: 'email',
    subject: `Subject of ${id}`,
    status: 'open',
    due_at: null,
    wakes_on_reply: false,
    tag_ids: [],
    answered_by_ids: [],
    assignee_id: null,
    is_with_bot: false,
    created_at: '2026-11-24T08:00:00Z',
    active_at: '2026-11-24T09:00:00Z',
    newest: { speaker: 'contact', agent_id: null, preview: 'Hello' },
    waiting_since: '2026-11-24T09:00:00Z',
    participant_count: 1,
    message_count: 1,
    comment_count: 0,
    has_attachments: false,
    heard_id: null,
    attention: null,
    drafting_agent_ids: [],
    ...change,
  };
}

export function detail(of: ConversationRow): Conversation {
  const zoe = { name: 'Zoë', address: 'zoe@example.org' };
  return {
    ...of,
    participants: [{ ...zoe, standing: 'known' }],
    reply: { to: [zoe], cc: [] },
    reply_all: { to: [zoe], cc: [] },
    follower_ids: [],
  };
}

export function reply(id: string, conversationId: string, agentId: string, change: Partial<Entry> = {}): Entry {
  return {
    id,
    conversation_id: conversationId,
    at: '2026-11-24T10:00:00Z',
    kind: 'message',
    message: {
      direction: 'outgoing',
      from: { name: 'Support', address: 'support@desk.example' },
      reply_to: [],
      to: [{ name: 'Zoë', address: 'zoe@example.org' }],
      cc: [],
      bcc: [],
      subject: 'Re: Subject',
      text: 'Here you are',
      has_quote: false,
      has_html: true,
      attachments: [],
      outgoing: {
        agent_id: agentId,
        scheduled_for: null,
        sending: {
          state: 'held',
          until: '2026-11-24T10:00:10Z',
          attempts: 0,
          next_at: null,
          words: null,
          at: null,
          failed: [],
        },
      },
    },
    ...change,
  };
}

let seq = 0;
/** A frame with the next number of the feed. */
export function frame<Body extends { type: Frame['type'] }>(body: Body): Frame {
  seq += 1;
  return { seq, ...body } as unknown as Frame;
}
