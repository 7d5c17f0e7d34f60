// The first days and the settings: what is found, what follows a person to every browser, what others will see.
import type { Page } from '@playwright/test';
import { expect, people, setUp, test } from './support/postroom.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;

async function picture(page: Page, name: string) {
  if (wantsPictures) await page.screenshot({ path: `results/screenshots/${name}.png` });
}

/** A picture of a size, made in the page itself. */
async function pictureFile(page: Page, width: number, height: number): Promise<Buffer> {
  const address = await page.evaluate(
    ([wide, high]) => {
      const canvas = document.createElement('canvas');
      canvas.width = wide!;
      canvas.height = high!;
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = 'teal';
      pen.fillRect(0, 0, wide!, high!);
      pen.fillStyle = 'gold';
      pen.fillRect(0, 0, high!, high!);
      return canvas.toDataURL('image/png');
    },
    [width, height],
  );
  return Buffer.from(address.split(',')[1]!, 'base64');
}

test('first steps are ticked off by what was done, and go when they are not wanted', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.getByRole('link', { name: 'First steps' }).click();
  const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(page.getByText('1 of 11 done')).toBeVisible();
  await expect(step('Let the first mail come in').getByLabel('Still to do')).toBeVisible();

  // Done elsewhere, ticked off here without a reload.
  await postroom.deliver('max@example.net', 'support@desk.example', 'From: Max <max@example.net>\nSubject: Hi\nMessage-ID: <1@x>\n\nHello');
  await expect(step('Let the first mail come in').getByLabel('Done')).toBeVisible();

  await step('Write the first snippet').getByRole('link').click();
  await page.getByRole('button', { name: 'New snippet' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Greeting');
  await page.getByLabel('Shortcut').fill('hi');
  await page.locator('[contenteditable=true]').click();
  await page.keyboard.type('Hello and welcome');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'First steps' }).first().click();
  await expect(step('Write the first snippet').getByLabel('Done')).toBeVisible();
  await expect(page.getByText('3 of 11 done')).toBeVisible();
  await picture(page, 'first-steps');

  await page.getByRole('button', { name: 'Hide from the bar' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'First steps' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show in the bar' })).toBeVisible();
});

test('the search leads to the field, and a profile follows its person to every browser', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings`);
  const search = page.getByRole('searchbox', { name: 'Search settings' });
  await search.fill('quiet');
  await page.getByRole('link', { name: /^Quiet hours/ }).click();
  await page.waitForURL('**/settings/notices?field=*');
  await search.fill('time zone');
  await page.getByRole('link', { name: /^Time zone.*About you/ }).click();
  await expect(page.getByLabel('Time zone')).toBeFocused();

  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByLabel('Language', { exact: true }).selectOption('de');
  await page.locator('form').filter({ has: page.getByLabel('Time zone') }).getByRole('button').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Über dich' })).toBeVisible();
  await page.getByLabel('Dunkel').check();
  const kept = page.waitForResponse((answer) => answer.request().postData()?.includes('"compact"') ?? false);
  await page.getByLabel('Kompakt').check();
  expect((await kept).ok()).toBe(true);

  const other = await (await browser.newContext({ locale: 'en' })).newPage();
  await other.goto(`${postroom.url}/sign-in`);
  await other.getByLabel('E-mail address').fill(people.email);
  await other.getByLabel('Password').fill(people.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.waitForURL('**/inbox**');
  await expect(other.locator('html')).toHaveAttribute('lang', 'de');
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(other.locator('html')).toHaveAttribute('data-density', 'compact');
  await other.goto(`${postroom.url}/settings/profile`);
  await expect(other.getByLabel('Zeitzone')).toHaveValue('Asia/Tokyo');
  await other.context().close();
});

test('a picture is cut to the part that somebody chose, and others see it', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/profile`);
  const file = { name: 'me.png', mimeType: 'image/png', buffer: await pictureFile(page, 900, 300) };
  await page.locator('input[type=file]').setInputFiles(file);
  const dialog = page.getByRole('dialog', { name: 'Choose the part that is shown' });
  await expect(dialog).toBeVisible();
  // By keyboard: as far to the beginning as it goes, which is the golden part.
  await dialog.getByLabel('Left to right').press('Home');
  await picture(page, 'picture-cut');
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await expect(dialog).toBeHidden();
  const face = page.locator('nav img').first();
  await expect(face).toBeVisible();
  const middle = await face.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 16;
    const pen = canvas.getContext('2d')!;
    pen.drawImage(image, 0, 0, 16, 16);
    return { side: [image.naturalWidth, image.naturalHeight], colour: [...pen.getImageData(8, 8, 1, 1).data] };
  });
  expect(middle.side[0]).toBe(middle.side[1]);
  expect(middle.colour[0]).toBeGreaterThan(200);
  expect(middle.colour[2]).toBeLessThan(60);
});

