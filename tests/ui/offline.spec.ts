// The network goes and comes back: nothing is lost, nothing is said twice, and a new page is never forced on anybody.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { ask } from './support/ask.ts';
import { type Postroom, expect, setUp, test } from './support/postroom.ts';
import { Visitor } from './support/visitor.ts';

const order =
  'From: Max Berger <max@example.net>\nSubject: Where is my order?\nMessage-ID: <1@example.net>\n\nHello, I ordered two lamps.';

// Every request that fails without a network is logged by browsers; the page itself must not stumble.
test.use({
  logs: [/net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_REFUSED|ABORTED|NETWORK_CHANGED)/],
});

async function openMail(page: Page, postroom: Postroom) {
  await setUp(page, postroom);
  await postroom.deliver('max@example.net', 'support@desk.example', order);
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('row').first().click();
  await expect(page.getByRole('button', { name: /^Reply/ }).first()).toBeVisible();
}

async function write(page: Page, words: string) {
  await page.keyboard.press('r');
  await expect(page.locator('[contenteditable=true]').first()).toBeFocused();
  await page.keyboard.type(words);
}

test('what is written offline waits, survives a reload, and leaves once', async ({ page, postroom, context }) => {
  await openMail(page, postroom);
  await write(page, 'They arrive tomorrow.');
  await context.setOffline(true);
  await expect(page.getByText('No connection. What you see may be old')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const card = page.getByRole('log').getByRole('article').filter({ hasText: 'They arrive tomorrow.' });
  await expect(card).toContainText('Waits for the connection');
  await expect(page.getByText('One message waits.')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  expect(postroom.sink.taken).toHaveLength(0);

  // The page comes back, but what it sends does not arrive.
  await page.route('**/messages', (route) => route.abort('failed'));
  await context.setOffline(false);
  await page.reload();
  await expect(card).toContainText('Waits for the connection');
  // It is no draft any more.
  await expect(page.locator('[contenteditable=true]')).toHaveCount(0);

  // Now it arrives, and the answer to it is lost on the way: the page must try once more.
  await page.unroute('**/messages');
  let lost = 0;
  await page.route('**/messages', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort('failed');
  });
  const sent = await postroom.sink.mailTo('max@example.net', 1);
  expect(sent.bytes).toContain('They arrive tomorrow.');
  await expect(page.getByRole('log').getByText('Waits for the connection')).toHaveCount(0);
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(2);
  const [conversation] = (await ask(page, 'GET', '/api/conversations?view=all_open')).items;
  const { items } = await ask(page, 'GET', `/api/conversations/${conversation.id}/entries?limit=50`);
  expect(items.filter((one: { message?: { direction: string } }) => one.message?.direction === 'outgoing')).toHaveLength(1);
  expect(postroom.sink.taken).toHaveLength(1);
});

test('what waits can be taken back into the composer', async ({ page, postroom, context }) => {
  await openMail(page, postroom);
  await write(page, 'Not quite.');
  await context.setOffline(true);
  await page.keyboard.press('Control+Enter');
  const log = page.getByRole('log');
  await log.getByRole('button', { name: 'Edit' }).click();
  await expect(page.locator('[contenteditable=true]').first()).toContainText('Not quite.');
  await expect(log.getByText('Waits for the connection')).toHaveCount(0);
  await context.setOffline(false);
  await expect(page.getByText('No connection. What you see may be old')).toHaveCount(0);
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' But now.');
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(1)).bytes).toContain('Not quite. But now.');
});

test('a server that was updated offers its new page, and nobody is interrupted', async ({ page, postroom }) => {
  await openMail(page, postroom);
  await write(page, 'Half a sentence');
  await postroom.kill();
  await page.route(`${postroom.url}/`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace(/index-[\w-]+\.js/, 'index-newer.js'),
    });
  });
  await postroom.startAgain();
  const notice = page.getByRole('group', {
    name: 'A new version of Postroom is here.',
  });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[contenteditable=true]').first()).toContainText('Half a sentence');
  await page.unroute(`${postroom.url}/`);
  const loaded = page.waitForEvent('load');
  await notice.getByRole('button', { name: 'Reload' }).click();
  await loaded;
  await expect(page.locator('[contenteditable=true]').first()).toContainText('Half a sentence');
});

test('a conversation begun offline begins when the network is back', async ({ page, postroom, context }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('link', { name: 'New conversation' }).click();
  await page.getByRole('combobox', { name: 'To' }).fill('ida@example.net');
  await page.getByLabel('Subject').fill('Your lamp');
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('It is back in stock.');
  await context.setOffline(true);
  await expect(page.getByText('No connection. What you see may be old')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('One message waits.')).toBeVisible();
  // It is no draft any more: whoever writes another one begins anew.
  await page.getByRole('link', { name: 'New conversation' }).click();
  await expect(page.getByLabel('Subject')).toHaveValue('');
  await page.keyboard.press('Escape');
  await context.setOffline(false);
  const sent = await postroom.sink.mailTo('ida@example.net', 1);
  expect(sent.bytes).toContain('It is back in stock.');
  await expect(page.getByRole('row').filter({ hasText: 'Your lamp' })).toHaveCount(1);
  expect(postroom.sink.taken).toHaveLength(1);
});

test('words of a chat wait for the network, over a reload, and arrive once and in order', async ({ page, postroom, context }) => {
  await setUp(page, postroom);
  const visitor = await Visitor.open(page, postroom);
  const chat = await visitor.start('Hello?', { email: 'max@example.net' });
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Hello?').first().click();
  const field = page.getByRole('textbox', { name: 'Your message in the chat' });
  await expect(field).toBeVisible();
  await page.route('**/chat-messages', (route) => route.abort('failed'));
  for (const words of ['One moment.', 'Here I am.']) {
    await field.fill(words);
    await page.keyboard.press('Enter');
  }
  const log = page.getByRole('log');
  await expect(log.getByText('Waits for the connection')).toHaveCount(2);
  expect(await faultsOf(page)).toEqual([]);
  await page.reload();
  await expect(log.getByText('One moment.')).toBeVisible();
  await page.unroute('**/chat-messages');
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(log.getByText('Waits for the connection')).toHaveCount(0);
  await expect(log.getByText('Here I am.')).toHaveCount(1);
  const said = (await visitor.words(chat)).map(({ text }) => text);
  expect(said).toEqual(['Hello?', 'One moment.', 'Here I am.']);
});
