// What was last used in the palette, by each person in this browser.
const kept = 12;

const nameFor = (agentId: string) => `postroom.palette.${agentId}`;

/** An id, and the words that it had: of what must be loaded to be shown again. */
export interface Recent {
  id: string;
  label: string;
  detail?: string;
}

export function recent(agentId: string): Recent[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(nameFor(agentId)) ?? '[]');
    return Array.isArray(found) ? (found as Recent[]).filter((one) => typeof one?.id === 'string') : [];
  } catch {
    return [];
  }
}

export function noteUse(agentId: string, used: Recent): void {
  const next = [used, ...recent(agentId).filter((one) => one.id !== used.id)].slice(0, kept);
  try {
    localStorage.setItem(nameFor(agentId), JSON.stringify(next));
  } catch {
    // A full or forbidden storage only forgets it.
  }
}
