// The main job, with nothing but the page and a mail client.
import { expect, header, setUp, test } from './support/postroom.ts';

const order = `From: Max Berger <max@example.net>
To: support@desk.example
Subject: Where is my order?
Message-ID: <1@example.net>

Hello, I ordered two lamps.`;

test('a mail comes in, is answered, and the answer to the answer stays in its conversation', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/unassigned`);

  // Live: nobody reloads.
  await postroom.deliver('max@example.net', 'support@desk.example', order);
  await page.getByText('Where is my order?').first().click();
  await expect(page.getByText('I ordered two lamps.').first()).toBeVisible();

  await page.getByRole('button', { name: /^Reply/ }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('They arrive tomorrow.');
  await page.keyboard.press('Control+Enter');
  const sent = await postroom.sink.mail(1);
  expect(sent.recipients).toEqual(['max@example.net']);
  expect(sent.bytes).toContain('They arrive tomorrow.');
  expect(header(sent, 'In-Reply-To')).toBe('<1@example.net>');

  const answer = `From: Max Berger <max@example.net>
To: support@desk.example
Subject: AW: Where is my order?
Message-ID: <2@example.net>
In-Reply-To: ${header(sent, 'Message-ID')}

Great, thank you!`;
  await postroom.deliver('max@example.net', 'support@desk.example', answer);
  await expect(page.getByText('Great, thank you!').first()).toBeVisible();

  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row')).toHaveCount(1);
});

test('a message can be taken back, with everything in it', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await postroom.deliver('max@example.net', 'support@desk.example', order);
  await page.goto(`${postroom.url}/inbox/unassigned`);
  await page.getByText('Where is my order?').first().click();
  await page.getByRole('button', { name: /^Reply/ }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('Not what I meant');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /Undo/ }).first().click();
  await expect(page.locator('[contenteditable=true]').first()).toContainText('Not what I meant');
  expect(postroom.sink.taken).toHaveLength(0);
});

test('the main journey needs no mouse', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await postroom.deliver('max@example.net', 'support@desk.example', order);
  await page.goto(`${postroom.url}/inbox/unassigned`);
  await expect(page.getByText('Where is my order?').first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Reply/ }).first()).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.locator('[contenteditable=true]').first()).toBeFocused();
  await page.keyboard.type('By keyboard alone.');
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(1)).bytes).toContain('By keyboard alone.');
  const closed = page.waitForResponse((response) => response.url().endsWith('/closure') && response.ok());
  await page.keyboard.press('e');
  await closed;
  await page.goto(`${postroom.url}/inbox/closed`);
  await expect(page.getByRole('row')).toHaveCount(1);
});
