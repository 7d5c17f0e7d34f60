// Where the inbox is, as its address says.
import { href, place } from '../app/router.svelte';
import { viewSlugs, type ShownView } from '../app/routes';
import type { ChannelKind, ConversationStatus, ListOrder } from '../lib/api/types';
import { plainKey, type ListKey } from './store/state';

/** In place of a conversation's id while one is being written. */
export const composing = 'new';

const views = Object.keys(viewSlugs) as ShownView[];
const statuses: ConversationStatus[] = ['open', 'snoozed', 'closed', 'spam', 'trashed'];
const channels: ChannelKind[] = ['email', 'chat', 'form'];
const orders: ListOrder[] = ['newest', 'oldest', 'longest_waiting'];

export function shownKey(): ListKey {
  const { values, query } = place();
  return keyOf(values.view, query);
}

/** What an address asks for; what it cannot mean is left out. */
export function keyOf(slug: string | undefined, query: URLSearchParams): ListKey {
  const list = (name: string) => (query.get(name) ?? '').split(',').filter((value) => value !== '');
  const moment = (name: string) => {
    const value = query.get(name);
    return value !== null && !Number.isNaN(Date.parse(value)) ? value : null;
  };
  return {
    ...plainKey(views.find((view) => viewSlugs[view] === slug) ?? 'all_open', query.get('inbox')),
    statuses: statuses.filter((status) => list('status').includes(status)),
    assignee: query.get('assignee'),
    contactId: query.get('contact'),
    channel: channels.find((channel) => channel === query.get('channel')) ?? null,
    tagIds: list('tags'),
    since: moment('since'),
    until: moment('until'),
    order: orders.find((order) => order === query.get('order')) ?? 'newest',
  };
}

/** The id of the open conversation, or `composing`. */
export function shownConversationId(): string | undefined {
  return place().values.conversation;
}

export function listAddress(key: ListKey): string {
  return href('inbox', { view: viewSlugs[key.view] }, queryOf(key));
}

export function conversationAddress(key: ListKey, id: string): string {
  return href('inbox', { view: viewSlugs[key.view], conversation: id }, queryOf(key));
}

export function queryOf(key: ListKey): Record<string, string | undefined> {
  return {
    inbox: key.inboxId ?? undefined,
    status: key.statuses.join(',') || undefined,
    assignee: key.assignee ?? undefined,
    contact: key.contactId ?? undefined,
    channel: key.channel ?? undefined,
    tags: key.tagIds.join(',') || undefined,
    since: key.since ?? undefined,
    until: key.until ?? undefined,
    order: key.order === 'newest' ? undefined : key.order,
  };
}
