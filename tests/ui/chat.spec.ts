// An agent answers a visitor of a web site.
import { faultsOf } from './support/accessible.ts';
import { expect, setUp, test } from './support/postroom.ts';
import { Visitor } from './support/visitor.ts';

test('a visitor and an agent talk, and the agent sees who it is', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/open`);
  const visitor = await Visitor.open(page, postroom);
  const conversation = await visitor.start('Do you have tea?', { email: 'max@example.net' });

  // Live: nobody reloads.
  await page.getByText('Do you have tea?').first().click();
  const thread = page.getByRole('log');
  await expect(thread.getByText('Do you have tea?')).toBeVisible();
  const facts = page.getByRole('region', { name: 'Visitor' });
  await expect(facts.getByText('Green tea')).toBeVisible();
  await expect(facts.getByText('max@example.net')).toBeVisible();
  await expect(facts.getByText('Typed by the visitor, not checked')).toBeVisible();

  const field = page.getByRole('textbox', { name: 'Your message in the chat' });
  await page.keyboard.press('r');
  await expect(field).toBeFocused();
  await page.keyboard.type('We do.');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('Green or black?');
  // The event may come before the answer to the request: the words stand once all the same.
  let answer = () => {};
  await page.route('**/chat-messages', async (route) => {
    const response = await route.fetch();
    await new Promise<void>((resolve) => (answer = resolve));
    await route.fulfill({ response });
  });
  await page.keyboard.press('Enter');
  await expect(thread.getByRole('article', { name: 'Zoe Adams in the chat' }).getByText('Green or black?')).toBeVisible();
  await expect(thread.getByText('Green or black?')).toHaveCount(1);
  answer();
  await expect(thread.getByRole('article', { name: 'Sending' })).toHaveCount(0);
  await expect.poll(async () => (await visitor.words(conversation)).map((entry) => entry.text)).toEqual([
    'Do you have tea?',
    'We do.\nGreen or black?',
  ]);
  const newest = (await visitor.words(conversation)).at(-1)!;
  await visitor.call('POST', `/conversations/${conversation}/seen`, { entry_id: newest.id });
  await expect(thread.getByText('Seen', { exact: true })).toBeVisible();
  await visitor.call('POST', `/conversations/${conversation}/typing`, { is_typing: true });
  await expect(page.getByText(/is typing/)).toBeVisible();
  await visitor.say(conversation, 'Green, please');
  await expect(thread.getByText('Green, please')).toBeVisible();
  await expect(page.getByText(/is typing/)).toBeHidden();

  for (const [scheme, width] of [['light', 1440], ['dark', 1440], ['light', 1024], ['dark', 390]] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    expect(await faultsOf(page), `${scheme}, ${width}`).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
    if (process.env.POSTROOM_SCREENSHOTS) await page.screenshot({ path: `results/screenshots/chat-${width}-${scheme}.png` });
  }
});

test('a comment in a chat stays inside, and an answer can go by mail', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/open`);
  const visitor = await Visitor.open(page, postroom);
  const conversation = await visitor.start('Are you there?', { email: 'max@example.net' });
  await page.getByText('Are you there?').first().click();
  await expect(page.getByRole('textbox', { name: 'Your message in the chat' })).toBeVisible();
  await page.getByRole('button', { name: 'Comment' }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('Only for us');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('log').getByText('Only for us')).toBeVisible();
  expect(JSON.stringify(await visitor.words(conversation))).not.toContain('Only for us');

  await page.getByRole('button', { name: 'By mail' }).click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('By mail then.');
  await page.keyboard.press('Control+Enter');
  const sent = await postroom.sink.mail(1);
  expect(sent.recipients).toEqual(['max@example.net']);
  expect(sent.bytes).toContain('By mail then.');
});

test('a blocked visitor is blocked, and that can be taken back', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/open`);
  const visitor = await Visitor.open(page, postroom);
  const conversation = await visitor.start('Buy now');
  await page.getByText('Buy now').first().click();
  await page.getByRole('button', { name: 'Block visitor' }).click();
  await expect(page.getByText('This visitor is blocked and cannot answer.')).toBeVisible();
  await expect(visitor.say(conversation, 'Buy')).rejects.toThrow('403');
  await page.getByRole('button', { name: 'Unblock visitor' }).click();
  await expect(page.getByText('This visitor is blocked and cannot answer.')).toBeHidden();
  await visitor.say(conversation, 'Sorry');
});