test('an inbox shows what people will get while it is being changed', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/inboxes`);
  const preview = page.getByRole('group', { name: 'What people get' }).first();
  await expect(preview).toContainText('support@desk.example');
  await page.getByLabel('Company', { exact: true }).first().fill('Lamps & Co');
  await page.getByLabel('Sender name').first().selectOption('agent_at_company');
  await expect(preview).toContainText('Zoe Adams at Lamps & Co');
  await page.getByLabel('Sender name').first().selectOption('company');
  await expect(preview).not.toContainText('Zoe Adams at');
  await page.getByLabel('Signature').first().fill('{agent}\nLamps & Co, <Berlin>');
  await expect(preview.getByText('Zoe Adams\nLamps & Co, <Berlin>')).toBeVisible();
  await picture(page, 'inbox-preview');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved').first()).toBeVisible();

  // What was shown is what is sent.
  await postroom.deliver('max@example.net', 'support@desk.example', 'From: Max <max@example.net>\nSubject: Hi\nMessage-ID: <1@x>\n\nHello');
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Hi', { exact: true }).first().click();
  await page.getByRole('button', { name: /^Reply/ }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('It leaves today.');
  await page.keyboard.press('Control+Enter');
  const { bytes } = await postroom.sink.mail(1);
  expect(bytes).toMatch(/^From: "?Lamps & Co"? <support@desk\.example>/m);
  expect(bytes).toContain('Lamps & Co, <Berlin>');
});

test('roles say what they allow, and what one may not see is not in the settings', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/colleagues`);
  await page.getByLabel('Their name').fill('Ida');
  await page.getByLabel('E-mail address').fill('ida@example.org');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = new URL(await page.getByLabel('Link', { exact: true }).inputValue());
  const ida = await (await browser.newContext({ locale: 'en' })).newPage();
  await ida.goto(`${postroom.url}${link.pathname}${link.hash}`);
  await ida.getByLabel('Password').fill('another long password');
  await ida.getByRole('button', { name: 'Come in' }).click();
  await ida.waitForURL('**/inbox**');
  await ida.goto(`${postroom.url}/settings`);
  const sections = ida.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  await expect(sections.filter({ hasText: 'Keyboard' })).toHaveCount(1);
  for (const name of ['Colleagues', 'Inboxes', 'Mail ledger', 'About']) {
    await expect(sections.filter({ hasText: new RegExp(`^${name}$`) })).toHaveCount(0);
  }
  await ida.keyboard.press('Control+k');
  await ida.getByRole('combobox', { name: 'Command palette' }).fill('mail ledger');
  await expect(ida.getByText('Nothing has this in its name.')).toBeVisible();
  await ida.keyboard.press('Escape');

  // The administrator gives her the role: her page has it at once.
  await page.getByLabel('Role of Ida').selectOption('administrator');
  await expect(sections.filter({ hasText: 'Mail ledger' })).toHaveCount(1);
  await ida.context().close();
});

test('on a phone the open section stands in sight among the others', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${postroom.url}/settings/workspace`);
  const link = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'General' });
  await expect(link).toBeInViewport({ ratio: 1 });
});
