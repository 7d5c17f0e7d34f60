// What could not leave because the server was not reached: kept in this browser, shown in its conversation, and sent in
// the order in which it was written as soon as the server answers. Operation ids make every further try safe.
import type { Pending } from '../store/state';

/** What one try to send came to. */
export type Tried = { kind: 'over' } | { kind: 'unreached' } | { kind: 'refused'; problem: string };

/** More than this nobody writes on a train; what is beyond it stays in its composer. */
const waiting_max = 50;
const retry_ms = 5_000;
/** The server knows an operation id again for 30 days; what waited almost as long could be said twice. */
const waits_max_ms = 29 * 24 * 3_600_000;

let owner = '';
let items = $state.raw<readonly Pending[]>([]);
/** The one that is shown as being sent. */
let travelling = $state<string>();
let chatWords = $state(0);
let isFlushing = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let tryOne: (pending: Pending) => Promise<Tried> = async () => ({ kind: 'unreached' });

/** Told how one of them is sent. */
export function whenFlushed(attempt: (pending: Pending) => Promise<Tried>): void {
  tryOne = attempt;
}

/** Whether it no longer leaves by itself: a person decides. */
export function waitedTooLong(at: string): boolean {
  return Date.now() - Date.parse(at) > waits_max_ms;
}

/** When the browser says that it is connected again, and now and then without that. */
export function nextChance(): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, retry_ms);
    addEventListener('online', go);
  });
}

/** Whether something was left in the outbox of a person. */
export function hasOutbox(agentId: string): boolean {
  owner = agentId;
  return read().length > 0;
}

/** Opens the outbox of a person; what waits in it. */
export function outboxOf(agentId: string): readonly Pending[] {
  owner = agentId;
  items = read();
  return items;
}

/** What waits in a conversation, the oldest first. */
export function waitingIn(conversationId: string): readonly Pending[] {
  return items.filter((one) => one.conversationId === conversationId && one.operationId !== travelling);
}

export function hasWaiting(conversationId: string): boolean {
  return items.some((one) => one.conversationId === conversationId && one.problem === null);
}

/** How many wait to leave by themselves. */
export function waitingCount(): number {
  return sendable().length + chatWords;
}

function sendable(): readonly Pending[] {
  return items.filter((one) => one.problem === null);
}

/** Where words of chats wait, which go their own way. */
export const wordsPlace = (agentId: string) => `postroom.words.${agentId}`;

/** Whether an earlier page left words of chats waiting. */
export function hasWords(agentId: string): boolean {
  try {
    return localStorage.getItem(wordsPlace(agentId)) !== null;
  } catch {
    // A forbidden storage holds nothing.
    return false;
  }
}

/** Told how many words of chats wait. */
export function wordsWait(count: number): void {
  chatWords = count;
}

/** Says whether it is kept: a full browser keeps nothing. */
export function keepWaiting(pending: Pending): boolean {
  const next = [...read().filter((one) => one.operationId !== pending.operationId), pending];
  if (next.length > waiting_max || !write(next)) return false;
  tryLater();
  return true;
}

export function takeOut(operationId: string): void {
  write(read().filter((one) => one.operationId !== operationId));
}

/** Lets one that was refused try again; it waits from now on. */
export function sendAgain(pending: Pending): void {
  keepWaiting({ ...pending, problem: null, at: new Date().toISOString() });
  void flush();
}

/** Sends what waits, one after the other, in one tab at a time. */
export async function flush(): Promise<void> {
  if (isFlushing || !owner || sendable().length === 0) return;
  isFlushing = true;
  try {
    if ('locks' in navigator) {
      await navigator.locks.request(`postroom.outbox.${owner}`, { ifAvailable: true }, async (lock) => {
        if (lock) await sendAll();
      });
    } else await sendAll();
  } finally {
    isFlushing = false;
    if (sendable().length > 0) tryLater();
  }
}

async function sendAll(): Promise<void> {
  for (;;) {
    // Another tab may have sent or taken back some meanwhile.
    items = read();
    const next = items.find((one) => one.problem === null);
    if (!next) return;
    travelling = next.operationId;
    const tried = await tryOne(next);
    if (tried.kind === 'over') takeOut(next.operationId);
    if (tried.kind === 'refused')
      write(read().map((one) => (one.operationId === next.operationId ? { ...one, problem: tried.problem } : one)));
    travelling = undefined;
    if (tried.kind === 'unreached') return;
  }
}

function tryLater(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void flush(), retry_ms);
}

function nameOf(): string {
  return `postroom.outbox.${owner}`;
}

function read(): readonly Pending[] {
  try {
    return JSON.parse(localStorage.getItem(nameOf()) ?? '[]') as Pending[];
  } catch {
    // A forbidden storage holds nothing; what is shown is all there is.
    return items;
  }
}

function write(next: readonly Pending[]): boolean {
  try {
    if (next.length === 0) localStorage.removeItem(nameOf());
    else localStorage.setItem(nameOf(), JSON.stringify(next));
    items = next;
    return true;
  } catch {
    return false;
  }
}

addEventListener('storage', (event) => {
  if (owner && event.key === nameOf()) items = read();
});
addEventListener('online', () => void flush());
