// One connection to the numbered feed: a WebSocket, or a long poll where a proxy breaks WebSockets.
import type { Frame, PassingFrame } from '../api/types';
import { answer, api, apiUrl, liveUrl, newOperationId } from '../api/client';
import { backoff } from './backoff';
import type { Whereabouts } from './whereabouts';

export type LinkState = 'live' | 'connecting' | 'offline';

export interface Receiver {
  /** The number of the last frame that was received. */
  position(): number;
  frames(frames: Frame[]): void;
  /** What is true now and is never sent again; `all` if nothing else is true. */
  passing(frames: PassingFrame[], part: 'all' | 'changed'): void;
  /** Where this browser is, to be said when the server has not heard it. */
  whereabouts(): Whereabouts;
  state(state: LinkState): void;
}

/** Sockets that never said hello, in a row, before the long poll takes over. */
const silentSocketsMax = 2;
/** How long the long poll goes on before a socket is tried again. */
const pollingFor_ms = 5 * 60_000;
/** The server pings every 30 s, which a page cannot see; but a socket that opens must say hello in this time. */
const hello_ms = 10_000;
const pollWait_s = 25;
/** A browser that says it has no network is believed this long; it tells when the network is back. */
const withoutNetwork_ms = 30_000;

export interface Connection {
  /** Says where this browser is now. */
  say(): void;
  stop(): void;
}

/** Keeps the connection until it is told to stop. */
export function connect(receiver: Receiver): Connection {
  let stopped = false;
  let attempt = 0;
  let silentSockets = 0;
  let wake: () => void = () => {};
  let abort: () => void = () => {};
  let say: () => void = () => {};
  const pageId = newOperationId();

  void run();

  const retryNow = () => {
    attempt = 0;
    wake();
  };
  const visible = () => document.visibilityState === 'visible' && wake();
  // A socket may seem open long after the network is gone: it is opened anew.
  const lost = () => {
    receiver.state('offline');
    abort();
  };
  addEventListener('online', retryNow);
  addEventListener('offline', lost);
  document.addEventListener('visibilitychange', visible);

  return {
    say: () => say(),
    stop() {
      stopped = true;
      removeEventListener('online', retryNow);
      removeEventListener('offline', lost);
      document.removeEventListener('visibilitychange', visible);
      abort();
      wake();
    },
  };

  async function run() {
    while (!stopped) {
      if (!navigator.onLine) {
        receiver.state('offline');
        await pause(withoutNetwork_ms);
        if (stopped) return;
      }
      receiver.state(attempt < 3 && navigator.onLine ? 'connecting' : 'offline');
      if (silentSockets < silentSocketsMax) {
        const greeted = await socket();
        silentSockets = greeted ? 0 : silentSockets + 1;
      } else {
        await poll(Date.now() + pollingFor_ms);
        silentSockets = silentSocketsMax - 1;
      }
      if (stopped) return;
      await pause(backoff(attempt, Math.random()));
      attempt += 1;
    }
  }

  function pause(wait_ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait_ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Resolves when the socket has ended, with whether it ever said hello. */
  function socket(): Promise<boolean> {
    return new Promise((resolve) => {
      let greeted = false;
      const link = new WebSocket(liveUrl());
      const deadline = setTimeout(() => link.close(), hello_ms);
      abort = () => link.close();
      link.onopen = () => link.send(JSON.stringify({ after: receiver.position() }));
      link.onmessage = (event) => {
        if (!greeted) {
          greeted = true;
          attempt = 0;
          clearTimeout(deadline);
          receiver.state('live');
          // Whoever was there is told anew.
          receiver.passing([], 'all');
          say = () => {
            // One that is closing says no more; the next one says it anew.
            if (link.readyState === WebSocket.OPEN) link.send(JSON.stringify({ presence: receiver.whereabouts() }));
          };
          say();
        }
        const frame = JSON.parse(event.data as string) as Frame | PassingFrame;
        if ('seq' in frame) receiver.frames([frame]);
        else receiver.passing([frame], 'changed');
      };
      link.onclose = () => {
        clearTimeout(deadline);
        say = () => {};
        resolve(greeted);
      };
    });
  }

  async function poll(until: number): Promise<void> {
    let presence = 0;
    say = () => {
      const body = { page_id: pageId, whereabouts: receiver.whereabouts() };
      // It is said again soon.
      answer(api.PUT('/api/presence', { body })).catch(() => {});
    };
    say();
    while (!stopped && Date.now() < until) {
      const control = new AbortController();
      abort = () => control.abort();
      try {
        // The first poll asks without waiting, so that the page knows at once whether it is connected.
        const wait_s = attempt === 0 ? pollWait_s : 0;
        const query = `after=${receiver.position()}&wait_s=${wait_s}&presence=${presence}`;
        const response = await fetch(apiUrl(`/api/events?${query}`), { signal: control.signal });
        if (!response.ok) return;
        const told = (await response.json()) as Polled;
        const { frames, position } = told;
        presence = told.presence;
        receiver.passing(told.people, 'all');
        attempt = 0;
        receiver.state('live');
        receiver.frames([...frames, { type: 'hello', seq: position }]);
      } catch {
        return;
      }
    }
  }
}

interface Polled {
  frames: Frame[];
  position: number;
  people: PassingFrame[];
  presence: number;
}

/** The frames after a number, at once: for a tab that was left behind. */
export async function catchUp(after: number): Promise<Frame[]> {
  const response = await fetch(apiUrl(`/api/events?after=${after}&wait_s=0`));
  if (!response.ok) return [];
  return ((await response.json()) as { frames: Frame[] }).frames;
}
