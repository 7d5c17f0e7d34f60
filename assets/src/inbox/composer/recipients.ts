// Who will get a message: reading addresses that somebody types or pastes, and saying them in words.
import type { Mailbox } from '../../lib/api/types';

export type RecipientKind = 'to' | 'cc' | 'bcc';
export type Recipients = Record<RecipientKind, Mailbox[]>;

/** Enough to catch slips; the server decides what an address is. */
const address = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+\.[^\s@<>(),;:"[\]]{2,}$/u;

export function isAddress(text: string): boolean {
  return address.test(text);
}

/** `Zoë <zoe@example.org>, ben@example.org`: what was understood, and what was left over. */
export function readMailboxes(text: string): { mailboxes: Mailbox[]; rest: string } {
  const mailboxes: Mailbox[] = [];
  const rest: string[] = [];
  for (const part of split(text)) {
    const named = /^(.*)<([^<>]*)>$/.exec(part);
    const candidate = (named ? named[2]! : part).trim();
    if (isAddress(candidate)) mailboxes.push({ name: unquoted(named?.[1] ?? ''), address: candidate });
    else rest.push(part);
  }
  return { mailboxes, rest: rest.join(', ') };
}

/** Adds without doubling; addresses differ regardless of case only in theory. */
export function withMailboxes(known: Mailbox[], added: Mailbox[]): Mailbox[] {
  const seen = new Set(known.map(keyOf));
  return [...known, ...added.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)))];
}

export function without(known: Mailbox[], gone: Mailbox): Mailbox[] {
  return known.filter((one) => keyOf(one) !== keyOf(gone));
}

export function nameOf(mailbox: Mailbox): string {
  return mailbox.name || mailbox.address;
}

/** Two are named; of more, the first and how many others. */
export function firstNames(mailboxes: Mailbox[]): { names: string[]; more: number } {
  const shown = mailboxes.length <= 2 ? 2 : 1;
  return { names: mailboxes.slice(0, shown).map(nameOf), more: Math.max(0, mailboxes.length - shown) };
}

function keyOf(mailbox: Mailbox): string {
  return mailbox.address.toLowerCase();
}

function split(text: string): string[] {
  // Commas inside quotes belong to a name: "Visser, Zoë" <zoe@example.org>.
  const parts = text.match(/(?:"[^"]*"|[^,;\n"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean);
}

function unquoted(name: string): string {
  return name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
}
