// The made-up conversations of the mock: plausible ones, and the hard ones.
import { ago, me, jonas, aisha, inboxes, support, sales, returns, conversationOf, type Line, type Kept } from './data';

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
