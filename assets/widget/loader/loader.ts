// What the script of a site does first: it gives the page its `window.Postroom`, and begins when the page has nothing
// better to do.
import type { Detail, EventName } from '../protocol';
import { readSettings } from './settings';
import * as widget from './widget';

export interface Api {
  load: (options?: { open?: boolean }) => void;
  open: (options?: widget.OpenOptions) => void;
  close: () => void;
  toggle: () => void;
  remove: () => void;
  refresh: (options?: { startNew?: boolean }) => void;
  status: () => { loaded: boolean; pending: boolean };
  /** The listener finds what has happened in `event.detail`. */
  on: (name: EventName, listener: (event: Event) => void) => void;
  off: (name: EventName, listener: (event: Event) => void) => void;
  identify: (token: string | null) => void;
  clear: () => void;
}

declare global {
  interface Window {
    Postroom?: Api;
  }
}

/** A page that never rests gets its chat after so long. */
const idle_ms = 3_000;

/** `adapt` may add other names to the page, and other settings, before the site is told. */
export function start(adapt?: (api: Api) => void): void {
  // The same script twice on a page is one chat.
  if (window.Postroom) return;
  const script = (document.currentScript ?? document.querySelector('script[src*="/widget"]')) as HTMLScriptElement;

  const bus = new EventTarget();
  let isWaiting = false;

  const emit = (name: EventName, detail: Detail = {}) => bus.dispatchEvent(new CustomEvent(name, { detail }));
  const load: Api['load'] = ({ open = false } = {}) => {
    isWaiting = false;
    const settings = readSettings(script);
    if (!widget.isRunning) {
      if (settings.channel) widget.startWidget(settings, emit, open);
    } else if (open) widget.open();
  };
  const open: Api['open'] = (options) => (widget.isRunning ? widget.open(options) : load({ open: true }));
  const api: Api = {
    load,
    open,
    close: widget.close,
    toggle: () => (widget.opening ? widget.close() : open()),
    remove: widget.remove,
    refresh({ startNew } = {}) {
      widget.refresh();
      if (startNew) open({ startNew, focus: false });
    },
    status: () => ({
      loaded: !!widget.config,
      pending: isWaiting || (widget.isRunning && !widget.config),
    }),
    on: bus.addEventListener.bind(bus),
    off: bus.removeEventListener.bind(bus),
    identify(identity) {
      window.PostroomSettings = { ...window.PostroomSettings, identity };
      if (widget.isRunning) widget.identify(identity);
    },
    clear: widget.clear,
  };
  window.Postroom = api;
  adapt?.(api);
  // For a site whose own script was there first.
  dispatchEvent(new Event('postroom'));
  if (readSettings(script).load !== 'manual' && !widget.isRunning) {
    isWaiting = true;
    // Browsers without it know no such delay, and begin at once.
    (window.requestIdleCallback ?? setTimeout)(() => isWaiting && load(), { timeout: idle_ms } as IdleRequestOptions &
      number);
  }
}
