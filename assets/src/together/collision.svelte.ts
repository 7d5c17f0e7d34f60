// Somebody else speaks while an answer is being written: it is pointed out, and sending takes a second press.
import { untrack } from 'svelte';
import { alert } from '../app/announce.svelte';
import { me } from '../app/session.svelte';
import type { Entry } from '../lib/api/types';
import { t } from '../lib/i18n/i18n.svelte';
import { thread } from '../inbox/store/inbox.svelte';

/** What the writer of a message knows of its conversation. */
export interface Knows {
  lastSeenEntryId: string | null;
  confirmed: boolean;
}

/** For words that cannot cross others. */
export const anything: Knows = { lastSeenEntryId: null, confirmed: false };

/** Answers that the server refused: what their writers had seen, by conversation. */
const refused = new Map<string, string>();

export function noteStale(conversationId: string, lastSeenEntryId: string | null): void {
  if (lastSeenEntryId !== null) refused.set(conversationId, lastSeenEntryId);
}

/** The newest thing that somebody else said after an entry; ids are ordered by time. */
export function saidSince(entries: readonly Entry[], seenId: string, writerId: string): Entry | undefined {
  return entries.findLast((entry) => entry.id > seenId && isFromOthers(entry, writerId));
}

function isFromOthers({ message, comment, chat }: Entry, writerId: string): boolean {
  if (message?.incoming) return message.incoming.kind === 'personal';
  if (message?.outgoing) return message.outgoing.agent_id !== writerId;
  if (comment) return comment.agent_id !== writerId;
  return chat != null && chat.agent_id !== writerId;
}

/** Watches a conversation in which somebody writes, for the life of a component. */
export function watchCollision(of: () => { id: string; isWriting: boolean }) {
  let seenId = $state<string>();
  let pressed = $state(false);
  const entries = $derived(thread(of().id)?.entries ?? []);
  const newestId = $derived(entries.reduce((newest, entry) => (entry.id > newest ? entry.id : newest), ''));
  const isWriting = $derived(of().isWriting);
  const news = $derived(seenId === undefined ? undefined : saidSince(entries, seenId, me().agent.id));

  $effect(() => {
    if (!isWriting) {
      seenId = undefined;
      pressed = false;
    } else if (newestId !== '' && untrack(() => seenId) === undefined) {
      const { id } = untrack(of);
      seenId = refused.get(id) ?? newestId;
      refused.delete(id);
    }
  });

  return {
    get news() {
      return news;
    },
    get pressed() {
      return pressed;
    },
    press() {
      pressed = true;
    },
    /** What came in is brought into sight, and known from now on. */
    show() {
      if (!news) return;
      document.querySelector(`[data-entry="${news.id}"]`)?.scrollIntoView({ block: 'center' });
      seenId = newestId;
      pressed = false;
    },
    /** What the message says it knows; nothing if it must be sent a second time. */
    ready(): Knows | undefined {
      if (news && !pressed) {
        pressed = true;
        alert(t('together.press_again'));
        return undefined;
      }
      return { lastSeenEntryId: seenId ?? null, confirmed: pressed };
    },
  };
}
