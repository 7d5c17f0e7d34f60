// What a person chose. Theme, density and keys are kept by the server, for every browser of theirs; the rest is of this
// browser alone. Local storage holds a copy, so that the page begins as it will be.
import { answer, api } from '../lib/api/client';
import type { ServerPreferences } from '../lib/api/types';
import { showTimesIn } from '../lib/i18n/dates';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

interface Preferences {
  theme: Theme;
  density: Density;
  /** WCAG 2.1.4: single-letter keys can be turned off. */
  singleKeys: boolean;
  /** Keys in place of the usual ones, by command; an empty one is none. */
  keys: Readonly<Record<string, string>>;
  listWidth_px: number;
  sidebarShown: boolean;
  /** What Enter does in a chat; with Control or Command it always sends. */
  chatEnter: 'sends' | 'breaks';
}

const stored = 'postroom.preferences';
const defaults: Preferences = {
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  keys: {},
  listWidth_px: 360,
  sidebarShown: true,
  chatEnter: 'sends',
};

export const preferences = $state<Preferences>({ ...defaults, ...read() });

/** What the server holds; nothing before somebody signs in. */
let kept: Pick<ServerPreferences, 'theme' | 'density' | 'single_keys' | 'keys'> | undefined;
/** Whether a choice is on its way: one at a time, so that the last one made is the last one that arrives. */
let sending = false;

/** Takes in what the server holds for whoever has signed in. */
export function adoptPreferences(server: ServerPreferences): void {
  const { theme, density, single_keys, keys, time_zone } = server;
  showTimesIn(time_zone);
  // What the server answered meanwhile does not know the choice that is on its way.
  if (sending && kept) return;
  kept = { theme, density, single_keys, keys };
  preferences.theme = theme;
  preferences.density = density;
  preferences.singleKeys = single_keys;
  preferences.keys = keys;
}

export function forgetServerPreferences(): void {
  kept = undefined;
}

async function keepOnServer(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (let chosen = unkept(); chosen; chosen = unkept()) {
      kept = chosen;
      await answer(api.PATCH('/api/me', { body: chosen }));
    }
  } catch {
    // It holds in this browser; the next choice tries again.
  } finally {
    sending = false;
  }
}

/** What the server is still to be told; nothing before somebody signs in. */
function unkept(): typeof kept {
  const { theme, density, singleKeys: single_keys, keys } = $state.snapshot(preferences);
  const chosen = { theme, density, single_keys, keys };
  return !kept || JSON.stringify(chosen) === JSON.stringify(kept) ? undefined : chosen;
}

/** Keeps the choices and shows them; called once, inside an effect root. */
export function keepPreferences(): void {
  $effect(() => {
    const root = document.documentElement;
    if (preferences.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = preferences.theme;
    root.dataset.density = preferences.density;
    write($state.snapshot(preferences));
    void keepOnServer();
  });
}

function read(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(stored) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

function write(value: Preferences): void {
  try {
    localStorage.setItem(stored, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only forgets the choice.
  }
}
