// Drafts on the server: one for a message and one for a comment in each conversation, any number of new conversations.
import { answer, api } from '../../lib/api/client';
import type { ServerDraft } from '../../lib/api/types';
import type { Draft } from './drafts.svelte';

export interface ServerDrafts {
  message: ServerDraft | null;
  comment: ServerDraft | null;
}

/** The conversation and the slot of a place; the new conversation has none. */
export function partsOf(place: string): { conversationId: string; slot: 'message' | 'comment' } | undefined {
  if (place === 'new') return undefined;
  const [conversationId = '', slot] = place.split(' ');
  return { conversationId, slot: slot === 'comment' ? 'comment' : 'message' };
}

export async function fetchDrafts(conversationId: string): Promise<ServerDrafts> {
  return answer(api.GET('/api/conversations/{id}/drafts', { params: { path: { id: conversationId } } }));
}

/** When the server kept it, by its own clock. */
export async function saveDraft(place: string, made: Draft): Promise<string> {
  const body = {
    kind: made.kind,
    operation_id: made.operationId,
    to: made.to,
    cc: made.cc,
    bcc: made.bcc,
    subject: made.subject,
    html: made.html,
    upload_ids: made.uploads.map((upload) => upload.id),
    ...(made.quoteEntryId === null ? {} : { quote_entry_id: made.quoteEntryId }),
    ...(made.forwardEntryId === null ? {} : { forward_entry_id: made.forwardEntryId }),
    ...(made.inboxId === null ? {} : { inbox_id: made.inboxId }),
    ...(made.from === null ? {} : { from: made.from }),
  };
  const parts = partsOf(place);
  const request = parts
    ? api.PUT('/api/conversations/{id}/drafts', { params: { path: { id: parts.conversationId } }, body })
    : api.PUT('/api/drafts/{id}', { params: { path: { id: made.operationId } }, body });
  return (await answer<ServerDraft>(request as never)).saved_at;
}

export async function removeDraft(place: string, operationId: string): Promise<void> {
  const parts = partsOf(place);
  await answer(
    parts
      ? api.DELETE('/api/conversations/{id}/drafts/{slot}', {
          params: { path: { id: parts.conversationId, slot: parts.slot } },
        })
      : api.DELETE('/api/drafts/{id}', { params: { path: { id: operationId } } }),
  );
}
