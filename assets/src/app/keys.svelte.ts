// Every key of the page: components register what they answer to, the help sheet lists what is registered.
import { untrack } from 'svelte';
import type { Key } from '../lib/i18n/i18n.svelte';
import { preferences } from './preferences.svelte';

export interface Binding {
  /** `e`, `Shift+E`, `Mod+Enter`, `g i` (one after the other), `?`; `Mod` is Ctrl, or Cmd on a Mac. */
  keys: string | string[];
  /** What it does, in the help sheet and beside menu items. */
  label: Key;
  group: 'go' | 'list' | 'conversation' | 'write' | 'help';
  run: (event: KeyboardEvent) => void;
  /** Bindings that cannot act now are passed over. */
  when?: () => boolean;
  /** Also while somebody types in a field. */
  whileTyping?: boolean;
}

const sequence_ms = 1000;
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

let registered = $state.raw<Binding[][]>([]);
let pending: { key: string; at: number } | undefined;

/** Registers bindings for the life of a component. The newest registration is asked first. */
export function useKeys(bindings: () => Binding[]): void {
  $effect(() => {
    const mine = bindings();
    registered = [mine, ...untrack(() => registered)];
    return () => {
      registered = registered.filter((other) => other !== mine);
    };
  });
}

export function allBindings(): Binding[] {
  return registered.flat();
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const typing = isTyping(event.target);
  const pressed = nameOf(event);
  if (!pressed) return;
  const started = pending && Date.now() - pending.at < sequence_ms ? pending.key : undefined;
  pending = undefined;
  const wanted = started ? [`${started} ${pressed}`, pressed] : [pressed];
  // A dialog or menu answers its own keys.
  const covered = document.querySelector('[role="dialog"][data-state="open"], [role="menu"], dialog[open]') !== null;

  for (const name of wanted) {
    for (const binding of registered.flat()) {
      const keys = [binding.keys].flat();
      const isSingle = !/Mod|Escape|F\d/.test(name);
      if ((typing || covered) && !binding.whileTyping) continue;
      if (isSingle && !preferences.singleKeys && !/Arrow|Home|End|Enter/.test(name)) continue;
      if (binding.when && !binding.when()) continue;
      if (keys.includes(name)) {
        event.preventDefault();
        binding.run(event);
        return;
      }
      if (!started && keys.some((key) => key.startsWith(`${name} `))) pending = { key: name, at: Date.now() };
    }
  }
}

/** A key as people read it: `⌘ Enter`, `G I`. */
export function shownKey(key: string): string {
  return key
    .split(' ')
    .map((one) => one.replace('Mod+', isMac ? '⌘' : 'Ctrl+').replace('Shift+', isMac ? '⇧' : 'Shift+'))
    .map((one) =>
      one.replace(/(^|[+⌘⇧])(\p{L})$/u, (_all, before: string, letter: string) => before + letter.toUpperCase()),
    )
    .map((one) => one.replace('ArrowDown', '↓').replace('ArrowUp', '↑').replace('Escape', 'Esc'))
    .join(' ');
}

/** A key as `aria-keyshortcuts` wants it. */
export function ariaKey(key: string): string {
  return key.replace('Mod', isMac ? 'Meta' : 'Control');
}

function nameOf(event: KeyboardEvent): string | undefined {
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead', 'AltGraph'].includes(event.key)) return undefined;
  // AltGr types characters on many keyboards, so Alt never takes part.
  if (event.altKey) return undefined;
  const modifier = isMac ? event.metaKey : event.ctrlKey;
  if (!modifier && (event.metaKey || event.ctrlKey)) return undefined;
  const isLetter = /^\p{L}$/u.test(event.key);
  const key = isLetter ? (event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
  // Signs such as `?` carry their Shift in themselves.
  const shift = event.shiftKey && (isLetter || key.length > 1) ? 'Shift+' : '';
  return (modifier ? 'Mod+' : '') + shift + key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
}
