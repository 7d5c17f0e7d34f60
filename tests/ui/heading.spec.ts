// A picture of the team's own for the top of the panel: chosen, cut, seen in the preview, and met by visitors of a foreign
// site with a strict policy.
import { expect } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { setUp, test } from './support/postroom.ts';
import { openSite, publishChat, visit } from './support/shop.ts';
import { panel, talk } from './support/widget.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;

test('a picture for the top of the panel is chosen, cut, seen by visitors and taken away', async ({ page, browser, postroom }) => {
  await setUp(page, postroom);
  const site = await openSite(page, postroom);
  const id = await publishChat(page, {});
  await page.goto(`${postroom.url}/chatflows/${id}`);
  await page.getByRole('tab', { name: 'Display' }).click();
  await page.getByLabel('Name that visitors see').fill('Lamp shop');
  // A picture twice as wide as high, made here, so that there is something to cut off.
  const picture = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [600, 300];
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'rgb(200 60 20)';
    context.fillRect(0, 0, 300, 300);
    context.fillStyle = 'rgb(20 60 200)';
    context.fillRect(300, 0, 300, 300);
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  const group = page.getByRole('group', { name: 'Picture' });
  await group.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') });
  await expect(page.getByRole('dialog').getByRole('slider', { name: 'Zoom' })).toBeFocused();
  await page.getByRole('dialog').getByRole('button', { name: 'Use this picture' }).press('Enter');
  await expect(group.locator('img')).toBeVisible();
  await expect(group.getByRole('button', { name: 'Remove picture' })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  if (wantsPictures) {
    for (const [width, height] of [[1440, 900], [390, 844]] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        await group.scrollIntoViewIfNeeded();
        await page.screenshot({ path: `results/screenshots/heading-${width}-${colorScheme}.png` });
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByRole('tab', { name: 'Preview' }).click();
  if (wantsPictures) await page.screenshot({ path: 'results/screenshots/heading-preview.png' });

  const { context, visitor } = await visit(browser, site);
  const head = panel(visitor).locator('header');
  await expect(head).toContainText('Lamp shop');
  const shown = head.locator('img');
  await expect(shown).toBeVisible();
  // It has arrived, and is the square that was cut.
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([256, 256]);
  await talk(visitor, 'Hello');
  if (wantsPictures) await visitor.screenshot({ path: 'results/screenshots/heading-panel.png' });

  await page.getByRole('tab', { name: 'Display' }).click();
  await group.getByRole('button', { name: 'Remove picture' }).click();
  await expect(group.locator('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Saved', { exact: false }).first()).toBeVisible();
  await visitor.reload();
  await expect(head.locator('.avatar').first()).toHaveText('L');
  await context.close();
  site.close();
});
