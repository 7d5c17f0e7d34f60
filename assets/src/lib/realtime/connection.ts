// One connection to the numbered feed: a WebSocket, or a long poll where a proxy breaks WebSockets.
import type { Frame } from '../api/types';
import { apiUrl, liveUrl } from '../api/client';
import { backoff } from './backoff';

export type LinkState = 'live' | 'connecting' | 'offline';

export interface Receiver {
  /** The number of the last frame that was received. */
  position(): number;
  frames(frames: Frame[]): void;
  state(state: LinkState): void;
}

/** Sockets that never said hello, in a row, before the long poll takes over. */
const silentSocketsMax = 2;
/** How long the long poll goes on before a socket is tried again. */
const pollingFor_ms = 5 * 60_000;
/** The server pings every 30 s, which a page cannot see; but a socket that opens must say hello in this time. */
const hello_ms = 10_000;
const pollWait_s = 25;

/** Keeps the connection until the returned function is called. */
export function connect(receiver: Receiver): () => void {
  let stopped = false;
  let attempt = 0;
  let silentSockets = 0;
  let wake: () => void = () => {};
  let abort: () => void = () => {};

  void run();

  const retryNow = () => wake();
  const visible = () => document.visibilityState === 'visible' && wake();
  const lost = () => receiver.state('offline');
  addEventListener('online', retryNow);
  addEventListener('offline', lost);
  document.addEventListener('visibilitychange', visible);

  return () => {
    stopped = true;
    removeEventListener('online', retryNow);
    removeEventListener('offline', lost);
    document.removeEventListener('visibilitychange', visible);
    abort();
    wake();
  };

  async function run() {
    while (!stopped) {
      receiver.state(attempt < 3 ? 'connecting' : 'offline');
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
        }
        const frame = JSON.parse(event.data as string) as Frame;
        receiver.frames([frame]);
      };
      link.onclose = () => {
        clearTimeout(deadline);
        resolve(greeted);
      };
    });
  }

  async function poll(until: number): Promise<void> {
    while (!stopped && Date.now() < until) {
      const control = new AbortController();
      abort = () => control.abort();
      try {
        // The first poll asks without waiting, so that the page knows at once whether it is connected.
        const wait_s = attempt === 0 ? pollWait_s : 0;
        const response = await fetch(apiUrl(`/api/events?after=${receiver.position()}&wait_s=${wait_s}`), {
          signal: control.signal,
        });
        if (!response.ok) return;
        const { frames, position } = (await response.json()) as { frames: Frame[]; position: number };
        attempt = 0;
        receiver.state('live');
        receiver.frames([...frames, { type: 'hello', seq: position }]);
      } catch {
        return;
      }
    }
  }
}

/** The frames after a number, at once: for a tab that was left behind. */
export async function catchUp(after: number): Promise<Frame[]> {
  const response = await fetch(apiUrl(`/api/events?after=${after}&wait_s=0`));
  if (!response.ok) return [];
  return ((await response.json()) as { frames: Frame[] }).frames;
}
