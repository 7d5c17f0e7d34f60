// What the server finds for the words in the palette, asked when somebody pauses.
import { answer, api } from '../lib/api/client';
import { t } from '../lib/i18n/i18n.svelte';
import { contactItem, conversationItem, type Item } from './items';

const pause_ms = 150;
const charsLeast = 2;
const rowsMost = 8;

export class Found {
  items = $state.raw<Item[]>([]);
  busy = $state(false);
  failed = $state(false);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  ask(words: string): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (words.trim().length < charsLeast) {
      this.items = [];
      this.busy = this.failed = false;
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => void this.#find(words.trim(), this.#asked), pause_ms);
  }

  async #find(words: string, number: number): Promise<void> {
    try {
      const query = { words, limit: rowsMost };
      const [contacts, { items }] = await Promise.all([
        answer(api.GET('/api/contacts', { params: { query: { search: words, limit: rowsMost } } })),
        answer(api.GET('/api/search', { params: { query } })),
      ]);
      if (number !== this.#asked) return;
      const found = contacts.map(({ id, name, addresses, claimed_address }) => {
        const address = addresses[0] ?? claimed_address ?? undefined;
        return contactItem({ id, label: name || address || t('inbox.nobody'), detail: name ? address : undefined });
      });
      this.items = [...found, ...items.map(conversationItem)];
      this.failed = false;
    } catch {
      if (number !== this.#asked) return;
      this.failed = true;
    }
    this.busy = false;
  }
}
