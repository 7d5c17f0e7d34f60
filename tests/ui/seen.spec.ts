// The page as people have set up their machine: narrow and wide windows, large text, forced colours, no motion.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, type Postroom, setUp, test } from './support/postroom.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;

async function picture(page: Page, name: string) {
  if (wantsPictures) await page.screenshot({ path: `results/screenshots/${name}.png` });
}

async function begin(page: Page, postroom: Postroom) {
  await setUp(page, postroom);
  for (const subject of ['Lamp one', 'A subject that goes on and on, far longer than anybody would ever read it to its end']) {
    const mail = `From: Max <max@example.net>\nSubject: ${subject}\nMessage-ID: <${subject.length}@example.net>\n\nWords.`;
    await postroom.deliver('max@example.net', 'support@desk.example', mail);
  }
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row')).toHaveCount(2);
}

/** What is wider than the window, and buttons that a person cannot reach in it. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const wider = document.documentElement.scrollWidth - innerWidth;
    if (wider > 0) found.push(`the page by ${wider}`);
    for (const button of document.querySelectorAll<HTMLElement>('main button, dialog button, [role=dialog] button, [role=option]')) {
      const { left, right, width } = button.getBoundingClientRect();
      const inRow = button.closest('nav, [role=tablist], .scroller, .tree, table') !== null;
      const isHidden = width === 0 || button.closest('.visually-hidden') !== null || getComputedStyle(button).visibility === 'hidden';
      if (!inRow && !isHidden && (left < -1 || right > innerWidth + 1)) found.push(button.ariaLabel || button.textContent?.trim() || button.className);
    }
    return found;
  });
}

async function through(page: Page, postroom: Postroom, check: (name: string) => Promise<void>) {
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row')).toHaveCount(2);
  await check('list');
  await page.getByRole('row').first().click();
  await expect(page.locator('[role=log] article').first()).toBeVisible();
  await check('conversation');
  await page.keyboard.press('r');
  await expect(page.locator('[contenteditable=true]').first()).toBeFocused();
  await check('composer');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command palette' }).fill('re');
  await check('palette');
  await page.keyboard.press('Escape');
  for (const section of ['keys', 'notices', 'inboxes', 'colleagues']) {
    await page.goto(`${postroom.url}/settings/${section}`);
    await expect(page.getByRole('heading', { level: 2 }).last()).toBeVisible();
    await check(`settings-${section}`);
  }
}

test('nothing is wider than the window, from 320 to 2560 pixels', async ({ page, postroom }) => {
  await begin(page, postroom);
  for (const width of [320, 600, 899, 2560]) {
    await page.setViewportSize({ width, height: width < 600 ? 640 : 1000 });
    await through(page, postroom, async (name) => {
      expect(await tooWide(page), `${name} at ${width}`).toEqual([]);
      await picture(page, `width-${width}-${name}`);
    });
  }
});

test('text twice as large fits, without moving sideways', async ({ page, postroom }) => {
  await begin(page, postroom);
  // As the browser's own setting does it; WCAG 1.4.4 and 1.4.10 at 1280 pixels.
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', '200%'));
  });
  await page.setViewportSize({ width: 1280, height: 1024 });
  await through(page, postroom, async (name) => {
    expect(await tooWide(page), name).toEqual([]);
    await picture(page, `large-${name}`);
  });
});

test('with forced colours one still sees where one is', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.emulateMedia({ forcedColors: 'active' });
  await through(page, postroom, async (name) => {
    expect(await faultsOf(page), name).toEqual([]);
    await picture(page, `forced-${name}`);
  });
  // Colours are taken away: what is chosen, and what has the focus, is drawn by a line.
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('row').first().click();
  const lineOf = (selector: string) =>
    page.locator(selector).first().evaluate((one) => {
      const { outlineStyle, outlineWidth, borderInlineStartWidth, borderInlineStartStyle } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || (borderInlineStartStyle !== 'none' && parseFloat(borderInlineStartWidth) > 1);
    });
  expect(await lineOf('[role=row][aria-selected=true]'), 'the open conversation').toBe(true);
  expect(await lineOf('nav a[aria-current=page]'), 'the page that is open').toBe(true);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('ArrowDown');
  expect(await lineOf('[role=option][aria-selected=true]'), 'the entry of the palette').toBe(true);
});

test('who wants no motion gets none', async ({ page, postroom }) => {
  await begin(page, postroom);
  const moves = async (name: string) =>
    expect(await page.evaluate(() => document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration) > 1).length), name).toBe(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('row').first().click();
  await moves('opening');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await moves('a dialog');
  await page.keyboard.press('Escape');
  await page.keyboard.press('.');
  await expect(page.getByRole('menu')).toBeVisible();
  await moves('a menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('#');
  await expect(page.getByText('Moved to the trash').first()).toBeVisible();
  await moves('a notice');
});
