// The feed, shared by all tabs of a browser: one tab holds the connection, passes on what it hears, and says for all of
// them where they are.
import { newOperationId } from '../api/client';
import type { Frame, PassingFrame } from '../api/types';
import { catchUp, connect, type Connection, type LinkState } from './connection';
import { Tabs, type TabWhereabouts } from './whereabouts';

type Listener = (frames: Frame[]) => void;
type PassingListener = (frames: PassingFrame[], part: 'all' | 'changed') => void;
type Shared =
  | { kind: 'frames'; frames: Frame[] }
  | { kind: 'passing'; frames: PassingFrame[]; part: 'all' | 'changed' }
  | { kind: 'state'; state: LinkState }
  | { kind: 'lead'; after: number }
  | { kind: 'where'; tab: string; where: TabWhereabouts }
  | { kind: 'left'; tab: string };

/** The server forgets in a minute, the other tabs in 45 seconds. */
const sayAgain_ms = 20_000;

let state = $state<LinkState>('connecting');
const listeners = new Set<Listener>();
const passingListeners = new Set<PassingListener>();
let position = 0;

const tab = newOperationId();
const tabs = new Tabs();
let where: TabWhereabouts = { active: true, place: null };
let spread: (said: Shared) => void = () => {};
let link: Connection | undefined;

/** Whether the page hears of changes. */
export function linkState(): LinkState {
  return state;
}

/** Calls the listener with every batch of frames, at most once per animation frame. */
export function onFrames(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls the listener with what is true now and is never sent again. */
export function onPassing(listener: PassingListener): () => void {
  passingListeners.add(listener);
  return () => passingListeners.delete(listener);
}

/** Says where this tab is: to the other tabs, and by whichever holds the connection to the server. */
export function sayWhere(next: TabWhereabouts): void {
  where = next;
  tabs.say(tab, where, Date.now());
  spread({ kind: 'where', tab, where });
  link?.say();
}

/** Whether a conversation is on the screen in any tab of this browser. */
export function isOnScreen(conversationId: string): boolean {
  return tabs.show(conversationId);
}

/** Listens to the feed after a number until the returned function is called. */
export function startLive(after: number, name: string): () => void {
  position = after;
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`postroom.live.${name}`) : undefined;
  const batch = batched((frames) => listeners.forEach((listener) => listener(frames)));
  spread = (said) => channel?.postMessage(said);

  const take = (frames: Frame[]) => {
    // What passes (somebody types) has no number.
    const passes = (frame: Frame) => frame.type === 'visitor_typing' || frame.type === 'visitor_changed';
    const fresh = frames.filter(
      (frame) => frame.type === 'resync' || frame.type === 'hello' || passes(frame) || frame.seq > position,
    );
    for (const frame of fresh) position = Math.max(position, frame.seq);
    const news = fresh.filter((frame) => frame.type !== 'hello');
    if (news.length > 0) batch.add(news);
  };

  const takePassing: PassingListener = (frames, part) => passingListeners.forEach((listener) => listener(frames, part));

  const lead = () => {
    spread({ kind: 'lead', after: position });
    link = connect({
      position: () => position,
      frames: (frames) => {
        take(frames);
        spread({ kind: 'frames', frames });
      },
      passing: (frames, part) => {
        takePassing(frames, part);
        spread({ kind: 'passing', frames, part });
      },
      whereabouts: () => tabs.together(Date.now()),
      state: (next) => {
        state = next;
        spread({ kind: 'state', state: next });
      },
    });
  };

  if (channel) {
    channel.onmessage = async ({ data }: MessageEvent<Shared>) => {
      switch (data.kind) {
        case 'frames':
          state = 'live';
          return take(data.frames);
        case 'passing':
          return takePassing(data.frames, data.part);
        case 'state':
          state = data.state;
          return;
        case 'lead':
          spread({ kind: 'where', tab, where });
          // The new leader resumes after its own number; whoever is behind it asks for the difference.
          if (position < data.after) take(await catchUp(position));
          return;
        case 'where':
          tabs.say(data.tab, data.where, Date.now());
          return link?.say();
        case 'left':
          tabs.leave(data.tab);
          return link?.say();
      }
    };
  }

  const again = setInterval(() => sayWhere(where), sayAgain_ms);
  const left = () => spread({ kind: 'left', tab });
  addEventListener('pagehide', left);

  const leave = new AbortController();
  if (channel && 'locks' in navigator) {
    const led = new Promise<void>((resolve) => leave.signal.addEventListener('abort', () => resolve()));
    navigator.locks
      .request(`postroom.live.${name}`, { signal: leave.signal }, () => {
        lead();
        return led;
      })
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      });
    // A tab that only listens has no state to wait for.
    state = 'live';
  } else {
    // Without locks (a page over plain HTTP) every tab holds its own connection.
    lead();
  }

  return () => {
    left();
    leave.abort();
    clearInterval(again);
    removeEventListener('pagehide', left);
    link?.stop();
    link = undefined;
    spread = () => {};
    batch.cancel();
    channel?.close();
  };
}

/** In a rain of events the page is drawn anew so often and no more: faster, nobody can read. */
const between_ms = 80;

/** Collects frames until the next animation frame; a hidden page has none, so a timer stands by. */
function batched(deliver: Listener): { add: Listener; cancel: () => void } {
  let waiting: Frame[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let last = -between_ms;
  const flush = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    timer = undefined;
    const frames = waiting;
    waiting = [];
    last = performance.now();
    if (frames.length > 0) deliver(frames);
  };
  return {
    add(frames) {
      waiting.push(...frames);
      if (timer !== undefined) return;
      const early_ms = last + between_ms - performance.now();
      if (early_ms > 0) {
        timer = setTimeout(flush, early_ms);
        return;
      }
      timer = setTimeout(flush, 200);
      frame = requestAnimationFrame(flush);
    },
    cancel() {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      waiting = [];
    },
  };
}
