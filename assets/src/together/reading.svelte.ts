// What the person at the screen has read, follows, and wants to be news again.
import { untrack } from 'svelte';
import { problemWords } from '../app/problems';
import { toast } from '../app/toasts.svelte';
import { answer, api } from '../lib/api/client';
import type { Attention, ConversationRow } from '../lib/api/types';
import { t } from '../lib/i18n/i18n.svelte';
import { change, row as rowOf } from '../inbox/store/inbox.svelte';
import { isUnread } from '../inbox/store/state';
import { hasNoticesOf } from './notices.svelte';

/** A glance while somebody steps through the list is not reading. */
const glance_ms = 400;

/** Conversations that were marked unread while they were open: they stay so until they are opened anew. */
const kept = new Set<string>();

let isShown = $state(document.visibilityState === 'visible');
document.addEventListener('visibilitychange', () => (isShown = document.visibilityState === 'visible'));

/** Whether the person can see the page at all. */
export function pageIsShown(): boolean {
  return isShown;
}

/** Marks what is in sight as read, for the life of a component. */
export function readWhileShown(
  inSight: () => { row: ConversationRow; newestId: string | undefined } | undefined,
): void {
  const id = $derived(inSight()?.row.id);
  $effect(() => {
    const opened = id;
    return () => opened && kept.delete(opened);
  });
  $effect(() => {
    const seen = inSight();
    if (!isShown || !seen?.newestId || kept.has(seen.row.id)) return;
    if (!isUnread(seen.row) && !hasNoticesOf(seen.row.id)) return;
    const { row, newestId } = seen;
    const timer = setTimeout(() => untrack(() => void markRead(row.id, newestId)), glance_ms);
    return () => clearTimeout(timer);
  });
}

async function markRead(id: string, entryId: string): Promise<void> {
  const before = expect(id, { seen_id: entryId });
  try {
    await answer(api.PUT('/api/conversations/{id}/read', { params: { path: { id } }, body: { entry_id: entryId } }));
  } catch {
    // It is unread still, here as on the server; the next look tries again.
    if (before) change({ type: 'attention_loaded', loaded: [{ conversation_id: id, attention: before }] });
  }
}

export async function markUnread(id: string): Promise<void> {
  kept.add(id);
  if (await tried(id, {}, () => api.DELETE('/api/conversations/{id}/read', { params: { path: { id } } })))
    toast(t('together.marked_unread'));
}

export async function follow(id: string): Promise<void> {
  await tried(id, { follows: true }, () => api.PUT('/api/conversations/{id}/following', { params: { path: { id } } }));
}

export async function leave(id: string): Promise<void> {
  await tried(id, { follows: false }, () =>
    api.DELETE('/api/conversations/{id}/following', { params: { path: { id } } }),
  );
}

async function tried(
  id: string,
  expected: Partial<Attention>,
  deed: () => Promise<{ data?: undefined; error?: unknown; response: Response }>,
): Promise<boolean> {
  const before = expect(id, expected);
  try {
    await answer(deed());
    return true;
  } catch (error) {
    if (before) change({ type: 'attention_loaded', loaded: [{ conversation_id: id, attention: before }] });
    toast(problemWords(error), { tone: 'bad' });
    return false;
  }
}

/** Shows what a deed will bring, at once; the event that follows says the same. */
function expect(id: string, expected: Partial<Attention>): Attention | undefined {
  const before = rowOf(id)?.attention ?? undefined;
  if (before)
    change({ type: 'attention_loaded', loaded: [{ conversation_id: id, attention: { ...before, ...expected } }] });
  return before;
}
