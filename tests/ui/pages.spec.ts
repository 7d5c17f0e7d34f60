// Every page in both themes: nothing for axe to find, nothing wider than the window; pictures when asked for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, setUp, test } from './support/postroom.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

async function check(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The page's policy refuses script elements of others: this comes in through the debugger.
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const runner = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
      const { violations } = await runner.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      });
      return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
    });
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
    for (const size of wantsPictures ? sizes : []) {
      await page.setViewportSize(size);
      await page.screenshot({ path: `results/screenshots/${name}-${size.width}-${colorScheme}.png` });
    }
    await page.setViewportSize(sizes[0]!);
  }
}

/** A page of settings scrolls down, never sideways; its row of sections on a phone may. */
async function checkPanes(page: Page) {
  const sideways = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((one) => getComputedStyle(one).overflowY === 'auto' && !one.closest('nav'))
      .filter((one) => one.scrollWidth - one.clientWidth > 1)
      .map((one) => `${one.tagName} ${one.className} by ${one.scrollWidth - one.clientWidth}`),
  );
  expect(sideways, page.url()).toEqual([]);
}

async function checkWidth(page: Page) {
  for (const size of [...sizes, { width: 320, height: 640 }]) {
    await page.setViewportSize(size);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider, `${page.url()} at ${size.width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(sizes[0]!);
}

test('every page is accessible in both themes and fits its window', async ({ page, postroom }) => {
  test.setTimeout(240_000);
  await page.goto(postroom.setupLink);
  await expect(page.getByLabel('Mail domain')).toBeVisible();
  await check(page, 'set-up');
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/mine`);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await check(page, 'empty');

  const mails = [
    ['max@example.net', 'Max Berger', 'Where is my order 4711?', 'Hello,\n\nI ordered two lamps last week.\n\nMax'],
    ['ida@example.com', 'Ida de Vries', 'Factuur klopt niet', 'Beste mensen,\n\nHet adres klopt niet.\n\nGroet, Ida'],
    ['long@example.org', 'A name that is much longer than anybody would expect it to be', 'A subject that goes on and on and on and on and on and on', 'Hi'],
  ];
  for (const [from, name, subject, body] of mails) {
    await postroom.deliver(from!, 'support@desk.example', `From: ${name} <${from}>\nSubject: ${subject}\nMessage-ID: <${from}>\n\n${body}`);
  }
  await page.goto(`${postroom.url}/inbox/unassigned`);
  await page.getByText('Where is my order 4711?').first().click();
  await expect(page.getByText('two lamps').first()).toBeVisible();
  await check(page, 'conversation');
  await checkWidth(page);
  await page.keyboard.press('r');
  await expect(page.locator('[contenteditable=true]').first()).toBeVisible();
  await check(page, 'composer');

  for (const section of ['profile', 'workspace', 'inboxes', 'colleagues', 'mail', 'ledger']) {
    await page.goto(`${postroom.url}/settings/${section}`);
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.locator('h2, li').first()).toBeVisible();
    await check(page, `settings-${section}`);
    await checkWidth(page);
  }
});

test('a colleague comes in by a link and signs in again', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/colleagues`);
  await page.getByLabel('Their name').fill('Ida');
  await page.getByLabel('E-mail address').fill('ida@example.org');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = new URL(await page.getByLabel('Link', { exact: true }).inputValue());

  const other = await (await browser.newContext({ locale: 'en' })).newPage();
  await other.goto(`${postroom.url}${link.pathname}${link.hash}`);
  await other.getByLabel('Password').fill('another long password');
  await other.getByRole('button', { name: 'Come in' }).click();
  await other.waitForURL('**/inbox**');
  await other.goto(`${postroom.url}/settings`);
  await expect(other.getByText('Mail ledger')).toHaveCount(0);
  await other.context().clearCookies();
  await other.goto(`${postroom.url}/inbox/mine`);
  await other.waitForURL('**/sign-in**');
  await other.getByLabel('E-mail address').fill('ida@example.org');
  await other.getByLabel('Password').fill('wrong');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('alert').first()).toContainText('wrong');
  await other.getByLabel('Password').fill('another long password');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.waitForURL('**/inbox/mine');
  await other.context().close();
});
