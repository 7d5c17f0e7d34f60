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

/** Whose colour a face has: that of the contact at the address that is shown of them, else that of the address. */
export function faceOf(address: string, contact: ConversationRow['contact'] | undefined): string {
  return contact && address === contact.address ? contact.id : address;
}

export function subjectOf(row: Pick<ConversationRow, 'subject' | 'channel'>): string {
  return row.subject || t(row.channel === 'chat' ? 'chat.subject' : 'inbox.no_subject');
}
