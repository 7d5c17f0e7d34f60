// What the visitor does in the conversation that is shown.
import type { Panel } from './panel.svelte';
import { newOperationId } from './server';
import { withConversation } from './store/apply';
import { t } from './words';
import type { Rating, Upload } from './wire';

/** Our own typing is told at most so often. */
const tellTyping_ms = 3_000;
let toldTyping = 0;

export const tell = (panel: Panel, what: string, body?: unknown): Promise<unknown> =>
  panel.ask(`conversations/${panel.conversation?.id}/${what}`, { body: body ?? {} });

export function typing(panel: Panel): void {
  const now = Date.now();
  if (!panel.conversation || now - toldTyping < tellTyping_ms) return;
  toldTyping = now;
  void tell(panel, 'typing', { is_typing: true }).catch(() => undefined);
}

export function send(panel: Panel, text: string, uploads: Upload[]): void {
  const conversation_id = panel.view.kind === 'thread' ? panel.view.id : null;
  toldTyping = 0;
  panel.notice = '';
  panel.emit('interacted');
  panel.outbox.add({
    operation_id: newOperationId(),
    conversation_id,
    text,
    uploads,
    starts_new: conversation_id === null && panel.chats.conversations.length > 0,
    at: new Date().toISOString(),
    standing: 'sending',
  });
}

export async function giveEmail(panel: Panel, email: string): Promise<void> {
  if (!panel.conversation || !panel.session) return;
  await tell(panel, 'email', { email });
  panel.session = { ...panel.session, visitor: { ...panel.session.visitor, email } };
}

export async function rate(panel: Panel, rating: Rating, comment: string): Promise<void> {
  const { conversation } = panel;
  if (!conversation) return;
  await tell(panel, 'rating', { rating, ...(comment && { comment }) });
  panel.chats = withConversation(panel.chats, { ...conversation, rating });
}

/** That it has ended is told by the line. */
export async function end(panel: Panel): Promise<void> {
  if (panel.conversation) await tell(panel, 'end').catch(() => (panel.notice = t('no_chat')));
}

export async function sendTranscript(panel: Panel, email: string | null): Promise<void> {
  if (panel.conversation) await tell(panel, 'transcript', email ? { email } : {});
}
