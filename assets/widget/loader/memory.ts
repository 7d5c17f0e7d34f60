// What the browser keeps for the host page: one entry, and none before it may. A page has one chat, so this is one.

interface Kept {
  token?: string | null;
  /** When a page of the site was last seen with the chat on it. */
  last?: number;
  /** The visitor has been here in an earlier visit. */
  again?: boolean;
  /** When the panel was last open. */
  open?: number;
  /** When the greeting was put away. */
  hushed?: number;
  /** When the visitor last talked. */
  talked?: number;
}

/** A visit ends when no page was seen for so long. */
export const visit_ms = 1_800_000;

export let kept: Kept = {};
let key: string;
let isAllowed = false;

/** Finds what was kept. */
export function remember(channel: string): void {
  key = `postroom:${channel}`;
  kept = read();
  // Whoever finds something kept was allowed to keep it.
  isAllowed = !!kept.last;
  note({ again: kept.again || (isAllowed && !within(kept.last, visit_ms)), last: Date.now() });
}

/** From now on things may be kept. */
export function allow(): void {
  isAllowed = true;
  write();
}

/** Notes something; it is written down only where that is allowed. */
export function note(change: Kept): void {
  // Another tab may have kept or forgotten something since.
  kept = { ...(isAllowed ? read() : kept), ...change };
  write();
}

export function forget(): void {
  isAllowed = false;
  kept = {};
  write();
}

export function within(moment: number | undefined, span_ms: number): boolean {
  return Date.now() - (moment ?? 0) < span_ms;
}

function read(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(key) as string) as Kept | null) ?? {};
  } catch {
    // Switched off, or what lies there is not ours.
    return kept;
  }
}

function write(): void {
  try {
    if (isAllowed) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  } catch {
    // Full or switched off: then it lives as long as the page.
  }
}
