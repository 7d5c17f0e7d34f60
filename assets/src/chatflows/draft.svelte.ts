// A chatflow as it is being changed. What was typed is kept in this browser until it is saved, so that neither a reload
// nor a walk to another page loses it; what somebody else saved meanwhile is never overwritten unseen.
import { untrack } from 'svelte';
import type { Chatflow, ChatflowBody } from '../lib/api/types';

export type Content = Omit<ChatflowBody, 'revision'>;

interface Kept {
  revision: number;
  content: Content;
}

export function contentOf(flow: Chatflow): Content {
  const { name, inbox_id, channel_id, bot, targeting, display, availability, options, texts } = flow;
  return structuredClone({ name, inbox_id, channel_id, bot, targeting, display, availability, options, texts });
}

export class Draft {
  content = $state<Content>({} as Content);
  /** The revision that the change was made on. */
  base = $state(0);
  saved = $state.raw<Chatflow>({} as Chatflow);
  /** What was typed here before, on an earlier visit. */
  wasKept = $state(false);
  /** Grows when other content takes the place of what was typed here. */
  epoch = $state(0);
  #key: string;

  constructor(flow: Chatflow, agentId: string) {
    this.#key = `postroom.chatflow.${agentId}.${flow.id}`;
    this.saved = flow;
    const kept = this.#read();
    this.content = kept?.content ?? contentOf(flow);
    this.base = kept?.revision ?? flow.revision;
    this.wasKept = kept !== undefined && this.isChanged;
  }

  /** Whether there is something to save. */
  get isChanged(): boolean {
    return JSON.stringify(this.content) !== JSON.stringify(contentOf(this.saved));
  }

  /** Whether somebody else has saved since the change began. */
  get isBehind(): boolean {
    return this.saved.revision !== this.base;
  }

  /** The server has a newer one: shown at once if nothing was typed here. */
  take(flow: Chatflow): void {
    if (flow.revision === this.saved.revision) return;
    const wasChanged = untrack(() => this.isChanged);
    this.saved = flow;
    if (!wasChanged) this.discard();
  }

  /** Goes on with what is typed here, on top of what somebody else has saved. */
  keepMine(): void {
    this.base = this.saved.revision;
  }

  discard(): void {
    const before = JSON.stringify(this.content);
    this.#restore();
    // Where nothing else stands there now, whoever types is left where they are.
    if (JSON.stringify(this.content) !== before) this.epoch += 1;
  }

  #restore(): void {
    this.content = contentOf(this.saved);
    this.base = this.saved.revision;
    this.wasKept = false;
  }

  /** What is to be sent. */
  body(): ChatflowBody {
    return { ...$state.snapshot(this.content), revision: this.base };
  }

  /** It is saved: what the server made of it stands here now. */
  settle(flow: Chatflow): void {
    this.saved = flow;
    this.#restore();
  }

  /** Keeps what is typed in this browser, or forgets what was saved. */
  keep(): void {
    try {
      if (this.isChanged) {
        const kept: Kept = { revision: this.base, content: $state.snapshot(this.content) };
        localStorage.setItem(this.#key, JSON.stringify(kept));
      } else {
        localStorage.removeItem(this.#key);
      }
    } catch {
      // A full or forbidden storage only forgets what a reload would lose.
    }
  }

  #read(): Kept | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? 'null') as Kept | null;
      return kept?.content?.targeting && kept.content.texts?.length ? kept : undefined;
    } catch {
      return undefined;
    }
  }
}
