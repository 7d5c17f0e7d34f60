// What an agent says in chats, on its way: shown at once, sent in order, said once however often it is tried. Words that
// the server cannot be told now wait in this browser until it answers, over a reload as well.
import { problemWords } from '../../app/problems';
import { me } from '../../app/session.svelte';
import { answer, api, isCode, newOperationId } from '../../lib/api/client';
import type { Upload } from '../../lib/api/types';
import { wordsPlace, wordsWait } from '../composer/outbox.svelte';
import { change, thread } from '../store/inbox.svelte';

export interface Words {
  operationId: string;
  text: string;
  uploads: Upload[];
  closeAfter: boolean;
  at: string;
  problem: string | null;
  /** The server was not reached: they leave as soon as it is. */
  waits: boolean;
}

const retry_ms = 5_000;

const onTheWay = $state<Record<string, Words[]>>({});
const drafts = $state<Record<string, string>>({});
const queues = new Map<string, Promise<unknown>>();
/** Words of this page: what else waits is another one's. */
const own = new Set<string>();

export function wordsOnTheWay(conversationId: string): readonly Words[] {
  return onTheWay[conversationId] ?? [];
}

/** Those that do not stand in the thread: their event may come before the answer to their request. */
export function wordsNotArrived(conversationId: string): readonly Words[] {
  const arrived = new Set(thread(conversationId)?.entries.map(({ chat }) => chat?.operation_id));
  return wordsOnTheWay(conversationId).filter(({ operationId }) => !arrived.has(operationId));
}

export function draftOf(conversationId: string): string {
  return drafts[conversationId] ?? '';
}

export function keepDraft(conversationId: string, text: string): void {
  if (text) drafts[conversationId] = text;
  else delete drafts[conversationId];
}

/** Words stand in the order in which they were written: each waits for the one before. */
export function say(conversationId: string, said: Pick<Words, 'text' | 'uploads' | 'closeAfter'>): Promise<boolean> {
  const before = wordsOnTheWay(conversationId);
  const waits = before.some((one) => one.waits);
  const words = { ...said, operationId: newOperationId(), at: new Date().toISOString(), problem: null, waits };
  own.add(words.operationId);
  onTheWay[conversationId] = [...before, words];
  if (waits) keep();
  return inOrder(conversationId, words);
}

export function sayAgain(conversationId: string, words: Words): Promise<boolean> {
  update(conversationId, words.operationId, { problem: null });
  return inOrder(conversationId, words);
}

export function giveUp(conversationId: string, operationId: string): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).filter((one) => one.operationId !== operationId);
  keep();
}

/** Sends what an earlier page left waiting. */
export function takeUpWords(): void {
  for (const [conversationId, words] of Object.entries(kept())) {
    onTheWay[conversationId] = words;
    for (const one of words) own.add(one.operationId);
    for (const one of words) void inOrder(conversationId, one);
  }
}

function inOrder(conversationId: string, words: Words): Promise<boolean> {
  const before = queues.get(conversationId) ?? Promise.resolve();
  const sent = before.then(() => send(conversationId, words));
  queues.set(conversationId, sent);
  return sent;
}

async function send(conversationId: string, words: Words): Promise<boolean> {
  const { operationId, text, uploads, closeAfter } = words;
  const isGivenUp = () => !wordsOnTheWay(conversationId).some((one) => one.operationId === operationId);
  if (isGivenUp()) return false;
  try {
    const body = {
      operation_id: operationId,
      text,
      upload_ids: uploads.map((upload) => upload.id),
      close_after: closeAfter,
    };
    const params = { path: { id: conversationId } };
    const entry = await answer(api.POST('/api/conversations/{id}/chat-messages', { params, body }));
    giveUp(conversationId, operationId);
    change({ type: 'sending_confirmed', operationId, conversationId, entry });
    return true;
  } catch (error) {
    if (!isCode(error, 'offline')) {
      update(conversationId, operationId, { problem: problemWords(error), waits: false });
      return false;
    }
    hold(conversationId);
    await nextChance();
    return send(conversationId, words);
  }
}

/** When the browser says that it is connected again, and now and then without that. */
function nextChance(): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, retry_ms);
    addEventListener('online', go);
  });
}

/** What was written after words that wait waits with them. */
function hold(conversationId: string): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).map((one) => ({ ...one, waits: one.problem === null }));
  keep();
}

function update(conversationId: string, operationId: string, change: Partial<Pick<Words, 'problem' | 'waits'>>): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).map((one) =>
    one.operationId === operationId ? { ...one, ...change } : one,
  );
  keep();
}

/** What waits survives a reload; what is under way or was refused is on the screen. */
function keep(): void {
  const all: Record<string, Words[]> = {};
  for (const [id, words] of Object.entries(kept())) all[id] = words.filter((one) => !own.has(one.operationId));
  for (const [id, words] of Object.entries(onTheWay)) {
    all[id] = [...(all[id] ?? []), ...words.filter((one) => one.waits)].toSorted((a, b) => a.at.localeCompare(b.at));
  }
  const left = Object.entries(all).filter(([, words]) => words.length > 0);
  wordsWait(left.flatMap(([, words]) => words).length);
  const place = wordsPlace(me().agent.id);
  try {
    if (left.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(Object.fromEntries(left)));
  } catch {
    // A browser that keeps nothing still has them on this page.
  }
}

function kept(): Record<string, Words[]> {
  try {
    return JSON.parse(localStorage.getItem(wordsPlace(me().agent.id)) ?? '{}') as Record<string, Words[]>;
  } catch {
    // What cannot be read was not kept by us.
    return {};
  }
}
