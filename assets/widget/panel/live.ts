// The live line to the server: a socket that comes back by itself and goes on after the number it has heard.
import { ask, liveUrl } from './server';
import type { Frame } from './wire';

export interface Line {
  token: () => string;
  position: () => number;
  frames: (frames: Frame[]) => void;
  state: (isLive: boolean) => void;
  /** The server does not know the token; resolves when there is another, or none is to be had. */
  unknown: () => Promise<void>;
}

const first_ms = 500;
const most_ms = 60_000;
/** A server that has not greeted by then is not going to. */
const hello_ms = 10_000;
const ping_ms = 25_000;
/** After so many sockets that never said hello, something between breaks them: ask instead. */
const silentSocketsMax = 2;

const code = { gone: 4401, blocked: 4403, misspoken: 1008, tooMany: 1013 };

/** 50 to 100 % of a wait that doubles, so that browsers do not come back in step. */
export function waitBefore(attempt: number, random: number): number {
  return Math.min(most_ms, first_ms * 2 ** attempt) * (0.5 + random / 2);
}

/** Holds the line until the returned function is called. */
export function holdLine(line: Line): () => void {
  let isEnded = false;
  let attempt = 0;
  let silent = 0;
  let socket: WebSocket | undefined;
  let wake = (): void => {};
  const ending = new AbortController();
  const { signal } = ending;

  const retryNow = () => wake();
  addEventListener('online', retryNow, { signal });
  addEventListener('offline', () => line.state(false), { signal });
  document.addEventListener('visibilitychange', () => document.hidden || wake(), { signal });
  // A page that is put aside whole (the back-forward cache) may hold no socket.
  addEventListener('pagehide', () => socket?.close(), { signal });
  void run();

  return () => {
    isEnded = true;
    ending.abort();
    socket?.close();
    wake();
  };

  async function run() {
    while (!isEnded) {
      const closed = silent < silentSocketsMax ? await open() : await poll();
      if (isEnded) return;
      line.state(false);
      if (closed === code.blocked || closed === code.misspoken) return;
      if (closed === code.gone) await line.unknown();
      // Too many tabs: this one waits until somebody looks at it.
      const waits = closed === code.tooMany && document.hidden;
      await pause(waits ? 2 ** 31 - 1 : waitBefore(attempt++, Math.random()));
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

  /** Resolves with the code when the socket has ended. */
  function open(): Promise<number> {
    return new Promise((resolve) => {
      const link = (socket = new WebSocket(liveUrl()));
      let hasGreeted = false;
      const deadline = setTimeout(() => link.close(), hello_ms);
      const pings = setInterval(() => link.readyState === 1 && link.send('{"type":"ping"}'), ping_ms);
      link.onopen = () => link.send(JSON.stringify({ token: line.token(), after: line.position() }));
      link.onmessage = ({ data }) => {
        if (!hasGreeted) {
          hasGreeted = true;
          attempt = silent = 0;
          clearTimeout(deadline);
          line.state(true);
        }
        line.frames([JSON.parse(data as string) as Frame]);
      };
      link.onclose = (event) => {
        clearTimeout(deadline);
        clearInterval(pings);
        if (!hasGreeted && event.code < 4000) silent += 1;
        resolve(event.code);
      };
    });
  }

  async function poll(): Promise<number> {
    try {
      const body = { after: line.position(), wait_s: 25 };
      const answer = await ask<{ frames: Frame[]; position: number }>('events', { token: line.token(), body });
      line.state(true);
      line.frames([...answer.frames, { type: 'hello', seq: answer.position }]);
      attempt = 0;
    } catch (error) {
      // The next attempt tries a socket again.
      silent = silentSocketsMax - 1;
      if ((error as { status?: number }).status === 401) return code.gone;
    }
    return 0;
  }
}
