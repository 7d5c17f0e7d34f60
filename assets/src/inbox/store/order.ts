// Where a conversation goes by somebody's hand: asleep, put away, tagged, moved, merged, split. Shown at once, taken
// back when the server refuses, undone by a notice.
import { inbox } from '../../app/session.svelte';
import { problemWords } from '../../app/problems';
import { toast } from '../../app/toasts.svelte';
import { answer, api } from '../../lib/api/client';
import type { ConversationRow } from '../../lib/api/types';
import { fullTime } from '../../lib/i18n/dates';
import { t } from '../../lib/i18n/i18n.svelte';
import { tookBack } from '../next';
import { expecting } from './deeds';
import { change, row, showConversation } from './inbox.svelte';
import { tagName } from './tags.svelte';

const path = (id: string) => ({ params: { path: { id } } });

function offer(words: string, undo: () => void): void {
  const run = () => {
    undo();
    tookBack();
  };
  toast(words, { action: { label: t('shell.undo'), run } });
}

/** What the row said before, to go back to. */
type Before = Pick<ConversationRow, 'status' | 'due_at' | 'wakes_on_reply'>;

export async function snooze(id: string, until: Date | null, wakesOnReply: boolean): Promise<void> {
  const before: Before | undefined = row(id);
  const due = until?.toISOString() ?? null;
  const expected: Before = { status: 'snoozed', due_at: due, wakes_on_reply: until === null || wakesOnReply };
  const done = await expecting(id, expected, () =>
    answer(
      api.PUT('/api/conversations/{id}/snooze', { ...path(id), body: { until: due, wakes_on_reply: wakesOnReply } }),
    ),
  );
  if (!done || !before) return;
  offer(
    due === null ? t('lists.snoozed_reply_toast') : t('lists.snoozed_toast', { time: fullTime(due) }),
    () => void unsnooze(id, before),
  );
}

/** Back to what it was before it was snoozed. */
async function unsnooze(id: string, before: Before): Promise<void> {
  if (before.status === 'snoozed')
    return snooze(id, before.due_at === null ? null : new Date(before.due_at), before.wakes_on_reply);
  await wake(id);
  if (before.status === 'closed')
    await expecting(id, before, () => answer(api.POST('/api/conversations/{id}/closure', path(id))));
}

export async function wake(id: string): Promise<void> {
  await expecting(id, { status: 'open', due_at: null, wakes_on_reply: false }, () =>
    answer(api.DELETE('/api/conversations/{id}/snooze', path(id))),
  );
}

export async function markSpam(id: string): Promise<void> {
  const done = await expecting(id, { status: 'spam' }, () => answer(api.PUT('/api/conversations/{id}/spam', path(id))));
  if (done) offer(t('lists.spammed_toast'), () => void unmarkSpam(id));
}

export async function unmarkSpam(id: string): Promise<void> {
  await expecting(id, { status: 'open', due_at: null }, () =>
    answer(api.DELETE('/api/conversations/{id}/spam', path(id))),
  );
}

export async function trash(id: string): Promise<void> {
  const done = await expecting(id, { status: 'trashed' }, () =>
    answer(api.PUT('/api/conversations/{id}/trash', path(id))),
  );
  if (done) offer(t('lists.trashed_toast'), () => void restore(id));
}

export async function restore(id: string): Promise<void> {
  await expecting(id, { status: 'open', due_at: null }, () =>
    answer(api.DELETE('/api/conversations/{id}/trash', path(id))),
  );
}

export async function erase(id: string): Promise<boolean> {
  try {
    await answer(api.DELETE('/api/conversations/{id}', path(id)));
    change({ type: 'conversation_gone', seq: 0, conversation_id: id });
    toast(t('lists.erased_toast'));
    return true;
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
    return false;
  }
}

export async function toggleTag(id: string, tagId: string): Promise<void> {
  const before = row(id)?.tag_ids ?? [];
  const has = before.includes(tagId);
  const after = has ? before.filter((one) => one !== tagId) : [...before, tagId];
  const params = { params: { path: { id, tag: tagId } } };
  await expecting(id, { tag_ids: after }, () =>
    answer(
      has
        ? api.DELETE('/api/conversations/{id}/tags/{tag}', params)
        : api.PUT('/api/conversations/{id}/tags/{tag}', params),
    ),
  );
  if (has) offer(t('lists.untagged_toast', { tag: tagName(tagId) }), () => void toggleTag(id, tagId));
}

export async function moveTo(id: string, inboxId: string): Promise<void> {
  const from = row(id)?.inbox_id;
  const put = (to: string) =>
    expecting(id, { inbox_id: to }, () =>
      answer(api.PUT('/api/conversations/{id}/inbox', { ...path(id), body: { inbox_id: to } })),
    );
  if (from === inboxId || !(await put(inboxId)) || !from) return;
  offer(t('lists.moved_toast', { inbox: inbox(inboxId)?.name ?? '' }), () => void put(from));
}

/** Puts another conversation into one; whoever looks at the other is led there. */
export async function merge(id: string, otherId: string, shownId = id): Promise<void> {
  try {
    await answer(api.PUT('/api/conversations/{id}/merged/{other}', { params: { path: { id, other: otherId } } }));
    await showConversation(shownId);
    offer(t('lists.merged_toast'), () => void unmerge(id, otherId));
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  }
}

async function unmerge(id: string, otherId: string): Promise<void> {
  try {
    await answer(api.DELETE('/api/conversations/{id}/merged/{other}', { params: { path: { id, other: otherId } } }));
    await showConversation(id);
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  }
}

/** Makes a conversation of its own of a message and what follows it. */
export async function split(id: string, entryId: string): Promise<void> {
  try {
    const made = await answer(api.POST('/api/conversations/{id}/parts', { ...path(id), body: { entry_id: entryId } }));
    await showConversation(id);
    offer(t('lists.split_toast'), () => void merge(id, made.id));
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  }
}
