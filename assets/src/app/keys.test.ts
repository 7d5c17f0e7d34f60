import { mount, unmount, flushSync } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { setLocale } from '../lib/i18n/i18n.svelte';
import { ariaKey, handleKey, holdTyping, shownKey, takeTyped } from './keys.svelte';
import KeysFixture from './KeysFixture.test.svelte';
import { preferences } from './preferences.svelte';

const close = vi.fn();
const goToMine = vi.fn();
const help = vi.fn();
let mounted: Record<string, unknown>;

beforeAll(() => setLocale('en'));

beforeEach(() => {
  preferences.singleKeys = true;
  preferences.keys = {};
  mounted = mount(KeysFixture, { target: document.body, props: { close, goToMine, help } });
  flushSync();
});

afterEach(async () => {
  await unmount(mounted);
  document.body.replaceChildren();
  vi.clearAllMocks();
});

function press(key: string, target: EventTarget = document.body, held: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...held });
  Object.defineProperty(event, 'target', { value: target });
  handleKey(event);
}

test('a letter runs what it is registered for', () => {
  press('e');
  expect(close).toHaveBeenCalledOnce();
});

test('two letters in a row are one key, and the second alone is not', () => {
  press('m');
  expect(goToMine).not.toHaveBeenCalled();
  press('g');
  press('m');
  expect(goToMine).toHaveBeenCalledOnce();
});

test('letters belong to the field that somebody types in', () => {
  const field = document.createElement('input');
  document.body.append(field);
  press('e', field);
  expect(close).not.toHaveBeenCalled();
});

test('characters typed with AltGr are characters', () => {
  press('e', document.body, { altKey: true, ctrlKey: true });
  expect(close).not.toHaveBeenCalled();
});

test('letters can be turned off, keys with Ctrl stay', () => {
  preferences.singleKeys = false;
  press('e');
  expect(close).not.toHaveBeenCalled();
  press('k', document.body, { ctrlKey: true });
  expect(help).toHaveBeenCalledOnce();
});

test('a chosen key takes the place of the usual one, in sequences too', () => {
  preferences.keys = { close: 'd', go_mine: 'g x' };
  press('e');
  expect(close).not.toHaveBeenCalled();
  press('d');
  expect(close).toHaveBeenCalledOnce();
  press('g');
  press('x');
  expect(goToMine).toHaveBeenCalledOnce();
  expect(shownKey('e')).toBe('D');
  expect(ariaKey('e')).toBe('d');
  preferences.keys = { close: '' };
  press('e');
  expect(close).toHaveBeenCalledOnce();
  expect(shownKey('e')).toBe('');
});

test('a key that does not act is not shown', () => {
  preferences.singleKeys = false;
  expect([shownKey('e'), shownKey('Mod+Enter'), ariaKey('e')]).toEqual(['', 'Ctrl+Enter', undefined]);
});

test('keys are shown as they stand on the keyboard', async () => {
  expect(shownKey('Mod+Enter')).toBe('Ctrl+Enter');
  expect(shownKey('g m')).toBe('G M');
  expect(shownKey('Shift+E')).toBe('Shift+E');
  await setLocale('de');
  expect([shownKey('Mod+Enter'), shownKey('Shift+E')]).toEqual(['Strg+Enter', 'Umschalt+E']);
  await setLocale('en');
});

test('what is typed for a field that is still being made is kept for it, and is no command', () => {
  holdTyping();
  press('e');
  press(' ');
  // A second field that is asked for takes over what was typed for the first.
  holdTyping();
  press('?');
  expect(close).not.toHaveBeenCalled();
  expect(takeTyped()).toBe('e ?');
  expect(takeTyped()).toBe('');
  press('e');
  expect(close).toHaveBeenCalledOnce();
});

test('a field that never comes does not keep the keys', () => {
  vi.useFakeTimers();
  holdTyping();
  vi.advanceTimersByTime(4_000);
  press('e');
  vi.useRealTimers();
  expect(close).toHaveBeenCalledOnce();
  expect(takeTyped()).toBe('');
});

test('whoever types on is never taken for giving commands, and a field that comes late has every word', () => {
  vi.useFakeTimers();
  holdTyping();
  for (const letter of 'been') {
    vi.advanceTimersByTime(2_000);
    press(letter);
  }
  expect(close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(4_000);
  press('e');
  vi.useRealTimers();
  expect(close).toHaveBeenCalledOnce();
  expect(takeTyped()).toBe('been');
});
