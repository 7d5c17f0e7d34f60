// For whom this browser is told by push. Small, because every page asks; the rest is loaded where somebody is.

const stored = 'postroom.pushed_for';

export function pushedFor(): string | undefined {
  return localStorage.getItem(stored) ?? undefined;
}

export function setPushedFor(agentId: string | undefined): void {
  if (agentId) localStorage.setItem(stored, agentId);
  else localStorage.removeItem(stored);
}
