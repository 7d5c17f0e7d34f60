// What a person chose for this browser. Kept in local storage; a private window that refuses it loses nothing else.

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

interface Preferences {
  theme: Theme;
  density: Density;
  /** WCAG 2.1.4: single-letter keys can be turned off. */
  singleKeys: boolean;
  listWidth_px: number;
  sidebarShown: boolean;
}

const stored = 'postroom.preferences';
const defaults: Preferences = {
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  listWidth_px: 360,
  sidebarShown: true,
};

export const preferences = $state<Preferences>({ ...defaults, ...read() });

/** Keeps the choices and shows them; called once, inside an effect root. */
export function keepPreferences(): void {
  $effect(() => {
    const root = document.documentElement;
    if (preferences.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = preferences.theme;
    root.dataset.density = preferences.density;
    write($state.snapshot(preferences));
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
