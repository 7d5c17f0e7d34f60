// How a conversation is called where somebody has no name and nothing has a subject.
import type { ConversationRow } from '../lib/api/types';
import { t } from '../lib/i18n/i18n.svelte';

/** A visitor without a name is told from others by the end of their id. */
const mark_chars = 4;

export function contactName(row: Pick<ConversationRow, 'contact' | 'channel'>): string {
  const { id, name, address } = row.contact;
  if (name || address) return name || address || '';
  return row.channel === 'chat' ? t('chat.visitor', { mark: id.slice(-mark_chars).toUpperCase() }) : t('inbox.nobody');
}

export function subjectOf(row: Pick<ConversationRow, 'subject' | 'channel'>): string {
  return row.subject || t(row.channel === 'chat' ? 'chat.subject' : 'inbox.no_subject');
}
