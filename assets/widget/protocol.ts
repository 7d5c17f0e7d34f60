// What the script on the host page and the panel in its frame say to each other. Both sides check the exact origin and
// the window; what does not fit one of these shapes is not heard. `version` grows when a shape changes its meaning.
import type { Flow, Language, Page, Visit } from './wire';

export const version = 1;

/** What the site wants otherwise. */
export interface Wishes {
  has_no_files?: boolean;
  has_no_new?: boolean;
  /** Opening leaves the focus where it is. */
  has_no_focus?: boolean;
  /** Ask before anything is kept, whatever the chatflow says. */
  asks_consent?: boolean;
}

export interface Opening {
  start_new: boolean;
  focus: boolean;
}

export interface Hello {
  type: 'hello';
  channel: string;
  token: string | null;
  identity: string | null;
  page: Page;
  visit: Visit;
  language: Language;
  chatflow: Flow;
  wishes: Wishes;
  /** A value of `color-scheme`. */
  theme: string;
  is_modal: boolean;
  /** How the panel is open already. */
  open: Opening | null;
}

export type ToPanel =
  | Hello
  | ({ type: 'open' } & Opening)
  | { type: 'close' }
  | { type: 'modal'; is_modal: boolean }
  | { type: 'page'; page: Page; chatflow: Flow }
  | { type: 'identity'; identity: string | null }
  | { type: 'clear' };

/** What sites can listen to. */
export type EventName =
  | 'ready'
  | 'opened'
  | 'closed'
  | 'removed'
  | 'unread'
  | 'interacted'
  | 'identified'
  | 'conversation_started'
  | 'conversation_closed'
  | 'conversation_selected'
  | 'quick_reply';
export type Detail = Record<string, string | number | boolean | null>;

export type FromPanel =
  | { type: 'ready' }
  | { type: 'close' }
  /** `keeps`: the visitor has done what the chatflow asks for before something may be kept. */
  | { type: 'token'; token: string | null; keeps: boolean }
  | { type: 'unread'; count: number }
  | { type: 'event'; name: EventName; detail: Detail };

export function sealed<Message extends ToPanel | FromPanel>(message: Message): Message & { postroom: number } {
  return { ...message, postroom: version };
}

export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^pv_[\w-]{43}$/.test(value);
}
