// Two and three people at once: who is there, whose answer crosses whose, who was named and has read what.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type Page } from '@playwright/test';
import { expect, type Postroom, setUp, test } from './support/postroom.ts';

const mail = (number: number, subject: string) => `From: Max Berger <max@example.net>
To: support@desk.example
Subject: ${subject}
Message-ID: <${number}@example.net>

Hello, this is about ${subject}.`;

/** Asks the API as the person at the page. */
async function ask(page: Page, method: string, path: string, data?: unknown) {
  const headers = { 'X-Requested-With': 'postroom', 'Sec-Fetch-Site': 'same-origin' };
  const answer = await page.request.fetch(new URL(path, page.url()).href, { method, data, headers });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.status() === 204 ? undefined : answer.json();
}

/** A colleague with a browser of their own. */
async function colleague(browser: Browser, admin: Page, postroom: Postroom, name: string): Promise<Page> {
  const email = `${name.toLowerCase()}@example.org`;
  const { invitation_link } = await ask(admin, 'POST', '/api/agents', { name, email, role: 'agent' });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${postroom.url}/invitation#${invitation_link.split('#')[1]}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password').fill('another long password');
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/inbox**');
  return page;
}

async function open(page: Page, postroom: Postroom, subject: string) {
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('row').filter({ hasText: subject }).click();
  await expect(page.getByRole('log')).toBeVisible();
}

async function write(page: Page, words: string) {
  await page.getByRole('button', { name: /^Reply/ }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type(words);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing for axe to find on what is shown now. */
async function checked(page: Page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  });
  expect(found).toEqual([]);
}

test('colleagues see who looks and who types, and nobody else does once they are gone', async ({
  page,
  postroom,
  browser,
}) => {
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

test('an answer that crosses another needs a second press, and nothing typed is lost', async ({
  page,
  postroom,
  browser,
}) => {
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
  const mails = [await postroom.sink.mail(1), await postroom.sink.mail(2)].map((sent) => sent.bytes).join();
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
  await checked(page);
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/notice-preferences') && answer.ok());
  await page.getByRole('button', { name: 'Save' }).first().click();
  await saved;
  await postroom.deliver('max@example.net', 'support@desk.example', mail(1, 'lamps'));
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row').filter({ hasText: 'lamps' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
});
