// What an agent says in chats, on its way: shown at once, sent in order, said once however often it is tried. Words that
// the server cannot be told now wait in this browser until it answers, over a reload as well.
import { problemWords } from '../../app/problems';
import { me, signedInId } from '../../app/session.svelte';
import { answer, api, isCode, newOperationId } from '../../lib/api/client';
import type { Upload } from '../../lib/api/types';
import { t } from '../../lib/i18n/i18n.svelte';
import { nextChance, waitedTooLong, wordsPlace, wordsWait } from '../composer/outbox.svelte';
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

const onTheWay = $state<Record<string, Words[]>>({});
const drafts = $state<Record<string, string>>({});
const queues = new Map<string, Promise<unknown>>();
/** Words of this page: what else waits is another one's. */
const own = new Set<string>();
/** Whose they are: a session may end while they are on their way, and somebody else may sign in. */
let owner = $state('');

export function wordsOnTheWay(conversationId: string): readonly Words[] {
  return onTheWay[conversationId] ?? [];
}

/** Those that do not stand in the thread: their event may come before the answer to their request. */
export function wordsNotArrived(conversationId: string): readonly Words[] {
  if (owner !== signedInId()) return [];
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
  belongTo(me().agent.id);
  const before = wordsOnTheWay(conversationId);
  const waits = before.some((one) => one.waits && one.problem === null);
  const words = { ...said, operationId: newOperationId(), at: new Date().toISOString(), problem: null, waits };
  own.add(words.operationId);
  onTheWay[conversationId] = [...before, words];
  if (waits) keep();
  return inOrder(conversationId, words);
}

export function sayAgain(conversationId: string, words: Words): Promise<boolean> {
  const again = { ...words, problem: null, at: new Date().toISOString() };
  update(conversationId, words.operationId, { problem: null, at: again.at });
  return inOrder(conversationId, again);
}

export function giveUp(conversationId: string, operationId: string): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).filter((one) => one.operationId !== operationId);
  keep();
}

/** Sends what an earlier page or an earlier session left waiting. */
export function takeUpWords(): void {
  belongTo(me().agent.id);
  for (const [conversationId, words] of Object.entries(kept())) {
    const waiting = new Set(words.map((one) => one.operationId));
    const others = wordsOnTheWay(conversationId).filter((one) => !waiting.has(one.operationId));
    onTheWay[conversationId] = [...words, ...others];
    for (const one of words) own.add(one.operationId);
    for (const one of words) void inOrder(conversationId, one);
  }
}

/** Lets go of the words of whoever was here before: what waits is kept in the browser under their own name. */
function belongTo(agentId: string): void {
  if (owner === agentId) return;
  owner = agentId;
  for (const conversationId of Object.keys(onTheWay)) delete onTheWay[conversationId];
  own.clear();
  queues.clear();
}

function inOrder(conversationId: string, words: Words): Promise<boolean> {
  const whose = owner;
  const before = queues.get(conversationId) ?? Promise.resolve();
  // Words that could not be sent do not stop those after them.
  const sent = before.catch(() => {}).then(() => send(conversationId, words, whose));
  queues.set(conversationId, sent);
  return sent;
}

async function send(conversationId: string, words: Words, whose: string): Promise<boolean> {
  const { operationId, text, uploads, closeAfter } = words;
  const isGivenUp = () => !wordsOnTheWay(conversationId).some((one) => one.operationId === operationId);
  // Nobody says what somebody else has written.
  if (signedInId() !== whose || owner !== whose || isGivenUp()) return false;
  if (waitedTooLong(words.at)) {
    // They go on waiting in the browser until their writer has decided.
    update(conversationId, operationId, { problem: t('inbox.waited_too_long') });
    return false;
  }
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
    if (owner !== whose) return false;
    const isOver = isCode(error, 'not_signed_in');
    if (!isOver && !isCode(error, 'offline')) {
      update(conversationId, operationId, { problem: problemWords(error), waits: false });
      return false;
    }
    hold(conversationId);
    // They leave when their writer has signed in again.
    if (isOver) return false;
    await nextChance();
    return send(conversationId, words, whose);
  }
}

/** What was written after words that wait waits with them. */
function hold(conversationId: string): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).map((one) => ({
    ...one,
    waits: one.waits || one.problem === null,
  }));
  keep();
}

function update(
  conversationId: string,
  operationId: string,
  change: Partial<Pick<Words, 'problem' | 'waits' | 'at'>>,
): void {
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
  wordsWait(left.flatMap(([, words]) => words.filter((one) => one.problem === null)).length);
  const place = wordsPlace(owner);
  try {
    if (left.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(Object.fromEntries(left)));
  } catch {
    // A browser that keeps nothing still has them on this page.
  }
}

function kept(): Record<string, Words[]> {
  try {
    return JSON.parse(localStorage.getItem(wordsPlace(owner)) ?? '{}') as Record<string, Words[]>;
  } catch {
    // What cannot be read was not kept by us.
    return {};
  }
}
