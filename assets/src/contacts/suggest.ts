// What may be put into a line of recipients: one suggestion for each address that is not there yet. Pure.
import type { ContactRow, Mailbox } from '../lib/api/types';

export interface Suggestion {
  id: string;
  contactId: string;
  mailbox: Mailbox;
  isBlocked: boolean;
}

/** Somebody with several addresses is offered under those that fit, or else under the one that is used. */
export function suggestionsOf(found: readonly ContactRow[], typed: string, taken: readonly Mailbox[]): Suggestion[] {
  const there = new Set(taken.map((one) => one.address.toLowerCase()));
  const wanted = typed.trim().toLowerCase();
  return found.flatMap((contact) => {
    const free = contact.addresses.filter((address) => !there.has(address.toLowerCase()));
    const fitting = wanted ? free.filter((address) => address.includes(wanted)) : [];
    const offered = fitting.length > 0 ? fitting : free.slice(0, 1);
    return offered.map((address) => ({
      id: `${contact.id}-${address}`,
      contactId: contact.id,
      mailbox: { name: contact.name, address },
      isBlocked: contact.is_blocked,
    }));
  });
}
