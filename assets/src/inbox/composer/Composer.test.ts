import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { handleKey } from '../../app/keys.svelte';
import type { Conversation } from '../../lib/api/types';
import { setLocale } from '../../lib/i18n/i18n.svelte';
import Composer from './Composer.svelte';

vi.mock('../../app/session.svelte', async (original) => ({
  ...(await original<typeof import('../../app/session.svelte')>()),
  me: () => ({ agent: { id: 'mara', name: 'Mara' } }),
}));

// Nobody is found by what is typed.
vi.mock('../../contacts/search.svelte', () => ({ contactSearch: () => ({ found: [], isFresh: false }) }));

vi.mock('./server_drafts', () => ({
  fetchDrafts: vi.fn(async () => ({ message: null, comment: null })),
  saveDraft: vi.fn(async () => ''),
  removeDraft: vi.fn(),
}));

const conversation = {
  id: 'a',
  inbox_id: 'hello',
  subject: 'Bread',
  status: 'open',
  contact: { id: 'c', name: 'Ida', address: 'ida@example.org' },
  participants: [],
  drafting_agent_ids: [],
  reply_all: { to: [], cc: [] },
} as unknown as Conversation;

beforeEach(() => setLocale('en'));

test('what is typed before a forward asks whom it goes to stands in its first line', async () => {
  const { component } = render(Composer, { conversation, newest: undefined, closed: () => {} });
  const started = component.start('forward');
  for (const key of 'ze#') {
    const event = new KeyboardEvent('keydown', { key, cancelable: true });
    handleKey(event);
    expect(event.defaultPrevented).toBe(true);
  }
  await started;
  const to = screen.getByLabelText<HTMLInputElement>('To');
  await vi.waitFor(() => expect(to.value).toBe('ze#'));
  expect(document.activeElement).toBe(to);
});
