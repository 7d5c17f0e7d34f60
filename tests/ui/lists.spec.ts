// Views, filters, choosing many, snoozing, putting away, tagging, merging: against the real binary.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, type Postroom, setUp, test } from './support/postroom.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;

async function check(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const runner = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
      const { violations } = await runner.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
      return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
    });
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
    if (wantsPictures) await page.screenshot({ path: `results/screenshots/${name}-${colorScheme}.png` });
  }
}

async function deliver(postroom: Postroom, from: string, subject: string) {
  const mail = `From: ${from} <${from}@example.net>\nSubject: ${subject}\nMessage-ID: <${subject.replace(/ /g, '.')}@example.net>\n\nWords about ${subject}.`;
  await postroom.deliver(`${from}@example.net`, 'support@desk.example', mail);
}

/** Three conversations of three people, in the list of all open ones. */
async function begin(page: Page, postroom: Postroom) {
  await setUp(page, postroom);
  for (const [from, subject] of [['max', 'Lamp one'], ['ida', 'Lamp two'], ['max', 'Lamp three']] as const) {
    await deliver(postroom, from, subject);
  }
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row')).toHaveCount(3);
}

const row = (page: Page, subject: string) => page.getByRole('row').filter({ hasText: subject });
const views = (page: Page) => page.getByRole('navigation', { name: 'Views' });

test('a conversation sleeps by typed words, wakes by a reply, and says so', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp two' })).toBeVisible();
  await page.keyboard.press('h');
  await page.getByRole('combobox', { name: 'Snooze until' }).fill('morgen 9u');
  await check(page, 'snooze');
  await page.keyboard.press('Enter');
  // The one below comes next, and the list holds it no more.
  await expect(page.getByRole('heading', { name: 'Lamp one' })).toBeVisible();
  await views(page).getByRole('link', { name: /^Snoozed/ }).click();
  await expect(page.getByRole('row')).toHaveCount(1);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByText(/Snoozed until .* or until the contact replies/)).toBeVisible();
  await check(page, 'snoozed');

  const answer = 'From: ida <ida@example.net>\nSubject: Re: Lamp two\nIn-Reply-To: <Lamp.two@example.net>\nMessage-ID: <again@example.net>\n\nStill here.';
  await postroom.deliver('ida@example.net', 'support@desk.example', answer);
  await expect(page.getByText('Woken because a new message came in')).toBeVisible();
});

test('a notice undoes: spam and trash', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp two' })).toBeVisible();
  await page.keyboard.press('#');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByText('Moved to the trash').first()).toBeVisible();
  await page.keyboard.press('z');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp two' })).toBeVisible();
  await page.keyboard.press('!');
  await page.goto(`${postroom.url}/inbox/spam`);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByText(/in the spam and will be deleted/)).toBeVisible();
  await check(page, 'spam');
  await page.getByRole('button', { name: 'Not spam' }).first().click();
  await expect(page.getByRole('row')).toHaveCount(0);
});

test('many are chosen by keys, closed at once, and come back', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  const bar = page.getByRole('toolbar', { name: 'With the chosen conversations' });
  await expect(bar).toContainText('2 chosen');
  await check(page, 'bulk');
  await page.keyboard.press('e');
  await expect(page.getByText('2 conversations closed').first()).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(1);
  await page.keyboard.press('z');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.keyboard.press('Control+a');
  await expect(bar).toContainText('3 chosen');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('a tag is made by typing, stands in the row, and narrows the list by its address', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.getByText('Lamp two').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp two' })).toBeVisible();
  await page.keyboard.press('t');
  await page.getByRole('combobox', { name: 'Tags' }).fill('late delivery');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(row(page, 'Lamp two')).toContainText('late delivery');

  await page.getByRole('button', { name: 'Filter' }).click();
  await check(page, 'filter');
  await page.getByRole('dialog', { name: 'Filter' }).getByLabel('Tag').selectOption('late delivery');
  await expect(page.getByRole('row')).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(1);
  await expect(row(page, 'Lamp two')).toBeVisible();

  await page.goto(`${postroom.url}/settings/tags`);
  await expect(page.getByLabel('Name of the tag').first()).toHaveValue('late delivery');
  await check(page, 'settings-tags');
});

test('the order is in the address and survives a reload', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.getByRole('button', { name: 'Order: Newest first' }).click();
  await page.getByRole('menuitemradio', { name: 'Oldest first' }).click();
  await expect(page.getByRole('row').first()).toContainText('Lamp one');
  await page.reload();
  await expect(page.getByRole('row').first()).toContainText('Lamp one');
});

test('two conversations become one, and two again', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.getByText('Lamp three').first().click();
  await expect(page.getByRole('heading', { name: 'Lamp three' })).toBeVisible();
  await page.keyboard.press('.');
  await page.getByRole('menuitem', { name: 'Merge with another conversation' }).click();
  await page.getByRole('combobox', { name: 'The other conversation' }).fill('Lamp one');
  await check(page, 'merge');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Conversations merged').first()).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('log')).toContainText('Words about Lamp one.');
  await page.keyboard.press('z');
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('log')).not.toContainText('Words about Lamp one.');
});
