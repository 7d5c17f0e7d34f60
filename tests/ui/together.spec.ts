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
  await expect(page.getByText('This server may call no push service')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Notify me in this browser' })).toHaveCount(0);
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

const pushKey = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';

/** A server that may call a push service, and a browser that has one: neither is there where tests run. */
async function pushable(page: Page) {
  const server = { named: false, told: [] as { id: string }[] };
  await page.route('**/api/me/push', (route) =>
    route.fulfill({ json: { public_key: pushKey, obstacle: null, browsers: server.told } }),
  );
  await page.route('**/api/me/push-subscriptions', (route) => {
    expect(route.request().postDataJSON()).toEqual({ endpoint: 'https://push.example/abc', p256dh: 'point', auth: 'secret' });
    const refusal = { code: 'invalid', field: 'endpoint', status: 422, title: '', detail: 'no', type: 'about:blank' };
    if (!server.named) return route.fulfill({ status: 422, json: refusal });
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const here = { id: 'here', user_agent: agent, created_at: '2026-11-25T12:00:00Z', is_current: true };
    server.told = [{ ...here, id: 'phone', is_current: false }, here] as { id: string }[];
    return route.fulfill({ status: 201, json: here });
  });
  await page.route('**/api/me/push-subscriptions/*', (route) => {
    expect(route.request().method()).toBe('DELETE');
    server.told = server.told.filter((one) => !route.request().url().endsWith(one.id));
    return route.fulfill({ status: 204 });
  });
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    Notification.requestPermission = async () => 'granted';
    let held: unknown = null;
    const drop = async () => {
      held = null;
      return true;
    };
    const endpoint = 'https://push.example/abc';
    const toJSON = () => ({ endpoint, keys: { p256dh: 'point', auth: 'secret' } });
    const subscription = { endpoint, toJSON, unsubscribe: drop, options: {} };
    PushManager.prototype.getSubscription = async () => held as PushSubscription | null;
    PushManager.prototype.subscribe = async () => (held = subscription) as unknown as PushSubscription;
  });
  return server;
}

test.describe('by push', () => {
  // What the server refuses, browsers log.
  test.use({ logs: [/422/] });

  test('a browser is told when Postroom is closed, once its push service may be called, until it is stopped', async ({
    page,
    postroom,
  }) => {
    const server = await pushable(page);
    await setUp(page, postroom);
    await page.goto(`${postroom.url}/settings/notices`);
    const card = page.getByRole('region', { name: 'When Postroom is closed' });
    const turnOn = card.getByRole('button', { name: 'Notify me in this browser' });
    await turnOn.focus();
    await page.keyboard.press('Enter');
    await expect(card.getByRole('alert')).toContainText('push.example');
    await checked(page);
    server.named = true;
    await turnOn.click();
    await expect(card.getByText('This browser gets notifications, also when Postroom is closed.')).toBeVisible();
    await expect(card.getByRole('listitem')).toHaveCount(2);
    await expect(card.getByRole('alert')).toHaveCount(0);
    await checked(page);
    for (const left of [1, 0]) {
      await card.getByRole('button', { name: 'Turn off for Firefox, Linux' }).first().click();
      await expect(card.getByRole('listitem')).toHaveCount(left);
    }
    await expect(turnOn).toBeVisible();
  });
});
