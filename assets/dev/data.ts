// Made-up people and conversations for the mock: plausible ones, and the hard ones.
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
const [support, sales, returns] = inboxes as [Inbox, Inbox, Inbox];

export interface Kept {
  conversation: Conversation;
  entries: Entry[];
  bodies: Map<string, string>;
}

interface Line {
  from?: 'contact' | Agent;
  comment?: Agent;
  minutes: number;
  text?: string;
  html?: string;
  change?: Partial<Message>;
  activity?: Entry['activity'];
}

function conversationOf(
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

const zoe = { name: 'Zoë Visser', address: 'zoe.visser@lichthuis.example' };
const crowd = Array.from({ length: 39 }, (_, index) => ({
  name: index % 5 === 0 ? '' : `Person ${index} of the Long Distribution List`,
  address: `person.${index}@association.example`,
  standing: (index % 9 === 0 ? 'unverified' : 'copied') as 'unverified' | 'copied',
}));

const newsletter = `<!doctype html><html data-remote-images="blocked"><meta charset="utf-8"><base target="_blank"><style>body{margin:0;padding:16px;font:15px/1.5 sans-serif;color:#222}</style>
<table width="100%" style="border-collapse:collapse"><tr><td style="background:#0b5;color:#fff;padding:18px;font-size:22px">Autumn prices</td></tr>
<tr><td style="padding:18px"><p>Dear Nordlicht team,</p><p>please find our new price list for <b>pendant lamps</b> below.</p>
<table border="1" cellpadding="6" style="border-collapse:collapse"><tr><th>Model</th><th>Price</th></tr><tr><td>Aurora 40</td><td>€ 128.00</td></tr><tr><td>Polaris 60</td><td>€ 214.50</td></tr></table>
<p><a href="https://lamps.example/catalogue">The whole catalogue</a></p></td></tr></table><details><summary>…</summary><blockquote>Your earlier mail</blockquote></details>`;

const zoeMail = `<!doctype html><html data-remote-images="blocked"><meta charset="utf-8"><base target="_blank"><style>:root{color-scheme:light dark}body{margin:0;font:15px/1.55 system-ui,sans-serif}blockquote{border-left:2px solid #bbb;margin:0;padding-left:12px;color:#555}</style>
<p>Hi Maren,</p><p>thanks, that was quick. I measured again: the ceiling is <b>2.85 m</b> high, so the short cable is enough. Could you send the invoice to our new address?</p>
<p>Lichthuis B.V.<br>Keizersgracht 112<br>1015 CV Amsterdam</p><p>Best,<br>Zoë</p><details><summary aria-label="Quoted text">…</summary><blockquote>On Monday Maren wrote:<br>Dear Zoë, the cable comes in 1.5 m and 3 m.</blockquote></details>`;

export const kept: Kept[] = [
  conversationOf(
    'Cable length of the Aurora pendant',
    zoe,
    support,
    [
      {
        minutes: 2900,
        text: 'Good morning,\n\nI am furnishing a stairwell and would like to hang three Aurora 40 lamps at different heights.\nWhich cable lengths do you offer? Our ceiling is rather high.\n\nSee the plan at https://lichthuis.example/plans/stairwell.\n\nKind regards,\nZoë Visser',
        change: {
          has_quote: false,
          attachments: [
            { index: 0, name: 'stairwell-plan.pdf', media_type: 'application/pdf', size: 482_113, is_inline: false },
            { index: 1, name: 'photo.png', media_type: 'image/png', size: 1_904_220, is_inline: false },
          ],
        },
      },
      {
        minutes: 2890,
        activity: {
          until: null,
          tag_id: null,
          from_inbox_id: null,
          to_inbox_id: null,
          other_conversation_id: null,
          change: 'assigned',
          from_agent_id: null,
          to_agent_id: me.id,
          cause: 'first_answer',
          agent_id: me.id,
        },
      },
      {
        from: me,
        minutes: 2890,
        html: '<!doctype html><style>:root{color-scheme:light dark}body{margin:0;font:15px/1.55 system-ui,sans-serif}</style><p>Dear Zoë,</p><p>the cable comes in 1.5 m and 3 m, and can be shortened by any electrician.</p><p>Kind regards,<br>Maren</p>',
        text: 'Dear Zoë, the cable comes in 1.5 m and 3 m, and can be shortened by any electrician.',
      },
      {
        comment: jonas,
        minutes: 1500,
        text: 'The 3 m cables are back in stock on Thursday. I have put three aside.',
        html: '<p>The 3 m cables are back in stock on <strong>Thursday</strong>. I have put three aside.</p>',
      },
      {
        minutes: 42,
        html: zoeMail,
        text: 'Hi Maren, thanks, that was quick. I measured again: the ceiling is 2.85 m high, so the short cable is enough.',
        change: { has_quote: true },
      },
    ],
    { assignee_id: me.id, has_attachments: true },
  ),
  conversationOf(
    'Re: Autumn price list',
    { name: 'Lumina Wholesale', address: 'news@lumina-wholesale.example' },
    sales,
    [
      {
        minutes: 8,
        html: newsletter,
        text: 'Dear Nordlicht team, please find our new price list for pendant lamps below.',
        change: {
          incoming: {
            contact_id: null,
            kind: 'personal',
            written_at: ago(9),
            checks: { spf: 'fail', dkim: 'none', dmarc: 'fail' },
            is_proven: false,
            note: null,
          },
        },
      },
    ],
  ),
  conversationOf('مصباح مكسور في الطلب رقم ١٧', { name: 'ليلى الحداد', address: 'layla@bayt.example' }, support, [
    {
      minutes: 95,
      text: 'مرحبا،\n\nوصل الطلب رقم ١٧ اليوم لكن أحد المصابيح مكسور. هل يمكنكم إرسال بديل؟\n\nشكرا،\nليلى',
    },
  ]),
  conversationOf(
    'Annual meeting of the association: rooms, lamps, and who brings the projector this time around, please answer everybody',
    {
      name: 'Dr. Friedrich-Wilhelm Freiherr von und zu Hohenstein-Langenburg',
      address: 'friedrich-wilhelm.freiherr.von.und.zu.hohenstein-langenburg@very-long-association-name.example',
    },
    returns,
    [
      {
        minutes: 130,
        text: 'Dear all,\n\nwho brings the projector?\n\nAveryveryveryverylongwordwithoutanyspaceinitthatmustnotbreakthelayoutofthepageatall_0123456789_0123456789_0123456789',
      },
    ],
    {
      participants: [{ name: 'Dr. Friedrich-Wilhelm', address: 'fw@association.example', standing: 'known' }, ...crowd],
      participant_count: 40,
      reply_all: {
        to: [{ name: 'Dr. Friedrich-Wilhelm', address: 'fw@association.example' }],
        cc: crowd.map(({ name, address }) => ({ name, address })),
      },
    },
  ),
  conversationOf(
    '<script>alert(1)</script> "quotes" & <b>tags</b>',
    { name: '<img src=x onerror=alert(1)>', address: 'mallory@evil.example' },
    support,
    [
      {
        minutes: 190,
        text: '<script>alert(1)</script>\njavascript:alert(1) https://good.example/?a=1&b=2',
        change: {
          incoming: {
            contact_id: null,
            kind: 'personal',
            written_at: null,
            checks: { spf: 'fail', dkim: 'fail', dmarc: 'fail' },
            is_proven: false,
            note: 'Parts of this mail could not be read; the original holds them.',
          },
        },
      },
    ],
  ),
  conversationOf('', { name: '', address: 'nameless@example.org' }, support, [{ minutes: 250, text: '' }]),
  conversationOf(
    'Order 4711 has not arrived',
    { name: 'Sören Åkesson', address: 'soren@akesson.example' },
    support,
    [
      { minutes: 700, text: 'Hej, where is my order 4711?' },
      {
        from: jonas,
        minutes: 660,
        text: 'Hello Sören, it left us on Friday. I have asked the carrier.',
        change: {
          outgoing: {
            agent_id: jonas.id,
            scheduled_for: null,
            sending: {
              state: 'failed',
              until: null,
              attempts: 4,
              next_at: null,
              words: null,
              at: null,
              failed: [
                {
                  address: 'soren@akesson.example',
                  words:
                    '550 5.1.1 <soren@akesson.example>: Recipient address rejected: User unknown in virtual mailbox table',
                },
              ],
            },
          },
        },
      },
    ],
    { assignee_id: jonas.id },
  ),
  conversationOf(
    'Out of office: Re: Your order',
    { name: 'Pieter de Wit', address: 'pieter@dewit.example' },
    sales,
    [
      {
        minutes: 900,
        text: 'Ik ben tot maandag afwezig.',
        change: {
          incoming: {
            contact_id: null,
            kind: 'automatic',
            written_at: ago(900),
            checks: { spf: 'pass', dkim: 'none', dmarc: 'none' },
            is_proven: false,
            note: null,
          },
        },
      },
    ],
    { assignee_id: aisha.id },
  ),
  conversationOf(
    'Wholesale conditions',
    { name: 'Café Morgenrot', address: 'einkauf@morgenrot.example' },
    sales,
    [
      { minutes: 1500, text: 'Guten Tag, wir möchten zwölf Polaris 60 bestellen. Gibt es einen Rabatt?' },
      {
        from: aisha,
        minutes: 1440,
        text: 'Guten Tag, ab zehn Stück geben wir acht Prozent.',
        change: {
          outgoing: {
            agent_id: aisha.id,
            scheduled_for: null,
            sending: {
              state: 'queued',
              until: null,
              attempts: 2,
              next_at: ago(-22),
              words: '451 4.7.1 Greylisting in action, please come back later',
              at: null,
              failed: [],
            },
          },
        },
      },
    ],
    { assignee_id: aisha.id },
  ),
  conversationOf(
    'A long exchange',
    { name: 'Margaret Hale', address: 'margaret@milton.example' },
    support,
    Array.from({ length: 24 }, (_, index): Line => ({
      from: index % 2 ? me : 'contact',
      minutes: 9000 - index * 200,
      text: `Message ${index + 1}. The lamp flickers when the washing machine runs; I have tried another socket and another bulb, as you said.`,
    })),
    { assignee_id: me.id },
  ),
  ...Array.from({ length: 140 }, (_, index) => {
    const names = [
      'Emma de Jong',
      'Lukas Brandt',
      'Olivia Carter',
      'Noah Peeters',
      'Yuki Tanaka',
      'Chiara Rossi',
      'Tomasz Nowak',
      'Fatima Zahra',
    ];
    const subjects = [
      'Question about the dimmer',
      'Invoice for October',
      'Lamp shade arrived dented',
      'Can I change my order?',
      'Delivery to Belgium',
      'Which bulb fits Polaris?',
      'Thank you',
      'Return of order',
    ];
    const name = names[index % names.length]!;
    return conversationOf(
      `${subjects[(index * 3) % subjects.length]} ${1200 + index}`,
      { name, address: `${name.split(' ')[0]!.toLowerCase()}.${index}@example.org` },
      inboxes[index % 2]!,
      [
        {
          minutes: 2000 + index * 190,
          text: 'Hello, I have a question about my order. Could you have a look and let me know what you think?',
        },
        ...(index % 3 === 0
          ? [
              {
                from: index % 2 ? jonas : aisha,
                minutes: 1990 + index * 190 - 20,
                text: 'Of course. I have looked it up and it will be with you on Tuesday.',
              },
            ]
          : []),
      ],
      {
        status: index % 4 === 3 ? 'closed' : 'open',
        assignee_id: index % 3 === 0 ? (index % 2 ? jonas : aisha).id : null,
        ...(index % 4 === 3 ? { waiting_since: null } : {}),
      },
    );
  }),
];
