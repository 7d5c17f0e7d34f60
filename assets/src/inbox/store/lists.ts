// Which conversations a list shows, in which order: what the server's indexes are asked for, and the same rule for
// rows that come by the feed.
import type { ShownView } from '../../app/routes';
import type { ChannelKind, ConversationRow, ConversationStatus, ListOrder } from '../../lib/api/types';

/** A view and what narrows it. Everything named must be true. */
export interface ListKey {
  view: ShownView;
  /** Narrows the view to one inbox. */
  inboxId: string | null;
  /** In place of the statuses of the view, if there are any. */
  statuses: readonly ConversationStatus[];
  /** The id of a colleague, or `nobody`. */
  assignee: string | null;
  contactId: string | null;
  channel: ChannelKind | null;
  tagIds: readonly string[];
  /** Moments, both included: of the newest activity, or of the beginning of the waiting in that order. */
  since: string | null;
  until: string | null;
  order: ListOrder;
}

export const nobody = 'nobody';

/** A view without a filter. */
export function plainKey(view: ShownView, inboxId: string | null = null): ListKey {
  return {
    view,
    inboxId,
    statuses: [],
    assignee: null,
    contactId: null,
    channel: null,
    tagIds: [],
    since: null,
    until: null,
    order: 'newest',
  };
}

export function hasFilter(key: ListKey): boolean {
  return listName({ ...plainKey(key.view, key.inboxId), order: key.order }) !== listName(key);
}

export function listName(key: ListKey): string {
  const { view, inboxId, statuses, assignee, contactId, channel, tagIds, since, until, order } = key;
  return [
    view,
    inboxId,
    [...statuses].sort(),
    assignee,
    contactId,
    channel,
    [...tagIds].sort(),
    since,
    until,
    order,
  ].join('|');
}

/** What the server is asked for. */
export function listQuery(key: ListKey) {
  return {
    // Drafts are listed by a question of their own.
    view: key.view === 'drafts' ? ('all_open' as const) : key.view,
    ...(key.inboxId ? { inbox_id: key.inboxId } : {}),
    ...(key.statuses.length > 0 ? { status: key.statuses.join(',') } : {}),
    ...(key.assignee ? { assignee: key.assignee } : {}),
    ...(key.contactId ? { contact_id: key.contactId } : {}),
    ...(key.channel ? { channel: key.channel } : {}),
    ...(key.tagIds.length > 0 ? { tags: key.tagIds.join(',') } : {}),
    ...(key.since ? { since: key.since } : {}),
    ...(key.until ? { until: key.until } : {}),
    ...(key.order === 'newest' ? {} : { order: key.order }),
  };
}

const statusesOf: Record<ShownView, readonly ConversationStatus[]> = {
  mine: ['open'],
  unassigned: ['open'],
  bots: ['open'],
  all_open: ['open'],
  snoozed: ['snoozed'],
  closed: ['closed'],
  sent: ['open', 'snoozed', 'closed'],
  mentions: ['open', 'snoozed', 'closed'],
  drafts: [],
  spam: ['spam'],
  trash: ['trashed'],
};

/** Whether a conversation belongs in a list of the person at the screen. */
export function belongs(row: ConversationRow, key: ListKey, agentId: string): boolean {
  const { view, inboxId, statuses, assignee, contactId, channel, tagIds } = key;
  if (!(statuses.length > 0 ? statuses : statusesOf[view]).includes(row.status)) return false;
  if (inboxId !== null && row.inbox_id !== inboxId) return false;
  if (view === 'mine' && row.assignee_id !== agentId) return false;
  if (view === 'unassigned' && holder(row) !== nobody) return false;
  if (view === 'bots' && holder(row) !== null) return false;
  if (view === 'sent' && !row.answered_by_ids.includes(agentId)) return false;
  if (view === 'mentions' && row.attention?.named_id == null) return false;
  if (assignee !== null && holder(row) !== assignee) return false;
  if (contactId !== null && row.contact.id !== contactId) return false;
  if (channel !== null && row.channel !== channel) return false;
  if (!tagIds.every((tag) => row.tag_ids.includes(tag))) return false;
  return isInTime(row, key);
}

/** A colleague, else a bot, which has no name here, else nobody. */
const holder = (row: ConversationRow) => row.assignee_id ?? (row.is_with_bot ? null : nobody);

function isInTime(row: ConversationRow, { since, until, order }: ListKey): boolean {
  if (since === null && until === null) return true;
  const dated = order === 'longest_waiting' ? row.waiting_since : row.active_at;
  if (dated === null) return false;
  const at = Date.parse(dated);
  return (since === null || Date.parse(since) <= at) && (until === null || at <= Date.parse(until));
}

type Compare = (one: ConversationRow, other: ConversationRow) => number;

const byId: Compare = (one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
const newest: Compare = (one, other) => Date.parse(other.active_at) - Date.parse(one.active_at) || byId(one, other);

/** As on the server; the id decides between equals. */
const compares: Record<ListOrder, Compare> = {
  newest,
  oldest: (one, other) => newest(other, one),
  longest_waiting: (one, other) => {
    if (one.waiting_since === null || other.waiting_since === null) {
      if (one.waiting_since !== other.waiting_since) return one.waiting_since === null ? 1 : -1;
      return newest(one, other);
    }
    return Date.parse(one.waiting_since) - Date.parse(other.waiting_since) || byId(one, other);
  },
};

export function compareRows(order: ListOrder): Compare {
  return compares[order];
}
