// The panel's frame: made on first need, spoken to by messages with exact origins.
import { version, type FromPanel, type Hello, type ToPanel } from '../protocol';

let element: HTMLIFrameElement | undefined;
let origin: string;
let isLoaded = false;
let hasAnswered = false;
let heard: (message: FromPanel) => void;

addEventListener(
  'message',
  ({ data, origin: from, source }: MessageEvent<Partial<FromPanel & { postroom: number }>>) => {
    if (!element || from !== origin || source !== element.contentWindow || data?.postroom !== version) return;
    hasAnswered = true;
    heard(data as FromPanel);
  },
);

export function hasFrame(): boolean {
  return !!element;
}

export function makeFrame(base: string, hello: () => Hello, hear: (message: FromPanel) => void): Element {
  const made = (element = document.createElement('iframe'));
  heard = hear;
  isLoaded = false;
  origin = new URL(base).origin;
  made.title = 'Chat';
  made.src = `${base}chat/panel/${hello().channel}`;
  made.onload = () => {
    isLoaded = true;
    say(hello());
  };
  return made;
}

/** Before the panel can listen nothing is lost: its first message says all that is the case then. */
export function say(message: ToPanel): void {
  if (isLoaded) element?.contentWindow?.postMessage({ ...message, postroom: version }, origin);
}

export function focusFrame(): void {
  element?.focus();
}

/** Takes the frame away; `onlyBroken`: if nothing of ours has come in it, so that the next opening tries again. */
export function endFrame(onlyBroken = false): void {
  if (onlyBroken && hasAnswered) return;
  hasAnswered = false;
  element?.remove();
  element = undefined;
}
