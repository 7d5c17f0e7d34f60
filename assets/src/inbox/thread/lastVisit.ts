// When this browser last showed a conversation: what came since then stands below a line.

const stored = 'postroom.visits';
/** The ones visited longest ago are forgotten first. */
const visits_max = 300;

export function lastVisit(agentId: string, conversationId: string): string | undefined {
  return read()[`${agentId} ${conversationId}`];
}

export function noteVisit(agentId: string, conversationId: string, at: string): void {
  const name = `${agentId} ${conversationId}`;
  const { [name]: _before, ...others } = read();
  const kept = Object.entries(others).slice(-(visits_max - 1));
  try {
    localStorage.setItem(stored, JSON.stringify({ ...Object.fromEntries(kept), [name]: at }));
  } catch {
    // Without a storage nothing is new, which is true as well.
  }
}

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(stored) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}
