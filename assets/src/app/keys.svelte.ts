// Every key of the page: components register what they answer to, the help sheet and the palette list what is registered.
import { untrack } from 'svelte';
import { t, type Key } from '../lib/i18n/i18n.svelte';
import type { IconName } from '../ui/icons';
import { commandOf } from './commands';
import { preferences } from './preferences.svelte';

export interface Binding {
  /** The usual ones: `e`, `Shift+E`, `Mod+Enter`, `g i` (one after the other), `?`; `Mod` is Ctrl, or Cmd on a Mac. */
  keys: string | string[];
  /** What it does, in the help sheet and beside menu items. */
  label: Key;
  group: 'go' | 'list' | 'conversation' | 'write' | 'help';
  run: (event?: KeyboardEvent) => void;
  /** Bindings that cannot act now are passed over. */
  when?: () => boolean;
  /** Also while somebody types in a field. */
  whileTyping?: boolean;
}

/** Something that can be done now and has no key: the palette offers it. */
export interface Offer {
  label: string;
  icon?: IconName;
  checked?: boolean;
  disabled?: boolean;
  run?: () => void;
}

const sequence_ms = 1000;
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

let registered = $state.raw<Binding[][]>([]);
let offered = $state.raw<(() => Offer[])[]>([]);
let pending: { key: string; at: number } | undefined;

/** Whoever has typed nothing for so long no longer types for a field that does not come: keys are commands again. */
const held_ms = 3000;
let held: { text: string; from: number } | undefined;

/** What is typed from now on is meant for a field that is still being made: none of it is a command. */
export function holdTyping(): void {
  held = { text: held?.text ?? '', from: Date.now() };
}

/** What was typed meanwhile, for the field that is there now, however late it comes; keys are commands again. */
export function takeTyped(): string {
  const text = held?.text ?? '';
  held = undefined;
  return text;
}

function isHeld(event: KeyboardEvent): boolean {
  if (!held || Date.now() - held.from > held_ms) return false;
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
  held = { text: held.text + event.key, from: Date.now() };
  return true;
}

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

/** Offers what a menu offers in the palette too, for the life of a component. Asked when the palette opens. */
export function useOffers(offers: () => Offer[]): void {
  $effect(() => {
    offered = [offers, ...untrack(() => offered)];
    return () => {
      offered = offered.filter((other) => other !== offers);
    };
  });
}

export function allBindings(): Binding[] {
  return registered.flat();
}

export function allOffers(): Offer[] {
  return offered.flatMap((some) => some());
}

/** The key that stands for a usual one: what this person chose; nothing if they want none. */
export function chosenKey(usual: string): string {
  const name = commandOf(usual)?.name;
  return (name === undefined ? undefined : preferences.keys[name]) ?? usual;
}

/** Whether a key is one sign that somebody could say or press by mistake (WCAG 2.1.4). */
export function isSingle(key: string): boolean {
  return !/Mod|Escape|F\d|Arrow|Home|End|Enter/.test(key);
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const typing = isTyping(event.target);
  if (!typing && isHeld(event)) return event.preventDefault();
  const pressed = nameOf(event);
  if (!pressed) return;
  const started = pending && Date.now() - pending.at < sequence_ms ? pending.key : undefined;
  pending = undefined;
  const wanted = started ? [`${started} ${pressed}`, pressed] : [pressed];
  const covered = isCovered();
  const bindings = allBindings();

  for (const name of wanted) {
    for (const binding of bindings) {
      const keys = [binding.keys].flat().map(chosenKey);
      if ((typing || covered) && !binding.whileTyping) continue;
      if (covered && isSingle(name)) continue;
      if (isSingle(name) && !preferences.singleKeys) continue;
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

/** Does what a usual key does, whatever the key is now. */
export function runCommand(usual: string): void {
  allBindings()
    .find((one) => [one.keys].flat().includes(usual) && (one.when?.() ?? true))
    ?.run();
}

/** A dialog or menu answers its own keys. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"], [role="menu"], dialog[open]') !== null;
}

/** The key that acts, as people read it: `⌘ Enter`, `G I`; nothing where none does. */
export function shownKey(usual: string): string {
  const key = chosenKey(usual);
  return isSingle(key) && !preferences.singleKeys ? '' : readable(key);
}

/** A key as people read it. */
export function readable(key: string): string {
  return key
    .split(' ')
    .map((one) =>
      one.replace('Mod+', isMac ? '⌘' : `${t('shell.ctrl')}+`).replace('Shift+', isMac ? '⇧' : `${t('shell.shift')}+`),
    )
    .map((one) =>
      one.replace(/(^|[+⌘⇧])(\p{L})$/u, (_all, before: string, letter: string) => before + letter.toUpperCase()),
    )
    .map((one) => one.replace('ArrowDown', '↓').replace('ArrowUp', '↑').replace('Escape', 'Esc'))
    .join(' ');
}

/** The key that acts, as `aria-keyshortcuts` wants it. */
export function ariaKey(usual: string): string | undefined {
  const key = chosenKey(usual);
  // The attribute knows no keys that follow each other.
  if (!key || key.includes(' ') || (isSingle(key) && !preferences.singleKeys)) return undefined;
  return key.replace('Mod', isMac ? 'Meta' : 'Control');
}

/** The name of what is pressed, as bindings have it; nothing for a key that only holds others. */
export function nameOf(event: KeyboardEvent): string | undefined {
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
