// The tab's title and picture say how much is unread.
import { untrack } from 'svelte';
import { unreadNotices } from './notices.svelte';

const countMax = 99;

/** A page's title with what is unread before it. */
export function titled(words: string): string {
  const count = unreadNotices();
  return count > 0 ? `(${count > countMax ? `${countMax}+` : count}) ${words}` : words;
}

/** Draws a mark on the tab's picture while something is unread; called once, inside an effect root. */
export function keepBadge(): void {
  const hasNews = $derived(unreadNotices() > 0);
  $effect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
    if (!link) return;
    const plain = untrack(() => link.href);
    let isCurrent = true;
    if (hasNews) void badged(plain).then((address) => isCurrent && address && (link.href = address));
    return () => {
      isCurrent = false;
      link.href = plain;
    };
  });
  $effect(() => {
    const count = unreadNotices();
    // Only installed apps have one.
    if (!('setAppBadge' in navigator)) return;
    (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
  });
}

const side_px = 64;

/** The picture with a dot in its corner; nothing if it cannot be drawn. */
async function badged(address: string): Promise<string | undefined> {
  const picture = new Image(side_px, side_px);
  picture.src = address;
  try {
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side_px;
    const pen = canvas.getContext('2d');
    if (!pen) return undefined;
    pen.drawImage(picture, 0, 0, side_px, side_px);
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--badge');
    pen.strokeStyle = 'white';
    pen.lineWidth = side_px / 16;
    pen.beginPath();
    pen.arc(side_px * 0.74, side_px * 0.26, side_px * 0.22, 0, Math.PI * 2);
    pen.fill();
    pen.stroke();
    return canvas.toDataURL();
  } catch {
    return undefined;
  }
}
