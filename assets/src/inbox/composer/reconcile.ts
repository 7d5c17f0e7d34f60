// One draft, known here and on the server: which words hold. Pure.
import type { ServerDraft } from '../../lib/api/types';
import type { Draft } from './drafts.svelte';

/** What to show: `here` itself when nothing changes, `undefined` when it was sent or discarded elsewhere. */
export function reconciled(here: Draft | undefined, there: ServerDraft | null): Draft | undefined {
  const isDirty = here !== undefined && here.edits !== here.savedEdits;
  if (there === null) return isDirty ? here : undefined;
  if (here === undefined) return fromServer(there, 0);
  if (here.operationId === there.operation_id) {
    if (isDirty || here.savedAt === there.saved_at) return here;
    return fromServer(there, here.version + 1);
  }
  if (!isDirty) return fromServer(there, 0);
  // Begun in two places at once: the words of both are kept.
  return {
    ...here,
    html: there.html + here.html,
    uploads: [...there.uploads, ...here.uploads.filter((one) => !there.uploads.some(({ id }) => id === one.id))],
    edits: here.edits + 1,
    version: here.version + 1,
  };
}

export function fromServer(there: ServerDraft, version: number): Draft {
  return {
    operationId: there.operation_id,
    kind: there.kind,
    html: there.html,
    to: there.to,
    cc: there.cc,
    bcc: there.bcc,
    subject: there.subject,
    uploads: there.uploads,
    quoteEntryId: there.quote_entry_id,
    forwardEntryId: there.forward_entry_id,
    inboxId: there.inbox_id,
    from: there.from,
    edits: 0,
    savedEdits: 0,
    savedAt: there.saved_at,
    version,
  };
}
