// What the views are called, and what they say when there is nothing in them.
import type { ShownView } from '../../app/routes';
import type { ConversationStatus } from '../../lib/api/types';
import type { Key } from '../../lib/i18n/i18n.svelte';
import type { IconName } from '../../ui/icons';

export const viewTitles: Record<ShownView, Key> = {
  mine: 'inbox.view_mine',
  unassigned: 'inbox.view_unassigned',
  bots: 'lists.view_bots',
  all_open: 'inbox.view_all_open',
  snoozed: 'lists.view_snoozed',
  closed: 'inbox.view_closed',
  sent: 'lists.view_sent',
  drafts: 'lists.view_drafts',
  mentions: 'together.view_mentions',
  spam: 'lists.view_spam',
  trash: 'lists.view_trash',
};

export const emptyViews: Record<ShownView, { icon: IconName; title: Key; words: Key }> = {
  mine: { icon: 'done', title: 'inbox.empty_mine', words: 'inbox.empty_mine_words' },
  unassigned: { icon: 'done', title: 'inbox.empty_unassigned', words: 'inbox.empty_unassigned_words' },
  bots: { icon: 'bot', title: 'lists.empty_bots', words: 'lists.empty_bots_words' },
  all_open: { icon: 'inbox', title: 'inbox.empty_open', words: 'inbox.empty_open_words' },
  snoozed: { icon: 'moon', title: 'lists.empty_snoozed', words: 'lists.empty_snoozed_words' },
  closed: { icon: 'archive', title: 'inbox.empty_closed', words: 'inbox.empty_closed_words' },
  sent: { icon: 'send', title: 'lists.empty_sent', words: 'lists.empty_sent_words' },
  drafts: { icon: 'compose', title: 'lists.empty_drafts', words: 'lists.empty_drafts_words' },
  mentions: { icon: 'at_sign', title: 'together.empty_mentions', words: 'together.empty_mentions_words' },
  spam: { icon: 'ban', title: 'lists.empty_spam', words: 'lists.empty_spam_words' },
  trash: { icon: 'trash', title: 'lists.empty_trash', words: 'lists.empty_trash_words' },
};

export const statuses: Record<ConversationStatus, { icon: IconName; label: Key }> = {
  open: { icon: 'circle_dot', label: 'inbox.status_open' },
  snoozed: { icon: 'moon', label: 'lists.status_snoozed' },
  closed: { icon: 'circle_check', label: 'inbox.status_closed' },
  spam: { icon: 'ban', label: 'lists.status_spam' },
  trashed: { icon: 'trash', label: 'lists.status_trashed' },
};
