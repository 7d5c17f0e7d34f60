// What a person does to a conversation: shown at once, confirmed by the server, taken back when it refuses.
import { problemWords } from '../../app/problems';
import { agent, me } from '../../app/session.svelte';
import { toast } from '../../app/toasts.svelte';
import { answer, api, ApiError, isCode } from '../../lib/api/client';
import type { ConversationRow, Entry, UndoneMessage } from '../../lib/api/types';
import { t } from '../../lib/i18n/i18n.svelte';
import { mentionsIn } from '../../together/mentions';
import { tookBack } from '../next';
import { change, row } from './inbox.svelte';
import type { Pending, Written } from './state';

/** Shows what a deed will do, and takes it back when it is refused; not when it is so already by somebody else. */
export async function expecting(
  id: string,
  expected: Partial<ConversationRow>,
  deed: () => Promise<unknown>,
): Promise<boolean> {
  const before = row(id);
  if (before) change({ type: 'row_expected', conversation: { ...before, ...expected } });
  try {
    await deed();
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code.endsWith('_already')) return true;
    if (before) change({ type: 'row_expected', conversation: before });
    toast(problemWords(error), { tone: 'bad' });
    return false;
  }
}

export async function closeConversation(id: string): Promise<void> {
  const done = await expecting(id, { status: 'closed', waiting_since: null }, () =>
    answer(api.POST('/api/conversations/{id}/closure', { params: { path: { id } } })),
  );
  const reopenNow = () => {
    void reopenConversation(id);
    tookBack();
  };
  if (done)
    toast(t('inbox.closed_toast'), {
      action: { label: t('shell.undo'), run: reopenNow },
    });
}

export async function reopenConversation(id: string): Promise<void> {
  await expecting(id, { status: 'open' }, () =>
    answer(api.DELETE('/api/conversations/{id}/closure', { params: { path: { id } } })),
  );
}

export async function assignConversation(id: string, agentId: string | null): Promise<void> {
  const before = row(id)?.assignee_id ?? null;
  if (before === agentId) return;
  const put = (to: string | null) =>
    expecting(id, { assignee_id: to }, () =>
      answer(api.PUT('/api/conversations/{id}/assignee', { params: { path: { id } }, body: { agent_id: to } })),
    );
  if (!(await put(agentId))) return;
  const words =
    agentId === null
      ? t('inbox.unassigned_toast')
      : agentId === me().agent.id
        ? t('inbox.assigned_me_toast')
        : t('inbox.assigned_toast', { name: agent(agentId)?.name ?? '' });
  toast(words, { action: { label: t('shell.undo'), run: () => void put(before) } });
}

/** What comes of sending. */
export interface Outcome {
  sent: (entry: Entry) => void;
  /** Somebody else wrote first. */
  stale: () => void;
  /** No answer came at all. Says whether it is kept elsewhere until there is one. */
  unreached: () => boolean;
  refused: (problem: string) => void;
}

/**
 * Shows a message or comment as being sent, and sends it when it may be. The operation id makes a second try safe, after
 * an answer that was lost as well.
 */
export async function send(pending: Omit<Pending, 'problem'>, then: Outcome, ready?: Promise<void>): Promise<void> {
  const { conversationId, operationId, written } = pending;
  change({ type: 'sending_began', pending: { ...pending, problem: null } });
  try {
    await ready;
    const entry = await answer(post(conversationId, operationId, written));
    change({ type: 'sending_confirmed', operationId, conversationId, entry });
    then.sent(entry);
  } catch (error) {
    const isStale = isCode(error, 'stale');
    if (isStale || (isCode(error, 'offline') && then.unreached())) {
      change({ type: 'sending_given_up', operationId, conversationId });
      if (isStale) then.stale();
      return;
    }
    change({ type: 'sending_failed', operationId, conversationId, problem: problemWords(error) });
    then.refused(problemWords(error));
    toast(t('inbox.not_sent_toast'), { tone: 'bad' });
  }
}

function post(id: string, operationId: string, written: Written) {
  const params = { path: { id } };
  if (written.kind === 'comment') {
    return api.POST('/api/conversations/{id}/comments', {
      params,
      body: {
        operation_id: operationId,
        html: written.html,
        mentions: mentionsIn(written.html),
        upload_ids: written.uploads.map((upload) => upload.id),
      },
    });
  }
  return api.POST('/api/conversations/{id}/messages', {
    params,
    body: {
      operation_id: operationId,
      to: written.to,
      cc: written.cc,
      bcc: written.bcc,
      html: written.html,
      upload_ids: written.uploads.map((upload) => upload.id),
      ...(written.subject === null ? {} : { subject: written.subject }),
      ...(written.quoteEntryId === null ? {} : { quote_entry_id: written.quoteEntryId }),
      ...(written.forwardEntryId === null ? {} : { forward_entry_id: written.forwardEntryId }),
      ...(written.closeAfter ? { close_after: true } : {}),
      ...(written.lastSeenEntryId === null ? {} : { last_seen_entry_id: written.lastSeenEntryId }),
      ...(written.confirmed ? { confirmed: true } : {}),
      ...(written.from === null ? {} : { from: written.from }),
      ...(written.sendAt === null ? {} : { send_at: written.sendAt }),
    },
  });
}

/** What came of taking a message back. */
export type Undone =
  | { kind: 'undone'; message: UndoneMessage }
  /** It is not there any more: an earlier try has worked, and its answer was lost. */
  | { kind: 'gone' }
  /** Whether it worked, nobody can say before the server answers. */
  | { kind: 'unanswered'; problem: string }
  | { kind: 'refused'; problem: string };

/** Takes a held message back; what was written is given to whoever shows it again. */
export async function undoSending(entry: Entry): Promise<Undone> {
  try {
    const message = await answer(
      api.POST('/api/conversations/{id}/messages/{entry}/undo', {
        params: { path: { id: entry.conversation_id, entry: entry.id } },
      }),
    );
    return { kind: 'undone', message };
  } catch (error) {
    const problem = isCode(error, 'has_left') ? t('inbox.undo_too_late') : problemWords(error);
    if (isCode(error, 'not_found')) return { kind: 'gone' };
    const isAnswered = error instanceof ApiError && error.status >= 400 && error.status < 500;
    return { kind: isAnswered ? 'refused' : 'unanswered', problem };
  }
}

/** Gives a message that was put off another moment; without one it leaves now. */
export async function reschedule(entry: Entry, sendAt: string | null): Promise<void> {
  try {
    const moved = await answer(
      api.PUT('/api/conversations/{id}/messages/{entry}/schedule', {
        params: { path: { id: entry.conversation_id, entry: entry.id } },
        body: { send_at: sendAt },
      }),
    );
    change({
      type: 'sending_confirmed',
      operationId: '',
      conversationId: entry.conversation_id,
      entry: moved,
    });
  } catch (error) {
    toast(isCode(error, 'has_left') ? t('inbox.undo_too_late') : problemWords(error), { tone: 'bad' });
  }
}

export async function retrySending(entry: Entry): Promise<void> {
  try {
    await answer(
      api.POST('/api/conversations/{id}/messages/{entry}/retry', {
        params: { path: { id: entry.conversation_id, entry: entry.id } },
      }),
    );
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  }
}
