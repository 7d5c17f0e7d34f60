// Every page in both themes: nothing for axe to find, nothing wider than the window; pictures when asked for.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { checkWidth, sizes } from './support/fits.ts';
import { expect, setUp, test } from './support/postroom.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;

async function check(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faultsOf(page), `${name}, ${colorScheme}`).toEqual([]);
    for (const size of wantsPictures ? sizes : []) {
      await page.setViewportSize(size);
      await page.screenshot({ path: `results/screenshots/${name}-${size.width}-${colorScheme}.png` });
    }
    await page.setViewportSize(sizes[0]!);
  }
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
    [
      'long@example.org',
      'A name that is much longer than anybody would expect it to be',
      'A subject that goes on and on and on and on and on and on',
      'Hi',
    ],
  ];
  for (const [from, name, subject, body] of mails) {
    await postroom.deliver(
      from!,
      'support@desk.example',
      `From: ${name} <${from}>\nSubject: ${subject}\nMessage-ID: <${from}>\n\n${body}`,
    );
  }
  await page.goto(`${postroom.url}/inbox/unassigned`);
  await page.getByText('Where is my order 4711?').first().click();
  await expect(page.getByText('two lamps').first()).toBeVisible();
  await check(page, 'conversation');
  await checkWidth(page);
  await page.keyboard.press('r');
  await expect(page.locator('[contenteditable=true]').first()).toBeVisible();
  await check(page, 'composer');

  await checkWidth(page);
  await page.goto(`${postroom.url}/inbox/open`);
  await checkWidth(page);

  await page.goto(`${postroom.url}/settings/profile`);
  const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const addresses = await links.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  expect(addresses.length).toBeGreaterThanOrEqual(19);
  for (const address of [...addresses, `${postroom.url}/chatflows`]) {
    await page.goto(address);
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.locator('h2, li').first()).toBeVisible();
    await check(page, new URL(address).pathname.slice(1).replace('/', '-'));
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
