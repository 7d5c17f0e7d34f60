import { beforeEach, expect, test, vi } from 'vitest';
import { toasts } from '../../app/toasts.svelte';
import { ApiError } from '../../lib/api/client';
import { setLocale } from '../../lib/i18n/i18n.svelte';
import type { Pending } from '../store/state';
import { meId, reply } from '../store/fixtures';
import { draft, draftsOf, emptyDraft, leave, newPlace } from './drafts.svelte';
import { outboxOf, sendAgain, waitingCount, waitingIn } from './outbox.svelte';
import { offerUndo, openOutbox, undo } from './sending';

const server = vi.hoisted(() => ({
  says: (_path: string): Promise<unknown> => Promise.resolve({}),
  heard: [] as string[],
}));
const router = vi.hoisted(() => ({ go: vi.fn() }));

vi.mock('../../lib/api/client', async (original) => ({
  ...(await original<typeof import('../../lib/api/client')>()),
  api: {
    POST: (path: string) => {
      server.heard.push(path);
      return server.says(path);
    },
  },
  answer: (request: Promise<unknown>) => request,
}));

vi.mock('../../app/session.svelte', async (original) => ({
  ...(await original<typeof import('../../app/session.svelte')>()),
  me: () => ({ agent: { id: meId }, undo_s: 10 }),
  signedInId: () => meId,
}));

vi.mock('../../app/router.svelte', async (original) => ({
  ...(await original<typeof import('../../app/router.svelte')>()),
  ...router,
}));

vi.mock('./server_drafts', () => ({
  fetchDrafts: vi.fn(async () => ({ message: null, comment: null })),
  saveDraft: vi.fn(async () => ''),
  removeDraft: vi.fn(),
}));

// This page is the only one.
Object.defineProperty(navigator, 'locks', {
  value: { request: (_name: string, _options: object, then: (lock: object) => unknown) => then({}) },
});

const refusal = (code: string, status: number) => new ApiError(code, status, '', undefined, undefined);
const fails = (code: string, status: number) => () => Promise.reject(refusal(code, status));
const said = () => toasts.map((one) => one.words);
const days_ms = 24 * 3_600_000;

const undone = {
  to: [{ name: 'Zoë', address: 'zoe@example.org' }],
  cc: [],
  bcc: [],
  subject: 'Re: Bread',
  html: '<p>As the server has it</p>',
  uploads: [],
  quote_entry_id: null,
  forward_entry_id: null,
  from: null,
};

beforeEach(async () => {
  await setLocale('en');
  localStorage.clear();
  for (const place of ['a', newPlace]) leave(place);
  localStorage.clear();
  draftsOf(`agent ${Math.random()}`);
  toasts.length = 0;
  server.heard = [];
  server.says = () => Promise.resolve({});
  router.go.mockClear();
});

/** A message that has left the composer and can be taken back. */
function sent(entryId: string, html = '<p>Good morning</p>', uploads: Pending['written']['uploads'] = []) {
  const entry = reply(entryId, 'a', meId);
  offerUndo(entry, emptyDraft('reply', { html, to: undone.to, uploads }), 'Message sent');
  toasts.length = 0;
  return entry;
}

test('a message that is taken back is in the composer again', async () => {
  const entry = sent('1');
  server.says = () => Promise.resolve(undone);
  await undo(entry);
  expect(draft('a')).toMatchObject({ html: '<p>Good morning</p>', to: undone.to });
  expect(router.go).toHaveBeenCalledOnce();
});

test('a second press while the first is under way brings the words once', async () => {
  const entry = sent('2');
  server.says = () => {
    server.says = fails('not_found', 404);
    return Promise.resolve(undone);
  };
  await Promise.all([undo(entry), undo(entry)]);
  await undo(entry);
  expect(draft('a')?.html).toBe('<p>Good morning</p>');
  expect([server.heard.length, said()]).toEqual([1, []]);
});

