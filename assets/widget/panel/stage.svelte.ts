// A bot's bubbles come one by one, with its dots between them, though the server says them all at once.
import type { Author, Entry } from './wire';

/** Nobody waits longer than that for one bubble. */
const delay_ms_max = 5_000;

export class Stage {
  /** Entries that have come and are not shown yet. */
  held = $state.raw<ReadonlySet<string>>(new Set());
  typing = $state.raw<Record<string, Author | undefined>>({});
  #nextAt = 0;

  hold(conversationId: string, { id, author, bot }: Entry): void {
    const delay_ms = Math.min(bot?.delay_ms ?? 0, delay_ms_max);
    const now = Date.now();
    this.#nextAt = Math.max(now, this.#nextAt) + delay_ms;
    if (this.#nextAt <= now) return;
    this.held = new Set([...this.held, id]);
    this.typing = { ...this.typing, [conversationId]: author };
    setTimeout(() => {
      this.held = new Set([...this.held].filter((one) => one !== id));
      if (this.held.size === 0) this.typing = {};
    }, this.#nextAt - now);
  }
}
