// What a visitor of a foreign site does with a chat from its first words to the end of it, through the real server: ends it,
// says how it was, has it sent by mail, begins another; and what happens before their eyes when the team merges two of them.
import { type Page, expect } from '@playwright/test';
import { header, setUp, test } from './support/postroom.ts';
import { ask } from './support/ask.ts';
import { openSite, publishChat, visit } from './support/shop.ts';
import { field, panel, talk } from './support/widget.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;
const bubbles = (visitor: Page) => panel(visitor).locator('.bubble');
type Row = { id: string; newest: { preview: string } };
const rows = async (agent: Page) => (await ask<{ items: Row[] }>(agent, 'GET', '/api/conversations?view=all_open&limit=9')).items;

async function answer(agent: Page, id: string, text: string) {
  await ask(agent, 'POST', `/api/conversations/${id}/chat-messages`, { operation_id: crypto.randomUUID(), text });
}

async function choose(visitor: Page, name: string) {
  await panel(visitor).getByRole('button', { name: 'More options' }).click();
  await panel(visitor).getByRole('button', { name }).click();
}

test('a visitor ends the chat, says how it was, has it mailed and begins another', async ({ page, browser, postroom }) => {
  await setUp(page, postroom);
  const site = await openSite(page, postroom);
  await publishChat(page, { asks_rating: true, transcript: 'offered' });
  const { context, visitor } = await visit(browser, site);
  await talk(visitor, 'Do you have tea?');
  await expect(panel(visitor).getByText('Sending…')).toHaveCount(0);
  const [{ id }] = (await rows(page)) as [Row];
  await answer(page, id, 'Green or black?');
  await expect(bubbles(visitor)).toHaveText(['Do you have tea?', 'Green or black?']);

  await choose(visitor, 'Send me a transcript');
  await panel(visitor).getByRole('textbox', { name: /transcript/i }).fill('max@example.net');
  await panel(visitor).locator('.foot').getByRole('button', { name: 'Send', exact: true }).first().click();
  await expect(panel(visitor).getByText('max@example.net')).toBeVisible();
  const mail = await postroom.sink.mailTo('max@example.net', 1);
  expect(header(mail, 'subject')).toContain('Your chat with');
  for (const words of ['Do you have tea?', 'Green or black?']) expect(mail.bytes).toContain(words);

  await choose(visitor, 'End chat');
  await expect(panel(visitor).getByText('This conversation has ended.')).toBeVisible();
  await panel(visitor).getByRole('button', { name: 'Good' }).click();
  await panel(visitor).getByLabel('What should we know?').fill('Quick');
  await panel(visitor).locator('.rate').getByRole('button', { name: 'Send' }).click();
  await expect(panel(visitor).getByText('Thank you for your answer.')).toBeVisible();
  await page.goto(`${postroom.url}/inbox/all_open/${id}`);
  await expect(page.getByText('Quick', { exact: false }).first()).toBeVisible();

  await panel(visitor).getByRole('button', { name: 'New conversation' }).click();
  await talk(visitor, 'Another matter');
  await expect(bubbles(visitor)).toHaveText(['Another matter']);
  await expect.poll(async () => (await rows(page)).length).toBe(2);
  await context.close();
  site.close();
});

test('two chats of a visitor become one before their eyes, and two again', async ({ page, browser, postroom }) => {
  await setUp(page, postroom);
  const site = await openSite(page, postroom);
  const { context, visitor } = await visit(browser, site);
  await talk(visitor, 'First matter');
  await expect(panel(visitor).getByText('Sending…')).toHaveCount(0);
  await panel(visitor).getByRole('button', { name: 'All conversations' }).click();
  await panel(visitor).getByRole('button', { name: 'New conversation' }).click();
  await talk(visitor, 'Second matter');
  await expect(bubbles(visitor)).toHaveText(['Second matter']);
  await expect.poll(async () => (await rows(page)).length).toBe(2);
  const [second, first] = (await rows(page)) as [Row, Row];

  // What is half written stays where it is written.
  await field(visitor).fill('Half a');
  await ask(page, 'PUT', `/api/conversations/${first.id}/merged/${second.id}`);
  await expect(bubbles(visitor)).toHaveText(['First matter', 'Second matter']);
  await expect(field(visitor)).toHaveValue('Half a');
  await talk(visitor, 'Half a sentence');
  await expect(panel(visitor).getByText('Sending…')).toHaveCount(0);
  await answer(page, first.id, 'I have read both.');
  await expect(bubbles(visitor)).toHaveText(['First matter', 'Second matter', 'Half a sentence', 'I have read both.']);
  if (wantsPictures) await visitor.screenshot({ path: 'results/screenshots/visit-merged.png' });

  await ask(page, 'DELETE', `/api/conversations/${first.id}/merged/${second.id}`);
  await expect(bubbles(visitor)).toHaveText(['First matter', 'Half a sentence', 'I have read both.']);
  await panel(visitor).getByRole('button', { name: 'All conversations' }).click();
  await panel(visitor).getByRole('button', { name: /Second matter/ }).click();
  await expect(bubbles(visitor)).toHaveText(['Second matter']);
  await context.close();
  site.close();
});

test('what came by mail goes into the chat, whichever of the two is open, and the visitor sees nothing of it', async ({ page, browser, postroom }) => {
  await setUp(page, postroom);
  const site = await openSite(page, postroom);
  const { context, visitor } = await visit(browser, site);
  await talk(visitor, 'Do you have tea?');
  await expect(panel(visitor).getByText('Sending…')).toHaveCount(0);
  const mail = 'From: max <max@example.net>\nSubject: Secret matter\nMessage-ID: <secret@example.net>\n\nSecret words.';
  await postroom.deliver('max@example.net', 'support@desk.example', mail);
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('row').filter({ hasText: 'Secret matter' }).click();
  await expect(page.getByRole('heading', { name: 'Secret matter' })).toBeVisible();
  await page.keyboard.press('.');
  await page.getByRole('menuitem', { name: 'Merge with another conversation' }).click();
  await page.getByRole('combobox', { name: 'The other conversation' }).fill('Chat');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Conversations merged').first()).toBeVisible();
  // The page has gone along into the chat, and goes on there.
  await page.getByRole('textbox', { name: 'Your message in the chat' }).fill('We do.');
  await page.keyboard.press('Enter');
  await expect(bubbles(visitor)).toHaveText(['Do you have tea?', 'We do.']);
  await expect(page.getByRole('log').getByText('Secret words.')).toBeVisible();
  await panel(visitor).getByRole('button', { name: 'All conversations' }).click();
  await expect(panel(visitor).getByRole('button', { name: /We do\./ })).toBeVisible();
  await expect(panel(visitor).getByText('Secret')).toHaveCount(0);
  await context.close();
  site.close();
});
