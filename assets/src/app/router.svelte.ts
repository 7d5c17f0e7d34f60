// Where the page is. The address is the state: reload and Back return to the same place.
import { match, pathTo, type Place, type RouteName, type Values } from './routes';

const base = new URL('.', document.baseURI).pathname.replace(/\/$/, '');

let here = $state.raw<Place>(read());
/** Entries of this page's own history: at the first, Back would leave the page. */
let depth = 0;
let guard: (() => boolean) | undefined;

addEventListener('popstate', () => {
  here = read();
  depth = (history.state as { depth?: number } | null)?.depth ?? 0;
});

export function place(): Place {
  return here;
}

export function href(route: RouteName, values: Values = {}, query: Record<string, string | undefined> = {}): string {
  return base + pathTo(route, values, query);
}

export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  if (address === location.pathname + location.search) return;
  if (guard && !guard()) return;
  if (how === 'push') depth += 1;
  history[how === 'push' ? 'pushState' : 'replaceState']({ depth }, '', address);
  here = read();
}

/** Back to where the person came from inside the page, else to the given address. */
export function goBack(otherwise: string): void {
  if (depth > 0) history.back();
  else go(otherwise, 'replace');
}

/** Asked before the page goes elsewhere by itself; the returned function takes the question away. */
export function beforeLeaving(ask: () => boolean): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = undefined;
  };
}

/** Follows plain clicks on links of our own without a load; everything else is the browser's. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest?.('a[href]');
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
  if (link.origin !== location.origin || link.pathname.startsWith(`${base}/api/`)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

function read(): Place {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname;
  return match(path || '/', location.search);
}
