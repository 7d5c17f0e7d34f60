// Windows of the sizes that people have, and what is wider than they are.
import { type Page, expect } from '@playwright/test';

/** A page that is too wide does not hide what is wrong with the next one. */
const expectSoftly = expect.configure({ soft: true });

export const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/** What scrolls down never scrolls sideways; the row of sections on a phone may. */
export async function checkWidth(page: Page) {
  for (const size of [...sizes, { width: 320, height: 640 }]) {
    await page.setViewportSize(size);
    // The panes are counted anew in the frame after the window has its size.
    const sideways = () =>
      page.evaluate(() => [
        ...(document.documentElement.scrollWidth > window.innerWidth ? ['the document'] : []),
        ...[...document.querySelectorAll('*')]
          .filter((one) => getComputedStyle(one).overflowY === 'auto' && !one.closest('nav'))
          .filter((one) => one.scrollWidth - one.clientWidth > 1)
          .map((one) => `${one.tagName} ${one.className} by ${one.scrollWidth - one.clientWidth}`),
      ]);
    await expectSoftly.poll(sideways, { message: `${page.url()} at ${size.width}`, timeout: 3_000 }).toEqual([]);
  }
  await page.setViewportSize(sizes[0]!);
}
