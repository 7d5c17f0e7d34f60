// Whole stretches of work: by three people at once, by keyboard alone, and on a phone.
import { type Page, devices } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { ask } from './support/ask.ts';
import { colleague } from './support/colleagues.ts';
import { type Postroom, expect, setUp, test } from './support/postroom.ts';

const deliver = (postroom: Postroom, number: number, subject: string) =>
  postroom.deliver(
    'max@example.net',
    'support@desk.example',
    `From: Max Berger <max@example.net>\nSubject: ${subject}\nMessage-ID: <${number}@example.net>\n\nHello, this is about ${subject}.`,
  );

const row = (page: Page, subject: string) => page.getByRole('row').filter({ hasText: subject });
const words = (page: Page) => page.locator('[contenteditable=true]').first();
const others = (page: Page) => page.getByRole('group', { name: 'Also in this conversation' });
const inView = (page: Page, view: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${view}`) });

async function open(page: Page, subject: string) {
  await row(page, subject).click();
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
}

test('three people work side by side', async ({ page, postroom, browser }) => {
  test.setTimeout(150_000);
  await setUp(page, postroom);
  const [ida, otto] = [await colleague(browser, page, postroom, 'Ida'), await colleague(browser, page, postroom, 'Otto')];
  const all = [page, ida, otto];
  for (const one of all) await one.goto(`${postroom.url}/inbox/open`);
  await deliver(postroom, 1, 'lamps');
  await deliver(postroom, 2, 'shades');

  // Live counts, and unread for each of them.
  for (const one of all) {
    await expect(inView(one, 'Unassigned')).toContainText('2');
    await expect(row(one, 'lamps').getByText('Unread')).toBeAttached();
  }

  // Presence: who looks where, and who types.
  await open(page, 'lamps');
  await open(ida, 'lamps');
  await expect(others(page)).toContainText('Ida is viewing');
  await expect(others(ida)).toContainText('Zoe Adams is viewing');
  await expect(row(page, 'lamps').getByText('Unread')).toHaveCount(0);
  await expect(row(ida, 'lamps').getByText('Unread')).toHaveCount(0);
  await expect(row(otto, 'lamps').getByText('Unread')).toBeAttached();
  await ida.keyboard.press('r');
  await expect(words(ida)).toBeFocused();
  await ida.keyboard.type('They arrive on Tuesday.');
  await expect(others(page)).toContainText('Ida is typing');
  await expect(row(otto, 'lamps').getByRole('img', { name: 'Ida is typing' })).toBeVisible();

  // A collision: the second answer needs a second press, and loses no word.
  await page.keyboard.press('r');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('They arrive on Monday.');
  await ida.keyboard.press('Control+Enter');
  await expect(page.getByText(/Ida replied/).first()).toBeVisible();
  await words(page).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Send again to send it anyway').first()).toBeVisible();
  await expect(words(page)).toContainText('They arrive on Monday.');
  await page.keyboard.press('Control+Enter');
  const sent = [await postroom.sink.mailTo('max@example.net', 1), await postroom.sink.mailTo('max@example.net', 2)];
  expect(sent[0]!.bytes).toContain('Tuesday');
  expect(sent[1]!.bytes).toContain('Monday');

  // Whoever answers first has it: the counts of everybody follow, and only Ida has it in hers.
  for (const one of all) await expect(inView(one, 'Unassigned')).toContainText('1');
  await expect(inView(ida, 'Mine')).toContainText('1');
  await expect(inView(otto, 'Mine')).not.toContainText('1');

  // A comment that names Otto is his mention alone.
  const agents = await ask(page, 'GET', '/api/agents');
  const id = agents.find((one: { name: string }) => one.name === 'Otto').id;
  const { items } = await ask(page, 'GET', '/api/conversations?view=all_open');
  const lamps = items.find((one: { subject: string }) => one.subject === 'lamps');
  await ask(page, 'POST', `/api/conversations/${lamps.id}/comments`, {
    operation_id: crypto.randomUUID(),
    html: `<p><span data-mention="agent-${id}">@Otto</span> see this</p>`,
    mentions: [{ kind: 'agent', id }],
  });
  await expect(inView(otto, 'Mentions')).toContainText('1');
  await expect(inView(ida, 'Mentions')).not.toContainText('1');
  await open(otto, 'lamps');
  await expect(otto.getByRole('log').getByText('see this')).toBeVisible();
  await expect(inView(otto, 'Mentions')).not.toContainText('1');
  await ida.context().close();
  await otto.context().close();
});

test('a whole working run needs no mouse', async ({ page, postroom }) => {
  await setUp(page, postroom);
  for (const [number, subject] of [
    [1, 'lamps'],
    [2, 'shades'],
    [3, 'bulbs'],
  ] as const)
    await deliver(postroom, number, subject);
  await page.goto(`${postroom.url}/inbox/mine`);
  await expect(page.getByRole('heading', { name: 'Mine' })).toBeVisible();
  // The pointer never moves: only keys from here on.
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.keyboard.press('j');
  await expect(row(page, 'bulbs')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'bulbs' })).toBeFocused();
  await page.keyboard.press('r');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('They are on their way.');
  await page.keyboard.press('Control+Shift+Enter');
  expect((await postroom.sink.mail(1)).bytes).toContain('They are on their way.');

  // The next one has opened: a comment, to me, a tag, asleep.
  await expect(page.getByRole('heading', { name: 'shades' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('I ask the workshop.');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.note')).toContainText('I ask the workshop.');
  await page.keyboard.press('t');
  await page.getByRole('combobox', { name: 'Tags' }).press('w');
  await page.keyboard.type('orkshop');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'shades' })).toBeVisible();
  await page.keyboard.press('h');
  await expect(page.getByRole('combobox', { name: 'Snooze until' })).toBeFocused();
  await page.keyboard.type('tomorrow 9am');
  await page.keyboard.press('Enter');

  // The last one goes to the trash, and comes back.
  await expect(page.getByRole('heading', { name: 'lamps' })).toBeVisible();
  await page.keyboard.press('#');
  await expect(page.getByText('Moved to the trash').first()).toBeVisible();
  await page.keyboard.press('z');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page.getByRole('row')).toHaveCount(1);
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(row(page, 'shades')).toContainText('workshop');

  // A draft is begun, left and found again.
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(row(page, 'lamps')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'lamps' })).toBeFocused();
  await page.keyboard.press('r');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('Dear Max');
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  const draft = page.getByRole('list', { name: 'Drafts' }).getByRole('link', { name: /Dear Max/ });
  await expect(draft).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('j');
  await expect(draft).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(words(page)).toContainText('Dear Max');

  // Panes by one key, and the keys themselves by another.
  await page.keyboard.press('F6');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Next pane');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('drafts are listed, opened and gone when they are sent', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await deliver(postroom, 1, 'lamps');
  await page.goto(`${postroom.url}/inbox/open`);
  await open(page, 'lamps');
  await page.keyboard.press('r');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('About your lamps');
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.goto(`${postroom.url}/inbox/open/new`);
  await page.getByLabel('To', { exact: true }).fill('ben@example.org,');
  await page.getByRole('textbox', { name: 'Subject' }).fill('An offer');
  await words(page).click();
  await page.keyboard.type('Dear Ben');
  await expect(page.getByText('Draft saved')).toBeVisible();

  await inView(page, 'Drafts').click();
  await expect(inView(page, 'Drafts')).toContainText('2');
  const list = page.getByRole('list', { name: 'Drafts' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').first()).toContainText('To ben@example.org');
  await list.getByRole('link', { name: /About your lamps/ }).click();
  await expect(words(page)).toContainText('About your lamps');
  await words(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' and shades');
  await expect(list.getByRole('link', { name: /About your lamps and shades/ })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(1)).bytes).toContain('About your lamps');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('link', { name: /Dear Ben/ }).click();
  await expect(words(page)).toContainText('Dear Ben');
  await words(page).click();
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(2)).recipients).toEqual(['ben@example.org']);
  await page.goto(`${postroom.url}/inbox/drafts`);
  await expect(page.getByText('No drafts')).toBeVisible();
  await expect(inView(page, 'Drafts')).not.toContainText(/\d/);
});

test('a day on a phone, by touch', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  await deliver(postroom, 1, 'lamps');
  await deliver(postroom, 2, 'shades');
  const { viewport: _viewport, defaultBrowserType: _browser, ...phone } = devices['iPhone 13']!;
  const context = await browser.newContext({
    ...phone,
    userAgent: undefined,
    viewport: { width: 390, height: 844 },
    locale: 'en',
    storageState: await page.context().storageState(),
  });
  const mobile = await context.newPage();
  const faults: string[] = [];
  mobile.on('pageerror', (error) => faults.push(error.message));
  await mobile.goto(`${postroom.url}/inbox/open`);
  const fits = async () =>
    expect(await mobile.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await expect(mobile.getByRole('row')).toHaveCount(2);
  await fits();
  await row(mobile, 'lamps').tap();
  await expect(mobile.getByRole('heading', { name: 'lamps' })).toBeVisible();
  await expect(mobile.getByRole('row')).toHaveCount(0);
  await fits();
  await mobile
    .getByRole('button', { name: /^Reply/ })
    .first()
    .tap();
  await words(mobile).tap();
  await mobile.keyboard.type('From the train.');
  await fits();
  expect(await faultsOf(mobile)).toEqual([]);
  await mobile.getByRole('button', { name: 'Send', exact: true }).tap();
  expect((await postroom.sink.mail(1)).bytes).toContain('From the train.');
  await mobile.getByRole('button', { name: 'Close', exact: true }).first().tap();
  // One pane at a time: after closing, the list is there again.
  await expect(mobile.getByRole('row')).toHaveCount(1);
  await mobile.getByRole('button', { name: 'Show views' }).tap();
  await mobile
    .getByRole('dialog')
    .getByRole('link', { name: /^Closed/ })
    .tap();
  await expect(row(mobile, 'lamps')).toBeVisible();
  await row(mobile, 'lamps').tap();
  await expect(mobile.getByRole('heading', { name: 'lamps' })).toBeVisible();
  await mobile.goBack();
  await expect(row(mobile, 'lamps')).toBeVisible();
  await mobile.getByRole('link', { name: 'Settings' }).tap();
  await expect(mobile.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await fits();
  expect(faults).toEqual([]);
  await context.close();
});

test('spam is not answered, a message is split off, and news stands below a line', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await deliver(postroom, 1, 'lamps');
  await page.goto(`${postroom.url}/inbox/open`);
  await open(page, 'lamps');
  await expect(row(page, 'lamps').getByText('Unread')).toHaveCount(0);
  await page.keyboard.press('!');
  await page.goto(`${postroom.url}/inbox/spam`);
  await open(page, 'lamps');
  await expect(page.getByText('What is in the spam is not answered.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Reply/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Not spam: answer it' }).click();
  await expect(page.getByRole('button', { name: /^Reply/ }).first()).toBeVisible();

  await page.goto(`${postroom.url}/inbox/closed`);
  const next =
    'From: Max Berger <max@example.net>\nSubject: Re: lamps\nIn-Reply-To: <1@example.net>\nMessage-ID: <9@example.net>\n\nAnd something else: shades.';
  await postroom.deliver('max@example.net', 'support@desk.example', next);
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(row(page, 'lamps').getByText('Unread')).toBeAttached();
  await open(page, 'lamps');
  await expect(page.getByRole('log').getByText('something else')).toBeVisible();
  await expect(page.getByRole('separator').filter({ hasText: 'New' })).toBeVisible();

  const card = page.getByRole('article').filter({ hasText: 'something else' });
  await card.getByRole('button', { name: 'Message actions' }).click();
  await page.getByRole('menuitem', { name: 'Split from here' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('log')).not.toContainText('something else');
});
