// Two and three people at once: who is there, whose answer crosses whose, who was named and has read what.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { ask } from './support/ask.ts';
import { colleague } from './support/colleagues.ts';
import { expect, type Postroom, setUp, test } from './support/postroom.ts';

const mail = (number: number, subject: string) => `From: Max Berger <max@example.net>
To: support@desk.example
Subject: ${subject}
Message-ID: <${number}@example.net>

Hello, this is about ${subject}.`;

async function open(page: Page, postroom: Postroom, subject: string) {
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('row').filter({ hasText: subject }).click();
  await expect(page.getByRole('log')).toBeVisible();
}

async function write(page: Page, words: string) {
  await page
    .getByRole('button', { name: /^Reply/ })
    .first()
    .click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type(words);
}

/** Nothing for axe to find on what is shown now. */
async function checked(page: Page) {
  expect(await faultsOf(page)).toEqual([]);
}

test('colleagues see who looks and who types, and nobody else does once they are gone', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  await postroom.deliver('max@example.net', 'support@desk.example', mail(1, 'lamps'));
  const ida = await colleague(browser, page, postroom, 'Ida');
  await open(page, postroom, 'lamps');
  await open(ida, postroom, 'lamps');
  await expect(page.getByRole('group', { name: 'Also in this conversation' })).toContainText('Ida is viewing');
  await write(ida, 'Dear Max');
  await expect(page.getByRole('group', { name: 'Also in this conversation' })).toContainText('Ida is typing');
  await expect(page.getByRole('row').getByRole('img', { name: 'Ida is typing' })).toBeVisible();
  await checked(page);
  await ida.context().close();
  await expect(page.getByRole('group', { name: 'Also in this conversation' })).toHaveCount(0);
});

test('an answer that crosses another needs a second press, and nothing typed is lost', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  await postroom.deliver('max@example.net', 'support@desk.example', mail(1, 'lamps'));
  const ida = await colleague(browser, page, postroom, 'Ida');
  await open(page, postroom, 'lamps');
  await open(ida, postroom, 'lamps');
  await write(page, 'They arrive on Monday.');
  await write(ida, 'They arrive on Tuesday.');
  await ida.keyboard.press('Control+Enter');
  await expect(page.getByText(/Ida replied/).first()).toBeVisible();
  await checked(page);
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Send again to send it anyway').first()).toBeVisible();
  await expect(page.locator('[contenteditable=true]').first()).toContainText('They arrive on Monday.');
  await page.keyboard.press('Control+Enter');
  const of = (number: number) => postroom.sink.mailTo('max@example.net', number);
  const mails = [await of(1), await of(2)].map((sent) => sent.bytes).join();
  expect(mails).toContain('Monday');
  expect(mails).toContain('Tuesday');
  await ida.context().close();
});

test('whoever is named hears the bell, finds it in the mentions, and reads it for themselves alone', async ({
  page,
  postroom,
  browser,
}) => {
  await setUp(page, postroom);
  const ida = await colleague(browser, page, postroom, 'Ida');
  const otto = await colleague(browser, page, postroom, 'Otto');
  await postroom.deliver('max@example.net', 'support@desk.example', mail(1, 'lamps'));
  const row = (of: Page) => of.getByRole('row').filter({ hasText: 'lamps' });
  for (const one of [ida, otto]) {
    await one.goto(`${postroom.url}/inbox/open`);
    await expect(row(one).getByText('Unread')).toBeAttached();
  }
  await expect(ida).toHaveTitle(/^\(1\) /);

  const { items } = await ask(page, 'GET', '/api/conversations?view=all_open');
  const agents = await ask(page, 'GET', '/api/agents');
  const id = agents.find((one: { name: string }) => one.name === 'Ida').id;
  await ask(page, 'POST', `/api/conversations/${items[0].id}/comments`, {
    operation_id: crypto.randomUUID(),
    html: `<p><span data-mention="agent-${id}">@Ida</span> can you look?</p>`,
    mentions: [{ kind: 'agent', id }],
  });
  // Live: nobody reloads.
  await ida.getByRole('button', { name: '2 unread notifications' }).click();
  await expect(ida.getByText('Zoe Adams mentioned you')).toBeVisible();
  await expect(ida.getByText('because it names you')).toBeVisible();
  await checked(ida);
  await ida.getByText('Zoe Adams mentioned you').click();
  await expect(ida.getByText('can you look?').first()).toBeVisible();
  await expect(ida.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await ida.goto(`${postroom.url}/inbox/mentions`);
  await expect(row(ida)).toBeVisible();
  await expect(row(ida).getByText('Unread')).toHaveCount(0);
  await expect(row(otto).getByText('Unread')).toBeAttached();

  await row(ida).click();
  await expect(ida.getByRole('log')).toBeVisible();
  await ida.keyboard.press('Shift+U');
  await expect(row(ida).getByText('Unread')).toBeAttached();

  await otto.getByRole('button', { name: /unread notification/ }).click();
  await otto.getByRole('button', { name: 'Mark all read' }).click();
  await expect(otto.getByRole('button', { name: 'Mark all read' })).toBeDisabled();
  await ida.context().close();
  await otto.context().close();
});

test('an agent chooses what they are told', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/notices`);
  await expect(page.getByText('Notifications come from Postroom while it is open')).toBeVisible();
  await page.getByLabel('A conversation comes in that nobody has: Bell').uncheck();
  const mailed = page.getByLabel('A comment mentions you: E-mail when away');
  await mailed.setChecked(!(await mailed.isChecked()));
  const isMailed = await mailed.isChecked();
  await checked(page);
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/notice-preferences') && answer.ok());
  await page.getByRole('button', { name: 'Save' }).first().click();
  await saved;
  await page.reload();
  await expect(mailed).toBeChecked({ checked: isMailed });
  await postroom.deliver('max@example.net', 'support@desk.example', mail(1, 'lamps'));
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row').filter({ hasText: 'lamps' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
});
