// The page that the visitor is on, and when it becomes another one without being loaded.
import type { Page } from '../wire';

export function device(): Page['device'] {
  if (!matchMedia('(pointer: coarse)').matches) return 'desktop';
  // In square pixels, so however it is held.
  return innerWidth * innerHeight < 500_000 ? 'phone' : 'tablet';
}

/** The server cuts what is too long. */
export function pageNow({ language }: { language: string }): Page {
  return {
    url: location.href,
    title: document.title,
    referrer: document.referrer,
    language,
    device: device(),
  };
}

/** How often the address is looked at: the page's own `history` is left as it is. */
const look_ms = 700;

export function watchPlace(moved: () => void): void {
  let seen = location.href;
  setInterval(() => {
    if (seen === location.href) return;
    seen = location.href;
    moved();
  }, look_ms);
}
