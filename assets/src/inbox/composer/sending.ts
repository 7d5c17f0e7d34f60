// A draft on its way out, and back when it is undone.
import { go } from '../../app/router.svelte';
import { inbox, me, signedInId } from '../../app/session.svelte';
import { dismiss, toast } from '../../app/toasts.svelte';
import { problemWords } from '../../app/problems';
import { answer, api, isCode, newOperationId } from '../../lib/api/client';
import type { Entry } from '../../lib/api/types';
import { fullTime } from '../../lib/i18n/dates';
import { t } from '../../lib/i18n/i18n.svelte';
import { composing, conversationAddress, shownKey } from '../address';
import { noteStale, type Knows } from '../../together/collision.svelte';
import { send, undoSending, type Outcome, type Undone } from '../store/deeds';
import { change, conversation, showConversation } from '../store/inbox.svelte';
import type { Pending, Written } from '../store/state';
import {
  emptyDraft,
  giveBack,
  handBack,
  handOver,
  leave,
  newPlace,
  sent as draftSent,
  setAside,
  type Draft,
} from './drafts.svelte';
import {
  flush,
  hasWaiting,
  keepWaiting,
  nextChance,
  outboxOf,
  takeOut,
  waitedTooLong,
  whenFlushed,
  type Tried,
} from './outbox.svelte';

/** An offer to undo stands at most this long. */
const offered_ms = 60_000;

/** Drafts that were sent from this page: an undone message comes back with what it answered. */
const sentDrafts = new Map<string, Draft>();
/** Messages that are being taken back or were: a second press must not bring the words a second time. */
const takenBack = new Set<string>();

/** Messages and comments of one conversation are written side by side. */
export function placeOf(conversationId: string, kind: Draft['kind']): string {
  return kind === 'comment' ? `${conversationId} comment` : conversationId;
}

/** What becomes of a message and its conversation. */
export interface Way {
  closeAfter: boolean;
  /** When it is to leave, if not at once. */
  sendAt: string | null;
}

export async function submit(
  conversationId: string,
  made: Draft,
  how: Way & { closed: (conversationId: string) => void; knows: Knows },
): Promise<void> {
  const pending = {
    operationId: made.operationId,
    conversationId,
    at: new Date().toISOString(),
    written: writtenOf(made, how, how.knows),
  };
  const at = placeOf(conversationId, made.kind);
  const ready = handOver(at, made.operationId);
  leave(at);
  // What was written before it leaves before it.
  if (hasWaiting(conversationId) && putAside(pending)) void flush();
  else await send(pending, outcomeOf(pending, made, how), ready);
}

export async function submitAgain(pending: Pending, how: { closed: (conversationId: string) => void }): Promise<void> {
  const { closeAfter, sendAt } = pending.written;
  const made = draftOf(pending.written, pending.operationId);
  const ready = handOver(placeOf(pending.conversationId, made.kind), made.operationId);
  await send(pending, outcomeOf(pending, made, { ...how, closeAfter, sendAt }), ready);
}

function outcomeOf(
  pending: Omit<Pending, 'problem'>,
  made: Draft,
  how: Way & { closed: (conversationId: string) => void },
): Outcome {
  return {
    sent: (entry) => arrived(pending, entry, made, how),
    stale: () => cameBack(pending, made),
    unreached: () => putAside(pending),
    refused: () => handBack(placeOf(pending.conversationId, made.kind), made.operationId),
  };
}

/** Keeps a message that cannot leave now in the outbox of this browser. */
function putAside(pending: Omit<Pending, 'problem'>): boolean {
  if (!keepWaiting({ ...pending, problem: null })) return false;
  setAside(placeOf(pending.conversationId, kindOf(pending.written)), pending.operationId);
  toast(t('inbox.waits_toast'));
  return true;
}

/** One try to send what waits. Nobody looks at its conversation now, so the next one does not open after closing. */
whenFlushed(async (pending) => {
  if (waitedTooLong(pending.at)) return backToPerson(pending, t('inbox.waited_too_long'));
  return pending.written.inboxId === undefined ? tryToSend(pending) : tryToBegin(pending);
});

/** Points out what does not leave by itself, and where it is now. */
function backToPerson(pending: Pending, problem: string): Tried {
  const { written, conversationId, operationId } = pending;
  const isNew = written.inboxId !== undefined;
  // There is no conversation yet in which it could be shown.
  if (isNew) giveBack(newPlace, draftOf(written, operationId));
  toast(`${t('inbox.not_sent_toast')} ${problem}`, {
    tone: 'bad',
    action: {
      label: t('inbox.show_it'),
      run: () => go(conversationAddress(shownKey(), isNew ? composing : conversationId)),
    },
  });
  return isNew ? { kind: 'over' } : { kind: 'refused', problem };
}

