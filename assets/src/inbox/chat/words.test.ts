import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../lib/api/client';
import { setLocale } from '../../lib/i18n/i18n.svelte';
import { waitingCount, wordsPlace } from '../composer/outbox.svelte';
import { giveUp, say, sayAgain, takeUpWords, wordsNotArrived, wordsOnTheWay, type Words } from './words.svelte';

const server = vi.hoisted(() => ({
  says: (_text: string): Promise<unknown> => Promise.resolve({}),
  heard: [] as string[],
}));
const session = vi.hoisted(() => ({ id: undefined as string | undefined }));

vi.mock('../../lib/api/client', async (original) => ({
  ...(await original<typeof import('../../lib/api/client')>()),
  api: {
    POST: (_path: string, { body }: { body: { text: string } }) => {
      server.heard.push(body.text);
      return server.says(body.text);
    },
  },
  answer: (request: Promise<unknown>) => request,
}));

vi.mock('../../app/session.svelte', () => ({
  signedInId: () => session.id,
  me: () => {
    if (session.id === undefined) throw new Error('nobody is signed in');
    return { agent: { id: session.id } };
  },
}));

vi.mock('../store/inbox.svelte', () => ({ change: () => {}, thread: () => undefined }));

const words = (text: string) => ({ text, uploads: [], closeAfter: false });
const refusal = (code: string, status: number) => new ApiError(code, status, '', undefined, undefined);
const days_ms = 24 * 3_600_000;
let person = 0;

beforeEach(async () => {
  await setLocale('en');
  localStorage.clear();
  server.heard = [];
  server.says = () => Promise.resolve({});
  // A new person each time, so that no test finds words of another.
  session.id = `agent ${(person += 1)}`;
});

/** The session ends with the next request, as the server says it. */
function sessionEnds() {
  server.says = () => {
    session.id = undefined;
    return Promise.reject(refusal('not_signed_in', 401));
  };
}

function left(agentId: string, text: string, at: Date): Words {
  const one = { operationId: text, ...words(text), at: at.toISOString(), problem: null, waits: true };
  localStorage.setItem(wordsPlace(agentId), JSON.stringify({ a: [one] }));
  return one;
}

test('words whose session ends wait for their writer, and those after them are said', async () => {
  const mara = session.id!;
  sessionEnds();
  expect(await say('a', words('One moment'))).toBe(false);
  session.id = mara;
  server.says = () => Promise.resolve({});
  takeUpWords();
  expect(await say('a', words('Here it is'))).toBe(true);
  expect(server.heard).toEqual(['One moment', 'One moment', 'Here it is']);
  expect(wordsOnTheWay('a')).toEqual([]);
  expect(localStorage.getItem(wordsPlace(mara))).toBeNull();
});

test('what fails for a reason that nobody foresaw does not stop a conversation', async () => {
  server.says = () => Promise.reject(refusal('blocked', 409));
  // What is kept is no list of words.
  localStorage.setItem(wordsPlace(session.id!), 'null');
  await expect(say('a', words('First'))).rejects.toThrow();
  localStorage.clear();
  server.says = () => Promise.resolve({});
  expect(await say('a', words('Second'))).toBe(true);
});

test('nobody says or sees what somebody else has written', async () => {
  const mara = session.id!;
  sessionEnds();
  await say('a', words('From Mara'));
  session.id = 'somebody else';
  server.says = () => Promise.resolve({});
  expect(wordsNotArrived('a')).toEqual([]);
  takeUpWords();
  await say('a', words('From somebody else'));
  expect(server.heard).toEqual(['From Mara', 'From somebody else']);
  expect(localStorage.getItem(wordsPlace(mara))).toContain('From Mara');
});

test('words that waited for 29 days are shown as not sent, over a reload too, until their writer decides', async () => {
  const old = left(session.id!, 'Long ago', new Date(Date.now() - 30 * days_ms));
  takeUpWords();
  await vi.waitFor(() => expect(wordsNotArrived('a')).toMatchObject([{ problem: expect.stringContaining('29 days') }]));
  expect([server.heard, waitingCount()]).toEqual([[], 0]);
  expect(localStorage.getItem(wordsPlace(session.id!))).toContain('Long ago');
  expect(await sayAgain('a', wordsOnTheWay('a')[0]!)).toBe(true);
  expect(server.heard).toEqual([old.text]);
  expect(localStorage.getItem(wordsPlace(session.id!))).toBeNull();
});

test('words that waited for less leave by themselves', async () => {
  left(session.id!, 'Last week', new Date(Date.now() - 7 * days_ms));
  takeUpWords();
  await vi.waitFor(() => expect(wordsOnTheWay('a')).toEqual([]));
  expect(server.heard).toEqual(['Last week']);
});

test('words that are given up are given up', async () => {
  left(session.id!, 'Never mind', new Date(Date.now() - 30 * days_ms));
  takeUpWords();
  giveUp('a', 'Never mind');
  expect(localStorage.getItem(wordsPlace(session.id!))).toBeNull();
});
