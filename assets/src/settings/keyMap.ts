// Which keys a person may choose, and what stands in the way of one.
import { commands, type Command } from '../app/commands';
import { readable } from '../app/keys.svelte';
import { t, type Key } from '../lib/i18n/i18n.svelte';
import type { Values } from '../lib/i18n/message';

export interface Conflict {
  kind: 'taken' | 'begins' | 'continues' | 'reserved';
  words: Key;
  values: () => Values;
}

/** Browsers keep these for themselves, or every list, field and dialog answers them. */
const reserved =
  /^(Mod\+(Shift\+)?[cnqrtvwx]|Mod\+[flp]|Enter|Shift\+Enter|Mod\+(Shift\+)?Enter| |Tab|Escape|Backspace|Delete|Arrow\w+|Shift\+Arrow\w+|Home|End|Page\w+|(Shift\+)?F\d+)$/i;

export function conflictOf(command: Command, key: string, keyNow: (other: Command) => string): Conflict | undefined {
  const named = (other?: Command) => () => ({ key: readable(key), command: other ? t(other.label) : '' });
  if (key.split(' ').some((one) => reserved.test(one))) {
    return { kind: 'reserved', words: 'keys.reserved', values: named() };
  }
  const others = commands.filter((other) => other !== command);
  const same = others.find((other) => keyNow(other) === key);
  if (same) return { kind: 'taken', words: 'keys.taken', values: named(same) };
  const longer = others.find((other) => keyNow(other).startsWith(`${key} `));
  if (longer) return { kind: 'begins', words: 'keys.begins', values: named(longer) };
  const [first, second] = key.split(' ');
  const shorter = second === undefined ? undefined : others.find((other) => keyNow(other) === first);
  if (shorter) return { kind: 'continues', words: 'keys.continues', values: named(shorter) };
  return undefined;
}

/** The map after a command got a key: whoever had it has none, and what is as usual is not kept. */
export function withKey(
  map: Readonly<Record<string, string>>,
  command: Command,
  key: string,
): Readonly<Record<string, string>> {
  const next: Record<string, string> = { ...map };
  for (const other of commands) {
    if (other !== command && key && (next[other.name] ?? other.key) === key) next[other.name] = '';
  }
  next[command.name] = key;
  for (const { name, key: usual } of commands) if (next[name] === usual) delete next[name];
  return next;
}
