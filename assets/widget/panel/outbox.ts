// What the visitor has written, on its way to the server: one after the other, under ids of our own, so that nothing is
// lost and nothing is said twice. It outlives a page where the browser lets it.
import { Refused } from './server';
import { withBegun, withEntry, withPending, withoutPending } from './store/apply';
import type { Pending } from './store/state';
import { waitBefore } from './live';
import { t } from './words';
import type { Panel } from './panel.svelte';
import type { Said } from './wire';

const key = 'postroom.outbox';
/** About 29 days: the server knows an operation id again for 30, and what waited longer could be said twice. */
const waits_ms = 2.5e9;

export class Outbox {
  #panel: Panel;
  #isRunning = false;
  #wake = (): void => {};

  constructor(panel: Panel) {
    this.#panel = panel;
    for (const pending of kept()) {
      const isOld = Date.parse(pending.at) < Date.now() - waits_ms;
      panel.chats = withPending(panel.chats, isOld ? { ...pending, standing: 'failed' } : pending);
    }
    addEventListener('online', () => this.#wake());
  }

  add(pending: Pending): void {
    this.#change(withPending(this.#panel.chats, pending));
    void this.run();
  }

  retry(operationId: string): void {
    const found = this.#panel.chats.pending.find((one) => one.operation_id === operationId);
    if (found) this.add({ ...found, standing: 'sending' });
  }

  remove(operationId: string): void {
    this.#change(withoutPending(this.#panel.chats, operationId));
  }

  async run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let attempt = 0;
    for (;;) {
      const next = this.#panel.chats.pending.find(({ standing }) => standing === 'sending');
      if (!next) break;
      try {
        await this.#send(next);
        attempt = 0;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.isPassing) {
          if (error.status === 429) this.#panel.notice = t('too_fast');
          await this.#pause(Math.max(error.retryAfter_s * 1000, waitBefore(attempt++, Math.random())));
        } else {
          this.#change(withPending(this.#panel.chats, { ...next, standing: 'failed' }));
          this.#panel.needsEmail = error.field === 'email';
          this.#panel.notice = reason(error);
        }
      }
    }
    this.#isRunning = false;
  }

  async #send(pending: Pending): Promise<void> {
    const panel = this.#panel;
    const { operation_id, text, conversation_id } = pending;
    const upload_ids = pending.uploads.map(({ id }) => id);
    const words = { operation_id, text, ...(upload_ids.length > 0 && { upload_ids }) };
    if (conversation_id !== null) {
      const said = await panel.ask<Said>(`conversations/${conversation_id}/messages`, { body: words });
      if (said.entry) this.#change(withEntry(panel.chats, said.conversation, said.entry));
      return;
    }
    const said = await panel.ask<Said>('conversations', {
      body: {
        ...words,
        chatflow_id: panel.flow.id,
        email: panel.claimed || undefined,
        start_new: pending.starts_new,
        page: panel.page,
        consent: panel.flow.options.consent.kind,
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
    });
    this.#change(withoutPending(withBegun(panel.chats, said.conversation), operation_id));
    if (said.entry) this.#change(withEntry(panel.chats, said.conversation, said.entry));
    if (said.token && panel.session) panel.session = { ...panel.session, token: said.token };
    if (panel.claimed && panel.session) {
      panel.session = { ...panel.session, visitor: { ...panel.session.visitor, email: panel.claimed } };
    }
    panel.begun(said.conversation);
  }

  #pause(wait_ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait_ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #change(chats: Panel['chats']): void {
    this.#panel.chats = chats;
    if (this.#panel.keeping !== 'no') keep(chats.pending);
  }
}

function reason({ code, field }: Refused): string {
  if (field === 'email') return t('email_needed');
  if (code === 'blocked') return t('blocked');
  if (code === 'away') return t('away');
  return t('not_sent');
}

/** Kept for this tab alone, until it is sent: a visitor who goes to another page meanwhile loses nothing. */
export function keep(pending: Pending[]): void {
  try {
    if (pending.length > 0) sessionStorage.setItem(key, JSON.stringify(pending));
    else sessionStorage.removeItem(key);
  } catch {
    // Not allowed here: then it lives as long as the page.
  }
}

function kept(): Pending[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as Pending[];
  } catch {
    return [];
  }
}
