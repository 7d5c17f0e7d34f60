// When the greeting or the panel comes by itself.
import type { Show } from '../wire';

/** How far a page has been scrolled; a page that cannot be scrolled has not been. */
export function scrolledPercent(top: number, page: number, view: number): number {
  return page > view ? (100 * top) / (page - view) : 0;
}

/** Calls `fire` once, when the first of the triggers is met; at once if there are none. Returns how to stop. */
export function watch({ after_s, scroll_percent, on_exit_intent }: Show, fire: () => void): () => void {
  const page = document.documentElement;
  const waits = scroll_percent !== null || on_exit_intent;
  const timer = waits && after_s === null ? 0 : setTimeout(met, (after_s ?? 0) * 1000);
  const look = () => {
    // Pages in quirks mode scroll their body.
    const { scrollTop, scrollHeight } = document.scrollingElement ?? page;
    if (scrolledPercent(scrollTop, scrollHeight, innerHeight) >= (scroll_percent as number)) met();
  };
  const leave = ({ clientY }: MouseEvent) => clientY <= 0 && met();
  if (on_exit_intent) page.addEventListener('mouseleave', leave);
  if (scroll_percent !== null) {
    addEventListener('scroll', look);
    // A page that comes back where it was left has been scrolled already.
    look();
  }
  return stop;

  function stop() {
    clearTimeout(timer);
    removeEventListener('scroll', look);
    page.removeEventListener('mouseleave', leave);
  }
  function met() {
    stop();
    fire();
  }
}
