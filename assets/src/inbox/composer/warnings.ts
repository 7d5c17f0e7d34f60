// What somebody should look at twice before a message leaves. Pure: words are made where they are shown.
import type { Draft } from './drafts.svelte';
import { nameOf } from './recipients';

export type Warning =
  | { kind: 'own'; address: string }
  | { kind: 'no_reply'; address: string }
  | { kind: 'many'; count: number }
  | { kind: 'outside'; name: string; more: number };

/** From so many recipients on, somebody may have pressed "reply all" by mistake. */
const many = 10;
const noReply = /^(no-?reply|do-?not-?reply|noreply[-+].*|mailer-daemon|postmaster)@/i;

/** `known` are the addresses that take part already; null where everybody is new. */
export function warningsAbout(
  draft: Pick<Draft, 'kind' | 'to' | 'cc' | 'bcc'>,
  own: string[],
  known: string[] | null,
): Warning[] {
  const everybody = [...draft.to, ...draft.cc, ...draft.bcc];
  const found: Warning[] = [];
  const ours = new Set(own.map((address) => address.toLowerCase()));
  const self = everybody.find((one) => ours.has(one.address.toLowerCase()));
  if (self) found.push({ kind: 'own', address: self.address });
  const machine = everybody.find((one) => noReply.test(one.address));
  if (machine) found.push({ kind: 'no_reply', address: machine.address });
  if (everybody.length >= many) found.push({ kind: 'many', count: everybody.length });
  // A forward goes to somebody new by its nature.
  if (known !== null && draft.kind !== 'forward') {
    const inside = new Set([...known.map((address) => address.toLowerCase()), ...ours]);
    const strangers = everybody.filter((one) => !inside.has(one.address.toLowerCase()));
    if (strangers[0]) found.push({ kind: 'outside', name: nameOf(strangers[0]), more: strangers.length - 1 });
  }
  return found;
}
