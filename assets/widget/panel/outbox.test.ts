import { beforeEach, expect, test, vi } from 'vitest';
import type { Hello } from '../protocol';
import { Panel } from './panel.svelte';
import { Refused } from './server';
import type { Pending } from './store/state';
import type { Session } from './wire';

type Asked = { path: string; text?: string; email?: string };
const server = vi.hoisted(() => ({ asked: [] as Asked[], says: (_path: string): unknown => ({}) }));

vi.mock('./server', async (original) => ({
  ...(await original<typeof import('./server')>()),
  ask: async (path: string, { body }: { body?: Asked }) => {
    server.asked.push({ path, text: body?.text, email: body?.email });
    return server.says(path);
  },
}));
vi.mock('./live', async (original) => ({
  ...(await original<typeof import('./live')>()),
  holdLine: () => () => {},
}));
vi.mock('./host', () => ({ tellHost: () => {} }));

const key = 'postroom.outbox';
const days_ms = 24 * 3_600_000;
let visitor: Partial<Session['visitor']>;

const flow = { id: 'flow', options: { consent: { kind: 'none' }, storage: 'at_once' } };
const hello = { channel: 'key', token: null, identity: null, page: { url: '' }, chatflow: flow, wishes: {} };

function greeted(change: Partial<Hello> = {}): Panel {
  return new Panel({ ...hello, ...change } as unknown as Hello);
}

function written(text: string, at = Date.now()): Pending {
  const pending = { operation_id: text, conversation_id: null, text, uploads: [], starts_new: false };
  return { ...pending, at: new Date(at).toISOString(), standing: 'sending' };
}

/** The server has a session for whoever asks, and takes no words. */
function isReached(path: string): unknown {
  if (path !== 'sessions') throw new Refused('offline', 0, undefined, 0);
  return { token: `token of ${visitor.id}`, visitor, conversations: [], chatflow: null, seq: 0 };
}

const said = () => server.asked.flatMap(({ text }) => text ?? []);
const waits = () => sessionStorage.getItem(key);

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  server.asked = [];
  visitor = { id: 'anonymous', is_identified: false };
  server.says = () => {
    throw new Refused('offline', 0, undefined, 0);
  };
});

test('what is written while the server is not reached is there on the next page', async () => {
  greeted().outbox.add(written('Hello'));
  await vi.advanceTimersByTimeAsync(0);
  const next = greeted();
  expect(next.chats.pending).toMatchObject([{ text: 'Hello', standing: 'sending' }]);
});

test('when the site forgets a visitor, the next one says nothing of what was written', async () => {
  const panel = greeted();
  panel.claimed = 'zoe@example.org';
  panel.outbox.add(written('From Zoë'));
  await vi.advanceTimersByTimeAsync(0);
  expect(waits()).toContain('From Zoë');
  panel.hear({ type: 'clear' });
  expect([panel.chats.pending, waits(), panel.claimed]).toEqual([[], null, '']);
  server.asked = [];
  server.says = isReached;
  visitor = { id: 'ida', is_identified: true };
  const next = greeted({ identity: 'ida' });
  await vi.advanceTimersByTimeAsync(120_000);
  expect([next.chats.pending, said()]).toEqual([[], []]);
});

test('who signs in takes along what they wrote before, and who takes their place does not', async () => {
  server.says = isReached;
  const panel = greeted();
  await panel.begin();
  panel.outbox.add(written('Before I signed in'));
  visitor = { id: 'zoe', is_identified: true };
  panel.hear({ type: 'identity', identity: 'zoe' });
  await vi.advanceTimersByTimeAsync(0);
  expect(panel.chats.pending).toHaveLength(1);
  visitor = { id: 'ida', is_identified: true };
  panel.hear({ type: 'identity', identity: 'ida' });
  await vi.advanceTimersByTimeAsync(0);
  expect([panel.session?.visitor.id, panel.chats.pending, waits()]).toEqual(['ida', [], null]);
});

test('what waited for 29 days leaves only when its writer says so', async () => {
  sessionStorage.setItem(key, JSON.stringify([written('Long ago', Date.now() - 29 * days_ms), written('Today')]));
  server.says = isReached;
  const panel = greeted();
  await vi.advanceTimersByTimeAsync(0);
  expect(said()).toEqual(['Today']);
  expect(panel.chats.pending.map(({ standing }) => standing)).toEqual(['failed', 'sending']);
});