function tryToSend(pending: Pending): Promise<Tried> {
  const made = draftOf(pending.written, pending.operationId);
  const { closeAfter, sendAt } = pending.written;
  const at = placeOf(pending.conversationId, made.kind);
  setAside(at, made.operationId);
  return new Promise((resolve) => {
    void send(pending, {
      sent: (entry) => {
        arrived(pending, entry, made, { closeAfter, sendAt, closed: () => {} });
        resolve({ kind: 'over' });
      },
      stale: () => {
        cameBack(pending, made);
        toast(t('inbox.came_back_toast'), {
          tone: 'bad',
          action: {
            label: t('inbox.show_it'),
            run: () => go(conversationAddress(shownKey(), pending.conversationId)),
          },
        });
        resolve({ kind: 'over' });
      },
      unreached: () => {
        resolve({ kind: 'unreached' });
        return true;
      },
      refused: (problem) => resolve({ kind: 'refused', problem }),
    });
  });
}

async function tryToBegin(pending: Pending): Promise<Tried> {
  setAside(newPlace, pending.operationId);
  try {
    await post(pending);
  } catch (error) {
    if (isCode(error, 'offline')) return { kind: 'unreached' };
    return backToPerson(pending, problemWords(error));
  }
  return { kind: 'over' };
}

/** What came of beginning a conversation: it stands, or it waits in this browser for the server. */
export type Begun = { kind: 'stands'; conversationId: string } | { kind: 'waits' };

/** Begins a conversation with a draft; fails with the server's problem, and leaves the draft where it is. */
export async function beginWith(sent: Draft, inboxId: string, way: Way): Promise<Begun> {
  const pending = {
    operationId: sent.operationId,
    conversationId: newPlace,
    at: new Date().toISOString(),
    written: { ...writtenOf(sent, way, { lastSeenEntryId: null, confirmed: false }), subject: sent.subject, inboxId },
  };
  try {
    await handOver(newPlace, sent.operationId);
    return { kind: 'stands', conversationId: await post(pending) };
  } catch (error) {
    if (isCode(error, 'offline') && putAside(pending)) return { kind: 'waits' };
    handBack(newPlace, sent.operationId);
    throw error;
  }
}

async function post({ operationId, written }: Omit<Pending, 'problem'>): Promise<string> {
  const begun = await answer(
    api.POST('/api/conversations', {
      body: {
        operation_id: operationId,
        inbox_id: written.inboxId!,
        to: written.to,
        cc: written.cc,
        bcc: written.bcc,
        subject: written.subject ?? '',
        html: written.html,
        upload_ids: written.uploads.map((upload) => upload.id),
        ...(written.from === null ? {} : { from: written.from }),
        ...(written.sendAt === null ? {} : { send_at: written.sendAt }),
      },
    }),
  );
  draftSent(newPlace, operationId);
  change({ type: 'conversation_loaded', conversation: begun.conversation });
  offerUndo(begun.entry, { ...draftOf(written, operationId), kind: 'reply' }, sentWords(false, written.sendAt));
  return begun.conversation.id;
}

/** Gives what waits in the outbox back to the composer. */
export function takeOutOfOutbox(pending: Pending): void {
  takeOut(pending.operationId);
  takeBack(pending);
}

/** Opens the outbox of the person at the screen and sends what it holds. */
export function openOutbox(agentId: string): void {
  for (const pending of outboxOf(agentId))
    setAside(placeOf(pending.conversationId, kindOf(pending.written)), pending.operationId);
  void flush();
}

/** Somebody else wrote first: everything is back in the composer, with what was said meanwhile pointed out. */
function cameBack(pending: Omit<Pending, 'problem'>, made: Draft): void {
  noteStale(pending.conversationId, pending.written.lastSeenEntryId);
  giveBack(placeOf(pending.conversationId, made.kind), made);
  void showConversation(pending.conversationId);
}

/** Gives a message that did not arrive back to the composer. */
export function takeBack(pending: Pending): void {
  const made = draftOf(pending.written, pending.operationId);
  giveBack(placeOf(pending.conversationId, made.kind), made);
}

/** Takes a held message back and opens it in the composer, with everything that it had. */
export async function undo(entry: Entry): Promise<void> {
  if (takenBack.has(entry.id)) return;
  takenBack.add(entry.id);
  const at = conversationAddress(shownKey(), entry.conversation_id);
  const whose = signedInId();
  let undone = await undoSending(entry);
  const isLate = undone.kind === 'unanswered';
  if (undone.kind === 'unanswered') toast(undone.problem, { tone: 'bad' });
  // Its answer may be lost and the message gone: the words are not given up before the server has said so.
  while (undone.kind === 'unanswered') {
    await nextChance();
    if (signedInId() !== whose) break;
    undone = await undoSending(entry);
  }
  const restored = restoredFrom(entry, undone);
  if (!restored) {
    takenBack.delete(entry.id);
    if (undone.kind === 'refused') toast(undone.problem, { tone: 'bad' });
    if (undone.kind === 'gone') toast(t('shell.problem_not_found'), { tone: 'bad' });
    return;
  }
  giveBack(placeOf(entry.conversation_id, restored.kind), restored);
  const isWithoutFiles = undone.kind === 'gone' && (sentDrafts.get(entry.id)?.uploads.length ?? 0) > 0;
  if (isWithoutFiles) toast(t('inbox.undone_files_toast'), { tone: 'bad' });
  // Whoever does something else by now is not led away from it.
  if (isLate) toast(t('inbox.undone_toast'), { action: { label: t('inbox.show_it'), run: () => go(at) } });
  else go(at);
}

