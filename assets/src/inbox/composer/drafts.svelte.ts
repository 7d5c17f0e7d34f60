// What is being written, per conversation. Kept in local storage and on the server, so that neither a reload, a crash nor
// a closed laptop loses anything.
import { isCode, newOperationId } from '../../lib/api/client';
import type { Mailbox, ServerDraft, Upload } from '../../lib/api/types';
import { fromServer, reconciled } from './reconcile';
import { fetchDrafts, removeDraft, saveDraft } from './server_drafts';

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
  /** The address to send from, if it is not the usual one of the inbox. */
  from: string | null;
  /** How often it was changed here, and how many of those changes the server has. */
  edits: number;
  savedEdits: number;
  /** When the server kept it last, by its own clock. */
  savedAt: string | null;
  /** Grows when the words are replaced from outside the editor. */
  version: number;
}

/** How safe the words are. */
export type Safety = 'nothing' | 'saving' | 'saved' | 'here_only' | 'too_many';

/** The place of a conversation that does not exist yet. */
export const newPlace = 'new';
const save_ms = 800;
const retry_ms = 5_000;

/** Composers that are open, by conversation id. */
const open = $state<Record<string, Draft>>({});
const safety = $state<Record<string, Safety>>({});
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** One request at a time for each place: a draft must not overtake the one before. */
const queues = new Map<string, Promise<void>>();
/** Operations of what is being sent or waits to be: the server must not be given their drafts again. */
const onTheWay = new Set<string>();
/** Drafts that came back from sending and were not shown yet. */
const returned = new Set<string>();
let owner = '';
let savedSomething: () => void = () => {};

/** Drafts belong to a person, not to a browser. */
export function draftsOf(agentId: string): void {
  if (owner === agentId) return;
  owner = agentId;
  for (const place of Object.keys(open)) delete open[place];
}

/** Told when the number of drafts may be another. */
export function onDraftsChanged(then: () => void): void {
  savedSomething = then;
}

export function draft(place: string): Draft | undefined {
  return open[place];
}

export function safetyOf(place: string): Safety {
  return safety[place] ?? 'nothing';
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
    from: null,
    edits: 0,
    savedEdits: 0,
    savedAt: null,
    version: 0,
    ...change,
  };
}

/** Opens what was left behind in this browser, if anything was. */
export function recall(place: string): Draft | undefined {
  if (open[place]) return open[place];
  const known = stored(place);
  if (known) open[place] = known;
  return open[place];
}

/** Asks the server what was left behind elsewhere. What was written here and not kept there is never given up. */
export async function recallFromServer(conversationId: string): Promise<void> {
  const asked = owner;
  const there = await fetchDrafts(conversationId);
  if (owner !== asked) return;
  for (const slot of ['message', 'comment'] as const) {
    const place = slot === 'comment' ? `${conversationId} comment` : conversationId;
    // While a request of ours is under way, its answer is the truth.
    if (queues.has(place)) continue;
    // What is being sent is no draft any more, here or there.
    if (onTheWay.has(there[slot]?.operation_id ?? '')) continue;
    const here = open[place] ?? stored(place);
    const next = reconciled(here, there[slot]);
    if (next === here) continue;
    if (next) {
      open[place] = next;
      keepHere(place, next);
      if (isDirty(next)) keepSoon(place);
      else safety[place] = 'saved';
    } else if (here) {
      forget(place, here.operationId);
    }
  }
}

/** Opens one of several drafts of new conversations; the one that was open before is kept where it came from. */
export function openNew(there: ServerDraft): void {
  if (open[newPlace]?.operationId === there.operation_id) return;
  leave(newPlace);
  const made = fromServer(there, 0);
  open[newPlace] = made;
  safety[newPlace] = 'saved';
  keepHere(newPlace, made);
}

export function begin(place: string, made: Draft): void {
  open[place] = { ...made, edits: made.edits + 1 };
  keepSoon(place);
}

/** Opens what was sent and has come back; it is shown and takes the focus. Words begun meanwhile stand below it. */
export function giveBack(place: string, made: Draft): void {
  onTheWay.delete(made.operationId);
  returned.add(made.operationId);
  const meanwhile = recall(place);
  const isOther = meanwhile && meanwhile.operationId !== made.operationId && !isEmpty(meanwhile);
  begin(place, isOther ? { ...made, html: made.html + meanwhile.html, version: made.version + 1 } : made);
}

/**
 * Gives what was written away to be sent: from now on the server gets it once, as a message. Ends when no save is under
 * way any more, so that none arrives after the message.
 */
export async function handOver(place: string, operationId: string): Promise<void> {
  onTheWay.add(operationId);
  clearTimeout(timers.get(place));
  timers.delete(place);
  await queues.get(place);
}

/** What was given away was not taken: it is a draft again. */
export function handBack(place: string, operationId: string): void {
  onTheWay.delete(operationId);
  const left = open[place] ?? stored(place);
  if (left?.operationId === operationId && isDirty(left)) enqueue(place, () => keepThere(place, left));
}

