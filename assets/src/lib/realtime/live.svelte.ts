// The feed, shared by all tabs of a browser: one tab holds the connection and passes on what it hears.
import type { Frame } from '../api/types';
import { catchUp, connect, type LinkState } from './connection';

type Listener = (frames: Frame[]) => void;
type Shared =
  { kind: 'frames'; frames: Frame[] } | { kind: 'state'; state: LinkState } | { kind: 'lead'; after: number };

let state = $state<LinkState>('connecting');
const listeners = new Set<Listener>();
let position = 0;

/** Whether the page hears of changes. */
export function linkState(): LinkState {
  return state;
}

/** Calls the listener with every batch of frames, at most once per animation frame. */
export function onFrames(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Listens to the feed after a number until the returned function is called. */
export function startLive(after: number, name: string): () => void {
  position = after;
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`postroom.live.${name}`) : undefined;
  const batch = batched((frames) => listeners.forEach((listener) => listener(frames)));
  let stop: () => void = () => {};

  const take = (frames: Frame[]) => {
    const fresh = frames.filter((frame) => frame.type === 'resync' || frame.type === 'hello' || frame.seq > position);
    for (const frame of fresh) position = Math.max(position, frame.seq);
    const news = fresh.filter((frame) => frame.type !== 'hello');
    if (news.length > 0) batch.add(news);
  };

  const lead = () => {
    channel?.postMessage({ kind: 'lead', after: position } satisfies Shared);
    stop = connect({
      position: () => position,
      frames: (frames) => {
        take(frames);
        channel?.postMessage({ kind: 'frames', frames } satisfies Shared);
      },
      state: (next) => {
        state = next;
        channel?.postMessage({ kind: 'state', state: next } satisfies Shared);
      },
    });
  };

  if (channel) {
    channel.onmessage = async ({ data }: MessageEvent<Shared>) => {
      switch (data.kind) {
        case 'frames':
          state = 'live';
          return take(data.frames);
        case 'state':
          state = data.state;
          return;
        case 'lead':
          // The new leader resumes after its own number; whoever is behind it asks for the difference.
          if (position < data.after) take(await catchUp(position));
          return;
      }
    };
  }

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
    leave.abort();
    stop();
    batch.cancel();
    channel?.close();
  };
}

/** Collects frames until the next animation frame; a hidden page has none, so a timer stands by. */
function batched(deliver: Listener): { add: Listener; cancel: () => void } {
  let waiting: Frame[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const flush = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    timer = undefined;
    const frames = waiting;
    waiting = [];
    if (frames.length > 0) deliver(frames);
  };
  return {
    add(frames) {
      waiting.push(...frames);
      if (timer !== undefined) return;
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
