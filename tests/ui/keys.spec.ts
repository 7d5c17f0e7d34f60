// Keys and the palette: every command by name, keys that a person chose, none of one letter if they want none.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, people, type Postroom, setUp, test } from './support/postroom.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;

async function deliver(postroom: Postroom, from: string, subject: string) {
  const mail = `From: ${from} <${from}@example.net>\nSubject: ${subject}\nMessage-ID: <${subject.replace(/ /g, '.')}@example.net>\n\nWords about ${subject}.`;
  await postroom.deliver(`${from}@example.net`, 'support@desk.example', mail);
}

async function begin(page: Page, postroom: Postroom) {
  await setUp(page, postroom);
  for (const [from, subject] of [['max', 'Lamp one'], ['ida', 'Lamp two'], ['max', 'Chair three']] as const) {
    await deliver(postroom, from, subject);
  }
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row')).toHaveCount(3);
}

async function check(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faultsOf(page), `${name}, ${colorScheme}`).toEqual([]);
    for (const width of wantsPictures ? [1440, 1024, 390] : []) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `results/screenshots/${name}-${width}-${colorScheme}.png` });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
}

const palette = (page: Page) => page.getByRole('combobox', { name: 'Command palette' });
const entry = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

test('the palette finds what can be done, where one can go, settings and conversations', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Chair three', level: 1 })).toBeFocused();

  // Actions of the open conversation, with their keys, and by their initials.
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  await check(page, 'palette');
  await palette(page).fill('snz');
  await expect(entry(page, /^Snooze/).first()).toHaveAttribute('aria-selected', 'true');
  await expect(entry(page, /^Snooze/).first()).toContainText('H');
  const active = await palette(page).getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toContainText('Snooze');
  await palette(page).fill('rep');
  await page.keyboard.press('Enter');
  await expect(page.locator('[contenteditable=true]').first()).toBeFocused();

  // It opens over a text that is being written, and closes without a trace.
  await page.keyboard.type('Half a sentence');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('[contenteditable=true]').first()).toBeFocused();
  await expect(page.locator('[contenteditable=true]').first()).toHaveText('Half a sentence');

  // Views and settings.
  await page.keyboard.press('Control+k');
  await palette(page).fill('unassig');
  await entry(page, /^Unassigned/).first().click();
  await page.waitForURL('**/inbox/unassigned');
  await page.keyboard.press('Control+k');
  await palette(page).fill('signature');
  await entry(page, /^Signature Inboxes/).click();
  await page.waitForURL('**/settings/inboxes?field=settings.signature');

  // A conversation that this page has never shown: only the server knows it.
  await deliver(postroom, 'zoe', 'Invoice 4711');
  await page.goto(`${postroom.url}/settings/profile`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.fill('zoe 47');
  await expect(entry(page, /Invoice 4711/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invoice 4711', level: 1 })).toBeVisible();

  // A contact leads to what was ever written with them.
  await page.keyboard.press('/');
  await search.fill('max@');
  await entry(page, /^max max@example.net/).click();
  await page.waitForURL(/\/inbox\/open\?.*contact=/);
  await expect(page.getByRole('row')).toHaveCount(2);

  // What was used last comes first.

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Used last' }).getByRole('option').first()).toContainText('max');
  await expect(page.getByRole('group', { name: 'Used last' }).getByRole('option').nth(1)).toContainText('Invoice 4711');
  await palette(page).fill('qqqq');
  await expect(page.getByText('Nothing has this in its name.')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeHidden();
});

test('keys are chosen, what they take from others is named, and every browser has them', async ({ page, postroom, browser }) => {
  await begin(page, postroom);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Close and go on');
  await check(page, 'keys-help');
  await page.getByRole('link', { name: 'Change keys' }).click();
  await page.waitForURL('**/settings/keys');

  const keyOf = (command: string) => page.getByRole('button', { name: `Key for “${command}”` });
  await keyOf('Close and go on').click();
  await page.keyboard.press('k');
  await expect(page.getByRole('alert').filter({ hasText: 'K is the key for “Previous conversation”' })).toBeVisible();
  await check(page, 'keys-conflict');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Enter belongs to the browser' })).toBeVisible();
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/api/me') && answer.request().method() === 'PATCH');
  await page.keyboard.press('d');
  await expect(keyOf('Close and go on')).toHaveText('D');
  expect((await saved).ok()).toBe(true);
  await keyOf('Mine').click();
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await expect(keyOf('Mine')).toHaveText('G X');
  await check(page, 'settings-keys');

  // Another browser of the same person.
  const other = await (await browser.newContext({ locale: 'en' })).newPage();
  await other.goto(`${postroom.url}/sign-in`);
  await other.getByLabel('E-mail address').fill(people.email);
  await other.getByLabel('Password').fill(people.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.waitForURL('**/inbox**');
  await other.keyboard.press('g');
  await other.keyboard.press('x');
  await other.waitForURL('**/inbox/mine');
  await other.goto(`${postroom.url}/inbox/open`);
  await other.getByText('Chair three').first().click();
  await expect(other.getByRole('heading', { name: 'Chair three', level: 1 })).toBeVisible();
  await other.keyboard.press('e');
  const closed = other.waitForResponse((answer) => answer.url().endsWith('/closure'));
  await other.keyboard.press('d');
  expect((await closed).ok()).toBe(true);
  await expect(other.getByRole('row')).toHaveCount(2);
  await other.context().close();

  // All as usual again, and without keys of one letter.
  await page.getByRole('button', { name: 'Usual keys for everything' }).click();
  await expect(keyOf('Close and go on')).toHaveText('E');
  await page.getByRole('checkbox', { name: 'Single letters are commands' }).uncheck();
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp two', level: 1 })).toBeVisible();
  await page.keyboard.press('e');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeHidden();
  await palette(page).fill('close and go');
  await expect(entry(page, 'Close and go on')).not.toContainText('E');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row')).toHaveCount(1);
});

test('F6 goes round the panes, and brackets from conversation to conversation while reading', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp two', level: 1 })).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByRole('heading', { name: 'Lamp one', level: 1 })).toBeFocused();
  await page.keyboard.press('[');
  await expect(page.getByRole('heading', { name: 'Lamp two', level: 1 })).toBeFocused();
  await expect(page.getByRole('complementary', { name: 'Contact' })).toBeVisible();

  const paneNow = () =>
    page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('aria-label') ?? document.activeElement?.closest('[data-pane]')?.className ?? '');
  const around = async (key: string) => {
    const seen: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press(key);
      seen.push((await paneNow()).replace(/ svelte-\w+/, ''));
    }
    return seen;
  };
  const forward = await around('F6');
  expect(forward).toEqual(['bar', 'Contact', 'rail', 'views', 'Conversations', 'Conversation']);
  expect(await around('Shift+F6')).toEqual(['Conversations', 'views', 'rail', 'Contact', 'bar', 'Conversation']);
});

test('Escape leads to the list, however many conversations were opened by mouse', async ({ page, postroom }) => {
  await begin(page, postroom);
  for (const subject of ['Lamp two', 'Lamp one']) {
    await page.getByRole('row').filter({ hasText: subject }).click();
    await expect(page.getByRole('heading', { name: subject, level: 1 })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await page.waitForURL('**/inbox/open');
  await expect(page.getByRole('row').filter({ hasText: 'Lamp one' })).toBeFocused();
});
