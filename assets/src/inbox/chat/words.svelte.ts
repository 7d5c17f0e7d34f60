// What an agent says in chats, on its way: shown at once, sent in order, said once however often it is tried.
import { problemWords } from '../../app/problems';
import { answer, api, newOperationId } from '../../lib/api/client';
import type { Upload } from '../../lib/api/types';
import { change, thread } from '../store/inbox.svelte';

export interface Words {
  operationId: string;
  text: string;
  uploads: Upload[];
  closeAfter: boolean;
  at: string;
  problem: string | null;
}

const onTheWay = $state<Record<string, Words[]>>({});
const drafts = $state<Record<string, string>>({});
const queues = new Map<string, Promise<unknown>>();

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
  const words = { ...said, operationId: newOperationId(), at: new Date().toISOString(), problem: null };
  onTheWay[conversationId] = [...wordsOnTheWay(conversationId), words];
  return inOrder(conversationId, words);
}

export function sayAgain(conversationId: string, words: Words): Promise<boolean> {
  update(conversationId, words.operationId, null);
  return inOrder(conversationId, words);
}

export function giveUp(conversationId: string, operationId: string): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).filter((one) => one.operationId !== operationId);
}

function inOrder(conversationId: string, words: Words): Promise<boolean> {
  const before = queues.get(conversationId) ?? Promise.resolve();
  const sent = before.then(() => send(conversationId, words));
  queues.set(conversationId, sent);
  return sent;
}

async function send(conversationId: string, { operationId, text, uploads, closeAfter }: Words): Promise<boolean> {
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
    update(conversationId, operationId, problemWords(error));
    return false;
  }
}

function update(conversationId: string, operationId: string, problem: string | null): void {
  onTheWay[conversationId] = wordsOnTheWay(conversationId).map((one) =>
    one.operationId === operationId ? { ...one, problem } : one,
  );
}
