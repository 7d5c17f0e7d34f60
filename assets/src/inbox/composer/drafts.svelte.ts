// What is being written, per conversation. Kept in local storage, so that a reload or a crash loses nothing.
import { newOperationId } from '../../lib/api/client';
import type { Mailbox, Upload } from '../../lib/api/types';

export type DraftKind = 'reply' | 'reply_all' | 'forward' | 'comment' | 'new';

export interface Draft {
  /** Made with the draft: however often it is sent, it is said once. */
  operationId: string;
  kind: DraftKind;
  html: string;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string;
  uploads: Upload[];
  quoteEntryId: string | null;
  forwardEntryId: string | null;
  inboxId: string | null;
}

/** The place of a conversation that does not exist yet. */
export const newPlace = 'new';
const save_ms = 800;

/** Composers that are open, by conversation id. */
const open = $state<Record<string, Draft>>({});
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Drafts that came back from sending and were not shown yet. */
const returned = new Set<string>();
let owner = '';

/** Drafts belong to a person, not to a browser. */
export function draftsOf(agentId: string): void {
  if (owner === agentId) return;
  owner = agentId;
  for (const place of Object.keys(open)) delete open[place];
}

export function draft(place: string): Draft | undefined {
  return open[place];
}

export function emptyDraft(kind: DraftKind, change: Partial<Draft> = {}): Draft {
  return {
    operationId: newOperationId(),
    kind,
    html: '',
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    uploads: [],
    quoteEntryId: null,
    forwardEntryId: null,
    inboxId: null,
    ...change,
  };
}

/** Opens what was left behind, if anything was. */
export function recall(place: string): Draft | undefined {
  if (open[place]) return open[place];
  try {
    const text = localStorage.getItem(nameOf(place));
    if (!text) return undefined;
    open[place] = JSON.parse(text) as Draft;
    return open[place];
  } catch {
    return undefined;
  }
}

export function begin(place: string, made: Draft): void {
  open[place] = made;
  keepSoon(place);
}

/** Opens what was sent and has come back; it is shown and takes the focus. */
export function giveBack(place: string, made: Draft): void {
  returned.add(made.operationId);
  begin(place, made);
}

export function isReturned(operationId: string): boolean {
  return returned.has(operationId);
}

/** True once for a draft that came back. */
export function takesFocus(operationId: string): boolean {
  return returned.delete(operationId);
}

export function edit(place: string, change: Partial<Draft>): void {
  const known = open[place];
  if (!known) return;
  Object.assign(known, change);
  keepSoon(place);
}

/** Closes the composer; what was written stays in the storage until `forget`. */
export function leave(place: string): void {
  keepNow(place);
  delete open[place];
}

/** Forgets a draft that was sent or given up, but not another one begun meanwhile. */
export function forget(place: string, operationId: string): void {
  if (open[place]?.operationId === operationId) {
    clearTimeout(timers.get(place));
    timers.delete(place);
    delete open[place];
  }
  try {
    const text = localStorage.getItem(nameOf(place));
    if (text && (JSON.parse(text) as Draft).operationId === operationId) localStorage.removeItem(nameOf(place));
  } catch {
    // Nothing was kept.
  }
}

export function isEmpty({ html, uploads }: Pick<Draft, 'html' | 'uploads'>): boolean {
  return uploads.length === 0 && !/<img/.test(html) && html.replace(/<[^>]*>|&nbsp;/g, '').trim() === '';
}

function keepSoon(place: string): void {
  clearTimeout(timers.get(place));
  timers.set(
    place,
    setTimeout(() => keepNow(place), save_ms),
  );
}

function keepNow(place: string): void {
  clearTimeout(timers.get(place));
  timers.delete(place);
  const known = open[place];
  if (!known || !owner) return;
  try {
    if (isEmpty(known) && known.kind !== 'new') localStorage.removeItem(nameOf(place));
    else localStorage.setItem(nameOf(place), JSON.stringify(known));
  } catch {
    // A full storage must not stop somebody from writing.
  }
}

function nameOf(place: string): string {
  return `postroom.draft.${owner}.${place}`;
}

addEventListener('pagehide', () => Object.keys(open).forEach(keepNow));
