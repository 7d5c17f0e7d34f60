// Which rows a list draws while somebody points at it: nothing moves under the pointer.

export interface Settled {
  /** In the order drawn. */
  ids: readonly string[];
  /** Rows that came or rose and wait until the list may move again. */
  waiting: number;
}

/** `drawn` is what stands on the screen, `current` what is true now. Rows that left stay until the pointer does. */
export function settle(drawn: readonly string[], current: readonly string[], pointer: 'over' | 'away'): Settled {
  if (pointer === 'away' || drawn.length === 0) return { ids: current, waiting: 0 };
  const known = new Set(drawn);
  const position = new Map(current.map((id, index) => [id, index]));
  const end = current.findLastIndex((id) => known.has(id)) + 1;
  const came = current.slice(0, end).filter((id) => !known.has(id)).length;
  // A page that was loaded at the end is below everything that is drawn.
  const below = current.slice(end);
  return { ids: below.length > 0 ? [...drawn, ...below] : drawn, waiting: came + risen(drawn, position) };
}

/** How many drawn rows have overtaken one that stood above them. */
function risen(drawn: readonly string[], position: ReadonlyMap<string, number>): number {
  let lowest = -1;
  let count = 0;
  for (const id of drawn) {
    const at = position.get(id);
    if (at === undefined) continue;
    if (at < lowest) count += 1;
    else lowest = at;
  }
  return count;
}
