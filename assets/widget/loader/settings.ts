// What the site has set: on the script's own tag (`data-channel="…"`) or in `window.PostroomSettings`.
import type { Wishes } from '../protocol';

export interface Settings {
  /** The server's address, with a slash at its end. */
  base: string;
  channel?: string;
  /** `manual`: the site calls `load`; else the chat begins with the page. */
  load?: string;
  /** A token by which the site's server vouches for its visitor. */
  identity?: string | null;
  language: string;
  country?: string;
  /** A selector of the element that the panel fills. */
  inline?: string;
  /** `none`: without a button of ours; the site opens the panel itself. */
  launcher?: string;
  /** A value of `color-scheme`. */
  theme: string;
  wishes: Wishes;
}

/** What a site may write into `window.PostroomSettings`. */
export type Given = Partial<Omit<Settings, 'base'>>;

declare global {
  interface Window {
    PostroomSettings?: Given;
  }
}

/** Read anew at each start, because a site may learn who its visitor is after this script has run. */
export function readSettings({ src, dataset }: HTMLScriptElement): Settings {
  return {
    base: new URL('.', src).href,
    language: document.documentElement.lang || navigator.language,
    theme: 'light dark',
    wishes: {},
    ...dataset,
    ...window.PostroomSettings,
  };
}
