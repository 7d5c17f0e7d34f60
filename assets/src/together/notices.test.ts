import { beforeEach, expect, test, vi } from 'vitest';
import { allNotices, loadNotices, readAll, unreadNotices } from './notices.svelte';

const server = vi.hoisted(() => ({
  page: { items: [] as unknown[], next_before: null, unread: 0 },
  read: [] as string[],
  reads: () => Promise.resolve(),
}));

vi.mock('../lib/api/client', () => ({
  api: {
    GET: async () => server.page,
    POST: (_path: string, { body }: { body: { up_to: string } }) => {
      server.read.push(body.up_to);
      return server.reads();
    },
  },
  answer: (request: Promise<unknown>) => request,
}));
vi.mock('../lib/realtime/live.svelte', () => ({ onFrames: () => {} }));
vi.mock('./noise', () => ({ makeNoise: () => {} }));

const notice = (id: string) => ({ id, conversation_id: 'a', is_read: false });

beforeEach(() => {
  server.read = [];
  server.reads = () => Promise.resolve();
});

test('everything up to the newest notice is read', async () => {
  server.page = { items: [notice('2'), notice('1')], next_before: null, unread: 2 };
  await loadNotices();
  await readAll();
  expect(server.read).toEqual(['2']);
  expect([unreadNotices(), allNotices().every((one) => one.is_read)]).toEqual([0, true]);
});

test('what is counted and not shown is read too', async () => {
  server.page = { items: [], next_before: null, unread: 3 };
  await loadNotices();
  await readAll();
  // Without an id it is all that was told.
  expect(server.read).toEqual([undefined]);
  expect(unreadNotices()).toBe(0);
});

test('what the server does not take stays unread', async () => {
  server.page = { items: [], next_before: null, unread: 3 };
  await loadNotices();
  server.reads = () => Promise.reject(new Error('offline'));
  await expect(readAll()).rejects.toThrow();
  expect(unreadNotices()).toBe(3);
});
