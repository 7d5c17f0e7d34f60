// Made-up people and inboxes for the mock, and how a conversation of theirs is made.
import type { Agent, Conversation, Entry, Inbox, Mailbox, Message } from '../src/lib/api/types';

let made = 0;
export function newId(): string {
  made += 1;
  return `0193a000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

const now = Date.now();
export const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

function colleague(name: string, email: string, role: Agent['role'] = 'agent'): Agent {
  return {
    id: newId(),
    name,
    email,
    role,
    standing: 'active',
    locale: 'en',
    created_at: ago(90_000),
    chat_name: null,
    picture_url: null,
    meeting_link: null,
    availability: { state: 'available', reason: 'no_hours', by_agent_id: null, since: null, changes_at: null },
    working_hours: null,
    has_second_factor: false,
  };
}

export const agents = [
  colleague('Maren Olthof', 'maren@nordlicht.example', 'administrator'),
  colleague('Jonas Weber', 'jonas@nordlicht.example'),
  colleague('Aïsha El Khatib', 'aisha@nordlicht.example'),
  colleague('Bartholomeus van Wassenaer-Obdam de Cloese tot Rozendaal', 'bartholomeus@nordlicht.example'),
];
export const [me, jonas, aisha, bart] = agents as [Agent, Agent, Agent, Agent];

function inbox(name: string, local: string): Inbox {
  const address = `${local}@nordlicht.example`;
  return {
    id: newId(),
    name,
    members: { kind: 'everyone' },
    fallback_address: address,
    addresses: [address],
    sender_address: address,
    from_name: { kind: 'agent_at_company', company: 'Nordlicht Lamps' },
    signature_html: '<p>Kind regards,<br>Nordlicht Lamps</p>',
    created_at: ago(90_000),
  };
}

export const inboxes = [
  inbox('Support', 'support'),
  inbox('Sales', 'sales'),
  inbox('Returns and warranty claims, Benelux', 'returns'),
];
export const [support, sales, returns] = inboxes as [Inbox, Inbox, Inbox];

export interface Kept {
  conversation: Conversation;
  entries: Entry[];
  bodies: Map<string, string>;
}

export interface Line {
  from?: 'contact' | Agent;
  comment?: Agent;
  minutes: number;
  text?: string;
  html?: string;
  change?: Partial<Message>;
  activity?: Entry['activity'];
}

export function conversationOf(
  subject: string,
  contact: { name: string; address: string },
  of: Inbox,
  lines: Line[],
  change: Partial<Conversation> = {},
): Kept {
  const id = newId();
  const bodies = new Map<string, string>();
  const ours: Mailbox = { name: of.name, address: of.sender_address };
  const entries = lines.map((line): Entry => {
    const entryId = newId();
    const base = { id: entryId, conversation_id: id, at: ago(line.minutes) };
    if (line.activity) return { ...base, kind: 'activity', activity: line.activity };
    if (line.comment) {
      return {
        ...base,
        kind: 'comment',
        comment: {
          agent_id: line.comment.id,
          html: line.html ?? `<p>${line.text}</p>`,
          text: line.text ?? '',
          mentions: [],
          attachments: [],
        },
      };
    }
    const incoming = line.from === undefined || line.from === 'contact';
    if (line.html) bodies.set(entryId, line.html);
    const message: Message = {
      direction: incoming ? 'incoming' : 'outgoing',
      from: incoming ? contact : { name: `${(line.from as Agent).name} at Nordlicht`, address: of.sender_address },
      reply_to: [],
      to: [incoming ? ours : contact],
      cc: [],
      bcc: [],
      subject,
      text: line.text ?? '',
      has_quote: false,
      has_html: line.html !== undefined,
      attachments: [],
      ...(incoming
        ? {
            incoming: {
              contact_id: id,
              kind: 'personal',
              written_at: ago(line.minutes),
              checks: { spf: 'pass', dkim: 'pass', dmarc: 'pass' },
              is_proven: true,
              note: null,
            },
          }
        : {
            outgoing: {
              agent_id: (line.from as Agent).id,
              scheduled_for: null,
              sending: {
                state: 'sent',
                until: null,
                attempts: 1,
                next_at: null,
                words: '250 2.0.0 OK',
                at: ago(line.minutes),
                failed: [],
              },
            },
          }),
      ...line.change,
    };
    return { ...base, kind: 'message', message };
  });
  const spoken = entries.filter((entry) => entry.kind !== 'activity');
  const last = spoken.at(-1)!;
  const speaker = last.comment
    ? 'commenter'
    : last.message?.incoming
      ? last.message.incoming.kind === 'personal'
        ? 'contact'
        : 'machine'
      : 'agent';
  const conversation: Conversation = {
    id,
    inbox_id: of.id,
    contact: { id: newId(), ...contact },
    channel: 'email',
    subject,
    status: 'open',
    assignee_id: null,
    is_with_bot: false,
    created_at: entries[0]!.at,
    active_at: last.at,
    newest: {
      speaker,
      agent_id: last.comment?.agent_id ?? last.message?.outgoing?.agent_id ?? null,
      preview: (last.comment?.text ?? last.message?.text ?? '').replace(/\s+/g, ' ').slice(0, 160),
    },
    waiting_since: speaker === 'contact' ? last.at : null,
    participant_count: 1,
    message_count: entries.filter((entry) => entry.kind === 'message').length,
    comment_count: entries.filter((entry) => entry.kind === 'comment').length,
    due_at: null,
    wakes_on_reply: false,
    tag_ids: [],
    answered_by_ids: [],
    has_attachments: entries.some((entry) => (entry.message?.attachments.length ?? 0) > 0),
    heard_id: spoken.findLast((entry) => !entry.message?.outgoing)?.id ?? null,
    attention: { seen_id: '', follows: false, named_id: null },
    follower_ids: [],
    drafting_agent_ids: [],
    participants: [{ ...contact, standing: 'known' }],
    reply: { to: [contact], cc: [] },
    reply_all: { to: [contact], cc: [] },
    ...change,
  };
  return { conversation, entries, bodies };
}
