// The secret of a link stands behind its `#`: browsers send it to no server. It is taken out of the address at once,
// so that it does not stay in the history of a shared computer.
let taken: string | undefined;

export function linkToken(): string {
  if (location.hash.length > 1) {
    taken = location.hash.slice(1);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return taken ?? '';
}
