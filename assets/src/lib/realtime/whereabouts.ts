// Where the tabs of one browser are, put together into what its one connection says.
import type { components } from '../api/schema';

export type Whereabouts = components['schemas']['Whereabouts'];
export type Place = Whereabouts['at'][number];

export interface TabWhereabouts {
  active: boolean;
  place: Place | null;
}

/** The server remembers so many conversations of one browser. */
const placesMax = 8;
/** A tab says where it is more often than this; one that does not is gone. */
export const tabStays_ms = 45_000;

/** What all tabs together say: each conversation once, and as busily as the busiest tab. */
export function together(tabs: Iterable<TabWhereabouts>): Whereabouts {
  const at = new Map<string, Place>();
  let active = false;
  for (const { active: isActive, place } of tabs) {
    active ||= isActive;
    if (!place) continue;
    const before = at.get(place.conversation_id);
    if (before?.doing !== 'typing') at.set(place.conversation_id, place);
  }
  return { active, at: [...at.values()].slice(0, placesMax) };
}

/** Keeps where each tab is, and forgets tabs that have gone without a word. */
export class Tabs {
  #tabs = new Map<string, TabWhereabouts & { at: number }>();

  say(tab: string, where: TabWhereabouts, now: number): void {
    this.#tabs.set(tab, { ...where, at: now });
  }

  leave(tab: string): void {
    this.#tabs.delete(tab);
  }

  together(now: number): Whereabouts {
    for (const [tab, { at }] of this.#tabs) if (tabStays_ms < now - at) this.#tabs.delete(tab);
    return together(this.#tabs.values());
  }

  /** Whether any tab shows a conversation. */
  show(conversationId: string): boolean {
    return [...this.#tabs.values()].some((tab) => tab.place?.conversation_id === conversationId);
  }
}
