// A chatflow as the server says it, for tests.
import type { Chatflow } from '../lib/api/types';

export function someFlow(change: Partial<Chatflow> = {}): Chatflow {
  const showing = { how: 'launcher', after_s: null, scroll_percent: null, on_exit_intent: false } as const;
  return {
    id: '01a20d9a-fc88-73f6-aeb6-09d2365ab03a',
    name: 'Sales',
    inbox_id: '01a20d9a-fc88-73f6-aeb6-09d2365ab03b',
    channel_id: null,
    kind: 'live_chat',
    bot: null,
    targeting: { url_rules: [{ effect: 'show', condition: { kind: 'all_pages' } }], visitor_rules: [] },
    display: {
      desktop: showing,
      phone: { kind: 'as_on_desktop' },
      colour: '#4b4acf',
      position: 'right',
      heading: { kind: 'custom', name: 'Example Ltd', picture_id: null, picture_url: null },
      meeting_link: null,
      reply_time: { kind: 'unsaid' },
    },
    availability: { when: { kind: 'always' }, away: { kind: 'take_messages', asks_email: true, says_return: true } },
    options: {
      email_capture: { kind: 'never' },
      consent: 'none',
      storage: 'on_start',
      asks_rating: true,
      transcript: 'offered',
      takes_files: true,
      session_timeout_min: 30,
    },
    texts: [
      {
        language: 'en',
        greeting: '',
        welcome: '',
        away: '',
        email_prompt: '',
        consent_notice: '',
        consent_accept: '',
        consent_decline: '',
        rating_question: '',
        meeting_label: '',
      },
    ],
    is_published: false,
    published_since: null,
    problems: [],
    revision: 1,
    created_at: '2026-11-23T08:00:00.000Z',
    changed_at: '2026-11-23T08:00:00.000Z',
    ...change,
  };
}