test('when the answer of an undo is lost, its words are in the composer as soon as the server is reached', async () => {
  vi.useFakeTimers();
  const entry = sent('3');
  server.says = fails('offline', 0);
  const taken = undo(entry);
  await vi.advanceTimersByTimeAsync(1);
  expect(said()).toEqual([expect.stringContaining('No connection')]);
  server.says = fails('not_found', 404);
  await vi.advanceTimersByTimeAsync(6_000);
  await taken;
  vi.useRealTimers();
  expect(draft('a')).toMatchObject({ html: '<p>Good morning</p>', to: undone.to, kind: 'reply' });
  expect(said().at(-1)).toBe('Your message was taken back. It is in the composer again.');
  // Whoever is elsewhere by now stays there.
  expect(router.go).not.toHaveBeenCalled();
});

test('files of a message whose undo was not answered are asked for again, and no picture points nowhere', async () => {
  const picture = { id: '7', name: 'bread.png', media_type: 'image/png', size: 1 };
  const entry = sent('4', '<p>Look <img src="/api/uploads/7/content" alt="bread"></p>', [picture]);
  server.says = fails('not_found', 404);
  await undo(entry);
  expect(draft('a')).toMatchObject({ html: '<p>Look </p>', uploads: [] });
  expect(said()).toEqual([expect.stringContaining('Attach them again')]);
});

test('a message that has left is said to have left, and can be asked for again', async () => {
  const entry = sent('5');
  server.says = fails('has_left', 409);
  await undo(entry);
  await undo(entry);
  expect(said()).toEqual(['The message has left already.', 'The message has left already.']);
  expect(draft('a')).toBeUndefined();
});

test('a message that is gone and was not written on this page is not found', async () => {
  server.says = fails('not_found', 404);
  await undo(reply('6', 'a', meId));
  expect(said()).toHaveLength(1);
  expect(draft('a')).toBeUndefined();
});

function waiting(agentId: string, change: Partial<Pending['written']> = {}): Pending {
  const { kind: _kind, inboxId: _inboxId, ...made } = emptyDraft('reply', { html: '<p>Long ago</p>', to: undone.to });
  const { operationId, html, to, cc, bcc, uploads, quoteEntryId, forwardEntryId, from } = made;
  const pending: Pending = {
    operationId,
    conversationId: change.inboxId ? newPlace : 'a',
    at: new Date(Date.now() - 30 * days_ms).toISOString(),
    problem: null,
    written: {
      ...{ kind: 'message', html, to, cc, bcc, uploads, quoteEntryId, forwardEntryId, from, subject: null },
      ...{ closeAfter: false, lastSeenEntryId: null, confirmed: false, sendAt: null },
      ...change,
    },
  };
  localStorage.setItem(`postroom.outbox.${agentId}`, JSON.stringify([pending]));
  return pending;
}

test('an answer that waited for 29 days stays with its writer, who may send it again', async () => {
  waiting('mara');
  openOutbox('mara');
  await vi.waitFor(() => expect(waitingIn('a')).toMatchObject([{ problem: expect.stringContaining('29 days') }]));
  expect([server.heard, waitingCount()]).toEqual([[], 0]);
  expect(said()).toEqual([expect.stringContaining('could not be sent')]);
  server.says = () => Promise.resolve(reply('8', 'a', meId));
  sendAgain(waitingIn('a')[0]!);
  await vi.waitFor(() => expect(server.heard).toEqual(['/api/conversations/{id}/messages']));
  await vi.waitFor(() => expect(outboxOf('mara')).toEqual([]));
});

test('a new conversation that waited for 29 days is in the composer again', async () => {
  waiting('ida', { inboxId: 'hello', subject: 'Bread' });
  openOutbox('ida');
  await vi.waitFor(() => expect(outboxOf('ida')).toEqual([]));
  expect(server.heard).toEqual([]);
  expect(draft(newPlace)).toMatchObject({ html: '<p>Long ago</p>', subject: 'Bread' });
});
