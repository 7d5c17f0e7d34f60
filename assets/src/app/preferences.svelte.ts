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
/** Whether the server was not told of a choice: it is told again before anything of its own is taken in. */
let failed = false;

/** Takes in what the server holds for whoever has signed in. */
export function adoptPreferences(server: ServerPreferences): void {
  const { theme, density, single_keys, keys, time_zone } = server;
  showTimesIn(time_zone);
  // What the server answered meanwhile does not know the choice that is on its way.
  if (sending && kept) return;
  const isOwed = failed && kept !== undefined;
  kept = { theme, density, single_keys, keys };
  if (isOwed) {
    void keepOnServer();
    return;
  }
  preferences.theme = theme;
  preferences.density = density;
  preferences.singleKeys = single_keys;
  preferences.keys = keys;
}

export function forgetServerPreferences(): void {
  kept = undefined;
  failed = false;
}

async function keepOnServer(): Promise<void> {
  if (sending) return;
  sending = true;
  failed = false;
  for (let chosen = unkept(); chosen && !failed; chosen = unkept()) {
    const before = kept;
    let isKept = true;
    try {
      await answer(api.PATCH('/api/me', { body: chosen }));
    } catch {
      isKept = false;
    }
    // Somebody else has signed in meanwhile: that choice says nothing about what the server holds for them.
    if (kept !== before) continue;
    // What failed holds in this browser; the next choice, or the server's next answer, has it tried again.
    if (isKept) kept = chosen;
    else failed = true;
  }
  sending = false;
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
