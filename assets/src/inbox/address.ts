// Where the inbox is, as its address says.
import { href, place } from '../app/router.svelte';
import { viewSlugs } from '../app/routes';
import type { ViewName } from '../lib/api/types';
import type { ListKey } from './store/state';

/** In place of a conversation's id while one is being written. */
export const composing = 'new';

const views = Object.keys(viewSlugs) as ViewName[];

export function shownKey(): ListKey {
  const { values, query } = place();
  return { view: views.find((view) => viewSlugs[view] === values.view) ?? 'all_open', inboxId: query.get('inbox') };
}

/** The id of the open conversation, or `composing`. */
export function shownConversationId(): string | undefined {
  return place().values.conversation;
}

export function listAddress({ view, inboxId }: ListKey): string {
  return href('inbox', { view: viewSlugs[view] }, { inbox: inboxId ?? undefined });
}

export function conversationAddress({ view, inboxId }: ListKey, id: string): string {
  return href('inbox', { view: viewSlugs[view], conversation: id }, { inbox: inboxId ?? undefined });
}