/** What was taken back, as a draft; nothing when it was not, or when its words are not known here. */
function restoredFrom(entry: Entry, undone: Undone): Draft | undefined {
  const before = sentDrafts.get(entry.id);
  if (undone.kind === 'gone' && before) {
    // The old id would yield the old message.
    const operationId = newOperationId();
    const { html, uploads, kind, to, cc, bcc, subject, quoteEntryId, forwardEntryId, from } = before;
    return emptyDraft(kind, {
      // Its files have other ids now, which nobody here knows.
      html: uploads.length === 0 ? html : html.replace(/<img [^>]*\/api\/uploads\/[^>]*>/g, ''),
      ...{ to, cc, bcc, subject, quoteEntryId, forwardEntryId, from, operationId },
    });
  }
  if (undone.kind !== 'undone') return undefined;
  const { message } = undone;
  const head = conversation(entry.conversation_id);
  return emptyDraft(before?.kind ?? (message.forward_entry_id ? 'forward' : 'reply'), {
    to: message.to,
    cc: message.cc,
    bcc: message.bcc,
    subject: message.subject,
    // As it was in the editor: chips and mentions too.
    html: before?.html && before.uploads.length === 0 ? before.html : message.html,
    uploads: message.uploads,
    quoteEntryId: message.quote_entry_id,
    forwardEntryId: message.forward_entry_id,
    from: message.from === inbox(head?.inbox_id)?.sender_address ? null : message.from,
    // The server keeps it by this one already; the old id would yield the old message.
    operationId: message.operation_id,
  });
}

function arrived(
  pending: Omit<Pending, 'problem'>,
  entry: Entry,
  made: Draft,
  { closeAfter, sendAt, closed }: Way & { closed: (conversationId: string) => void },
): void {
  draftSent(placeOf(pending.conversationId, made.kind), made.operationId);
  if (closeAfter) closed(pending.conversationId);
  if (made.kind !== 'comment') offerUndo(entry, made, sentWords(closeAfter, sendAt));
}

function sentWords(closeAfter: boolean, sendAt: string | null): string {
  if (sendAt) return t('compose.later_toast', { time: fullTime(sendAt) });
  return closeAfter ? t('inbox.sent_closed_toast') : t('inbox.sent_toast');
}

export function offerUndo(entry: Entry, made: Draft, words: string): void {
  sentDrafts.set(entry.id, made);
  const until = entry.message?.outgoing?.sending.until;
  if (!until || (me().undo_s === 0 && !entry.message?.outgoing?.scheduled_for)) {
    toast(words);
    return;
  }
  // One that was put off can be taken back in the thread as long as it waits.
  const left_ms = Math.min(offered_ms, Math.max(0, Date.parse(until) - Date.now()));
  const id = toast(words, { action: { label: t('shell.undo'), run: () => void undo(entry) }, lasts_ms: left_ms });
  // An undo that can no longer happen is not offered.
  setTimeout(() => dismiss(id), left_ms);
}

function writtenOf(made: Draft, { closeAfter, sendAt }: Way, knows: Knows): Written {
  return {
    kind: made.kind === 'comment' ? 'comment' : 'message',
    html: made.html,
    to: made.to,
    cc: made.cc,
    bcc: made.bcc,
    subject: made.kind === 'forward' && made.subject ? made.subject : null,
    uploads: made.uploads,
    quoteEntryId: made.quoteEntryId,
    forwardEntryId: made.forwardEntryId,
    closeAfter,
    from: made.from,
    sendAt,
    ...knows,
  };
}

function draftOf(written: Written, operationId: string): Draft {
  const {
    kind: _kind,
    subject,
    closeAfter: _closeAfter,
    sendAt: _sendAt,
    lastSeenEntryId: _lastSeenEntryId,
    confirmed: _confirmed,
    ...same
  } = written;
  return emptyDraft(kindOf(written), { ...same, subject: subject ?? '', operationId });
}

function kindOf(written: Written): Draft['kind'] {
  if (written.kind === 'comment') return 'comment';
  if (written.inboxId !== undefined) return 'new';
  return written.forwardEntryId ? 'forward' : 'reply';
}