export function isReturned(operationId: string): boolean {
  return returned.has(operationId);
}

/** True once for a draft that came back. */
export function takesFocus(operationId: string): boolean {
  return returned.delete(operationId);
}

/** A composer that was left meanwhile takes the change as well: a file may arrive late. */
export function edit(place: string, change: Partial<Draft>): void {
  const known = open[place];
  if (known) {
    Object.assign(known, change, { edits: known.edits + 1 });
    keepSoon(place);
    return;
  }
  const left = stored(place);
  if (!left) return;
  const changed = { ...left, ...change, edits: left.edits + 1 };
  keepHere(place, changed);
  enqueue(place, () => keepThere(place, changed));
}

/** Closes the composer; what was written stays until `forget`. */
export function leave(place: string): void {
  keepNow(place);
  delete open[place];
}

/** Forgets a draft that was sent, but not another one begun meanwhile. */
export function forget(place: string, operationId: string): void {
  if (open[place]?.operationId === operationId) {
    clearTimeout(timers.get(place));
    timers.delete(place);
    delete open[place];
    delete safety[place];
  }
  if (stored(place)?.operationId === operationId) localStorage.removeItem(nameOf(place));
}

/** Forgets a draft that was taken as a message. */
export function sent(place: string, operationId: string): void {
  onTheWay.delete(operationId);
  forget(place, operationId);
}

/** Lets go of a draft here: it waits elsewhere to be sent. */
export function setAside(place: string, operationId: string): void {
  onTheWay.add(operationId);
  forget(place, operationId);
}

/** Forgets a draft that was given up, here and on the server. */
export function discard(place: string, operationId: string): void {
  forget(place, operationId);
  enqueue(place, async () => {
    await removeDraft(place, operationId);
    savedSomething();
  });
}

export function isEmpty({ html, uploads }: Pick<Draft, 'html' | 'uploads'>): boolean {
  return uploads.length === 0 && !/<img/.test(html) && html.replace(/<[^>]*>|&nbsp;/g, '').trim() === '';
}

function isDirty(made: Draft): boolean {
  return made.edits !== made.savedEdits;
}

/** Whether there is anything worth keeping. */
function isNothing(made: Draft): boolean {
  return isEmpty(made) && (made.kind !== 'new' || (made.subject === '' && made.to.length === 0));
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
  const made = $state.snapshot(known);
  keepHere(place, made);
  if (isDirty(made) && !onTheWay.has(made.operationId)) enqueue(place, () => keepThere(place, made));
}

function keepHere(place: string, made: Draft): void {
  try {
    if (isNothing(made)) localStorage.removeItem(nameOf(place));
    else localStorage.setItem(nameOf(place), JSON.stringify(made));
  } catch {
    // A full storage must not stop somebody from writing.
  }
}

async function keepThere(place: string, made: Draft): Promise<void> {
  if (onTheWay.has(made.operationId)) return;
  // What was sent or given up meanwhile must not come back.
  if (![open[place], stored(place)].some((one) => one?.operationId === made.operationId)) return;
  // What was typed since then is kept next.
  if (open[place]?.operationId === made.operationId && open[place].edits !== made.edits) return;
  if (isNothing(made)) {
    if (made.savedAt === null) return;
    await removeDraft(place, made.operationId);
    kept(place, made, null);
    delete safety[place];
    savedSomething();
    return;
  }
  safety[place] = 'saving';
  try {
    const savedAt = await saveDraft(place, made);
    kept(place, made, savedAt);
    safety[place] = 'saved';
    if (made.savedAt === null) savedSomething();
  } catch (error) {
    if (isCode(error, 'sent_already')) return;
    safety[place] = isCode(error, 'too_many_drafts') ? 'too_many' : 'here_only';
    if (safety[place] === 'here_only') setTimeout(() => open[place] && keepNow(place), retry_ms);
  }
}

/** Notes that the server has this much of it. */
function kept(place: string, made: Draft, savedAt: string | null): void {
  const note = { savedEdits: made.edits, savedAt };
  const known = open[place];
  if (known?.operationId === made.operationId) Object.assign(known, note);
  const left = stored(place);
  if (left?.operationId === made.operationId) keepHere(place, { ...left, ...note });
}

function enqueue(place: string, work: () => Promise<void>): void {
  const before = queues.get(place) ?? Promise.resolve();
  const next = before.then(work, work).catch(() => {});
  queues.set(place, next);
  void next.finally(() => queues.get(place) === next && queues.delete(place));
}

function stored(place: string): Draft | undefined {
  try {
    const text = localStorage.getItem(nameOf(place));
    if (!text) return undefined;
    const known = JSON.parse(text) as Draft;
    // What an older version of the page wrote lacks the newer fields.
    return { ...emptyDraft(known.kind), ...known };
  } catch {
    return undefined;
  }
}

function nameOf(place: string): string {
  return `postroom.draft.${owner}.${place}`;
}

addEventListener('pagehide', () => Object.keys(open).forEach(keepNow));
addEventListener('online', () => Object.keys(open).forEach(keepNow));
