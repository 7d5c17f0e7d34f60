// The panel of the chat in every state, by pointer and by keyboard. The visitor's contract is answered in the browser;
// visitors.spec.ts goes through the server.
import { flow } from './support/visitors.ts';
import { check, expect, field, launcher, panel, talk, test } from './support/widget.ts';

test('with a keyboard alone: open, write, close, and the focus is back', async ({ page, site, visitors }) => {
  await page.goto(site.url);
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Tab');
  await expect(launcher(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('Is anybody there?');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('log')).toContainText('Is anybody there?');
  visitors.say('Yes, I am.');
  await expect(panel(page).getByRole('article', { name: /Ada Lovelace/ })).toContainText('Yes, I am.');
  await check(page, 'thread');
  await page.keyboard.press('Escape');
  await expect(launcher(page)).toBeFocused();
  await expect(panel(page).locator('.panel')).toBeHidden();
  visitors.say('Still there?');
  await expect(launcher(page)).toHaveAccessibleName('Chat, 1 unread');
  await page.keyboard.press('Enter');
  await expect(launcher(page)).toHaveAccessibleName('Chat');
  await expect.poll(() => visitors.asked.some(({ path }) => path.endsWith('/seen'))).toBe(true);
});

test('a dropped line loses nothing and doubles nothing', async ({ page, site, visitors }) => {
  await page.goto(site.url);
  await launcher(page).click();
  await expect(field(page)).toBeVisible();
  visitors.dropped = 2;
  await talk(page, 'one');
  await talk(page, 'two');
  await talk(page, 'three');
  await expect(panel(page).locator('.mine .bubble')).toHaveText(['one', 'two', 'three']);
  await expect(panel(page).getByText('Sending…')).toHaveCount(0);
  expect(visitors.said.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  visitors.cut();
  await expect(panel(page).getByText('Connection lost')).toBeVisible();
  await expect(panel(page).getByText('Connection lost')).toHaveCount(0);
  visitors.say('All three have arrived.');
  await expect(panel(page).getByText('All three have arrived.')).toBeVisible();
});

test('two tabs are one visitor', async ({ page, context, site, visitors }) => {
  await page.goto(site.url);
  await launcher(page).click();
  await expect(field(page)).toBeVisible();
  // Whoever has the chat open goes on with it on the next page, in a tab of its own too.
  const other = await context.newPage();
  await other.goto(site.url);
  await expect(field(other)).toBeVisible();
  await talk(other, 'From the other tab');
  await expect(panel(other).locator('.mine .bubble')).toHaveCount(1);
  visitors.say('Hello both.');
  await expect(panel(other).getByText('Hello both.')).toHaveCount(1);
  expect(visitors.said.length).toBe(1);
});

test('the states before the first word: consent, an address that must be given, being away', async ({ page, site, visitors }) => {
  visitors.flow = flow({
    availability: { is_open: false, away: { message: 'We are asleep.', back_at: null, asks_email: true } },
    options: {
      consent: { kind: 'explicit', notice: 'We keep what you write for a year.', accept: 'I agree', decline: 'No thanks' },
      storage: 'after_consent',
      email_capture: { when: 'required', after_s: 0, prompt: 'Where can we reach you?' },
    },
  });
  await page.goto(site.url);
  await launcher(page).click();
  await expect(panel(page).getByText('We keep what you write')).toBeVisible();
  await expect(field(page)).toHaveCount(0);
  await check(page, 'consent');
  await panel(page).getByRole('button', { name: 'No thanks' }).click();
  await expect(panel(page).getByText('Without your agreement')).toBeVisible();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await panel(page).getByRole('button', { name: 'I agree' }).click();
  await expect(panel(page).getByText('We are asleep.')).toBeVisible();
  await check(page, 'away');
  await expect(field(page)).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(panel(page).getByRole('alert')).toHaveText('Please give your e-mail address.');
  await panel(page).getByLabel('Where can we reach you?').fill('zoe@example.org');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await talk(page, 'Call me');
  await expect(panel(page).locator('.mine .bubble')).toHaveText('Call me');
  expect(visitors.said[0]).toMatchObject({ text: 'Call me', email: 'zoe@example.org', consent: 'explicit' });
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(1);
});

test('a bot speaks first, waits for its answers, and its links are links', async ({ page, site, visitors }) => {
  visitors.flow = { ...flow(), kind: 'bot' };
  const bot = { kind: 'bot', id: null, name: 'Lampbot', picture_url: null };
  await page.goto(site.url);
  await launcher(page).click();
  await expect.poll(() => visitors.said.length).toBe(1);
  expect(visitors.said[0]).toMatchObject({ text: '', chatflow_id: 'flow-1' });
  visitors.say('Read https://shop.example/lamps first.', { author: bot });
  visitors.say('Which room?', { author: bot, bot: { quick_replies: ['Kitchen', 'Bath'], input: 'choice', free_text: false, delay_ms: 1500 } });
  await expect(panel(page).getByRole('img', { name: 'Lampbot is typing' })).toBeVisible();
  await expect(panel(page).getByRole('link')).toHaveAttribute('href', 'https://shop.example/lamps');
  await expect(panel(page).getByPlaceholder('Choose an answer above')).toBeDisabled();
  await check(page, 'bot');
  await panel(page).getByRole('button', { name: 'Kitchen' }).click();
  await expect(panel(page).locator('.mine .bubble')).toHaveText('Kitchen');
  await expect(panel(page).getByRole('button', { name: 'Bath' })).toHaveCount(0);
  visitors.say('Your address?', { author: bot, bot: { quick_replies: [], input: 'email', free_text: true, delay_ms: 0 } });
  await expect(panel(page).getByLabel('Your answer')).toHaveAttribute('type', 'email');
});

test('files: one too large, one of a wrong type, one that goes along', async ({ page, site, visitors }) => {
  await page.goto(site.url);
  await launcher(page).click();
  await expect(field(page)).toBeVisible();
  const chooser = panel(page).locator('input[type=file]');
  await chooser.setInputFiles({ name: 'big.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(1_000_001) });
  await expect(panel(page).getByRole('alert')).toContainText('big.pdf is too large');
  await chooser.setInputFiles({ name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9) });
  await expect(panel(page).getByRole('alert')).toContainText('run.exe are not taken');
  await check(page, 'file-refused');
  await chooser.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('abc') });
  await expect(panel(page).locator('.chips')).toContainText('a.txt');
  await expect(panel(page).locator('progress')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => (visitors.said[0]?.upload_ids as string[] | undefined)?.length).toBe(1);
});

test('the end: how it was, several conversations, emoji, a transcript', async ({ page, site, visitors }) => {
  visitors.flow = flow({ options: { rating: { question: 'How was it?' } } });
  await page.goto(site.url);
  await launcher(page).click();
  await panel(page).getByRole('button', { name: 'Emoji' }).click();
  await panel(page).getByRole('button', { name: '😀' }).click();
  await expect(field(page)).toHaveValue('😀');
  await check(page, 'emoji');
  await field(page).press('Enter');
  await expect(panel(page).locator('.mine .bubble')).toHaveText('😀');
  await panel(page).getByRole('button', { name: 'More options' }).click();
  await panel(page).getByRole('button', { name: 'Send me a transcript' }).click();
  await expect(panel(page).getByText('A transcript is on its way')).toBeVisible();
  visitors.change({ status: 'closed' });
  await panel(page).getByRole('button', { name: 'Good' }).click();
  await panel(page).getByLabel('What should we know?').fill('Fast');
  await check(page, 'ended');
  await panel(page).locator('.rate').getByRole('button', { name: 'Send' }).click();
  await expect(panel(page).getByText('Thank you for your answer.')).toBeVisible();
  expect(visitors.asked.findLast(({ path }) => path.endsWith('/rating'))?.body).toEqual({ rating: 'good', comment: 'Fast' });
  await panel(page).getByRole('button', { name: 'All conversations' }).click();
  await check(page, 'list');
  await panel(page).getByRole('button', { name: 'New conversation' }).click();
  await expect(field(page)).toBeVisible();
});

test('a visitor who is blocked is told so, in his language', async ({ page, site, visitors }) => {
  visitors.isBlocked = true;
  visitors.language = 'nl';
  await page.goto(site.url);
  await launcher(page).click();
  await expect(panel(page).getByText('Je kunt hier geen berichten versturen.')).toBeVisible();
  await check(page, 'blocked');
});
