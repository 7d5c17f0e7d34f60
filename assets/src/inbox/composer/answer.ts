// Whom an answer goes to, and what it answers.
import type { Conversation, Entry, Recipients } from '../../lib/api/types';
import type { Draft, DraftKind } from './drafts.svelte';

/** `chosen` is a message that somebody picked; without one the newest is answered, to whom the server proposes. */
export function answersTo(
  kind: DraftKind,
  conversation: Conversation,
  chosen: Entry | undefined,
  newest: Entry | undefined,
): Partial<Draft> {
  const entryId = (chosen ?? newest)?.id ?? null;
  switch (kind) {
    case 'comment':
    case 'new':
      return {};
    case 'forward':
      return {
        to: [],
        cc: [],
        subject: forwardSubject(conversation.subject),
        forwardEntryId: entryId,
        quoteEntryId: null,
      };
    case 'reply_all':
      return { ...conversation.reply_all, quoteEntryId: entryId, forwardEntryId: null };
    case 'reply':
      return { ...repliesTo(conversation, chosen), quoteEntryId: entryId, forwardEntryId: null };
  }
}

/** Who wrote the message that is answered; of one of ours, who got it. */
function repliesTo(conversation: Conversation, chosen: Entry | undefined): Recipients {
  const message = chosen?.message;
  if (!message) return conversation.reply;
  if (message.direction === 'outgoing') return { to: message.to, cc: [] };
  if (message.reply_to.length > 0) return { to: message.reply_to, cc: [] };
  return { to: message.from ? [message.from] : [], cc: [] };
}

function forwardSubject(subject: string): string {
  return /^(fwd?|wg|doorst):/i.test(subject) ? subject : `Fwd: ${subject}`;
}
