// The words beside a control: by pointer, by keyboard, never in the way; and a head that is used again forgets the last one.
import type { Page } from '@playwright/test';
import { expect, setUp, test, type Postroom } from './support/postroom.ts';

async function twoConversations(page: Page, postroom: Postroom) {
  await setUp(page, postroom);
  for (const [name, id] of [['Ann', 1], ['Ben', 2]] as const) {
    const head = `From: ${name} <${name.toLowerCase()}@example.net>\nSubject: Lamp of ${name}\nMessage-ID: <${id}@example.net>`;
    await postroom.deliver(`${name.toLowerCase()}@example.net`, 'support@desk.example', `${head}\n\nWhere is it?`);
  }
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Lamp of Ann', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lamp of Ann' })).toBeVisible();
}

test('words come to a control that is asked about, and stay no longer', async ({ page, postroom }) => {
  await twoConversations(page, postroom);
  const tip = page.getByRole('tooltip');
  const snooze = page.getByRole('button', { name: 'Snooze', exact: true });
  const more = page.getByRole('button', { name: 'More actions' });

  await snooze.hover();
  await expect(tip).toHaveText('Snooze H');
  // The next one has no wait, and there is one at a time.
  await more.hover();
  await expect(tip).toHaveText('More actions .', { timeout: 400 });
  await expect(tip).toHaveCount(1);

  // What is pointed at stays (WCAG 1.4.13), Escape puts it away and nothing else.
  const box = (await tip.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.waitForTimeout(600);
  await expect(tip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Lamp of Ann' })).toBeVisible();

  // A press answers the question: the words go, and do not come back over what was opened.
  await page.mouse.move(10, 400);
  await snooze.hover();
  await expect(tip).toBeVisible();
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByRole('dialog', { name: 'Snooze' })).toBeVisible();
  await page.waitForTimeout(700);
  await expect(tip).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.mouse.move(10, 400);

  // By keyboard at once, as a description where the name says something else.
  const close = page.getByRole('button', { name: 'Close', exact: true });
  await snooze.focus();
  await page.keyboard.press('Tab');
  await expect(close).toBeFocused();
  await expect(tip).toHaveText('Close conversation E');
  await expect(close).toHaveAccessibleDescription('Close conversation E');
  await page.keyboard.press('Tab');
  await expect(tip).toHaveText('More actions .');
  await expect(close).toHaveAccessibleDescription('');

  // What it belonged to goes, and so does it.
  await page.getByText('Lamp of Ben', { exact: true }).click();
  await expect(tip).toHaveCount(0);
});

test('nothing of one conversation goes with the next', async ({ page, postroom }) => {
  await twoConversations(page, postroom);
  await page.getByRole('button', { name: 'Snooze', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Snooze' })).toBeVisible();
  await page.getByText('Lamp of Ben', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lamp of Ben' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('log')).toHaveCount(1);
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('log').getByRole('article')).toHaveAccessibleName(/^Ben/);

  // An answer that is begun stays where it was begun.
  await page.keyboard.press('r');
  // The field may still be on its way: what is typed meanwhile is for it, and no command.
  await page.keyboard.type('For Ben');
  await page.getByText('Lamp of Ann', { exact: true }).click();
  await expect(page.getByRole('log').getByRole('article')).toHaveAccessibleName(/^Ann/);
  await expect(page.locator('[contenteditable=true]')).toHaveCount(0);
  await page.getByText('Lamp of Ben', { exact: true }).click();
  await expect(page.locator('[contenteditable=true]')).toHaveText('For Ben');
});
