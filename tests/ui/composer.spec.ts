// Writing: nothing is lost, snippets and mentions go in by keyboard, what is sent later waits.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, setUp, test, type Postroom } from './support/postroom.ts';

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);
const pictures = `From: Max Berger <max@example.net>
To: support@desk.example
Subject: Two pictures
Message-ID: <2@example.net>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

See these.
--b
Content-Type: image/png; name="one.png"
Content-Disposition: attachment; filename="one.png"
Content-Transfer-Encoding: base64

${picture.toString('base64')}
--b
Content-Type: image/png; name="two.png"
Content-Disposition: attachment; filename="two.png"
Content-Transfer-Encoding: base64

${picture.toString('base64')}
--b--`;

async function open(page: Page, postroom: Postroom, mail?: string): Promise<void> {
  await setUp(page, postroom);
  await postroom.deliver(
    'max@example.net',
    'support@desk.example',
    mail ??
      'From: max@example.net\nTo: support@desk.example\nSubject: Where is my order?\nMessage-ID: <1@example.net>\n\nHello, where is it?',
  );
  await page.goto(`${postroom.url}/inbox/unassigned`);
  await page.getByRole('row').first().click();
  await expect(page.getByRole('button', { name: /^Reply/ }).first()).toBeVisible();
}

const words = (page: Page) => page.locator('[contenteditable=true]').first();

async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('r');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type(text);
}

/** The server has it. */
async function saved(page: Page): Promise<void> {
  await expect(page.getByText('Draft saved')).toBeVisible();
}

async function isAccessible(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
}

test('a draft survives a reload, a crash of the server and another browser', async ({ page, postroom, browser }) => {
  await open(page, postroom);
  await write(page, 'Half a sentence');
  await saved(page);
  await page.reload();
  await expect(words(page)).toContainText('Half a sentence');

  await postroom.kill();
  await postroom.startAgain();
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await context.newPage();
  await other.addInitScript(() => localStorage.clear());
  await other.goto(page.url());
  await expect(words(other)).toContainText('Half a sentence');
  await context.close();
});

test('a snippet goes in by keyboard, with what is known and with its fallback', async ({ page, postroom }) => {
  await open(page, postroom);
  await page.goto(`${postroom.url}/settings/snippets`);
  await page.getByRole('button', { name: 'New snippet' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Greeting');
  await page.getByLabel('Shortcut').fill('hello');
  await words(page).click();
  await page.keyboard.type('Hi {{contact.first_name|there}}, about {{conversation.subject}}: ');
  await isAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('#hello')).toBeVisible();

  await page.goto(`${postroom.url}/inbox/unassigned`);
  await page.getByRole('row').first().click();
  await expect(page.getByRole('heading', { name: 'Where is my order?' })).toBeVisible();
  await write(page, '#hel');
  await expect(page.getByRole('option', { name: /Greeting/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(words(page)).toContainText('Hi there, about Where is my order?:');
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(1)).bytes).toContain('Hi there, about Where is my order?');
});

test('emoji are found by name, and a colleague is named in a comment alone', async ({ page, postroom }) => {
  await open(page, postroom);
  await write(page, 'Great :thumb');
  await expect(page.getByRole('option').first()).toContainText('👍');
  await page.keyboard.press('Tab');
  await expect(words(page)).toContainText('Great 👍');
  await page.keyboard.type('@Zo');
  await expect(page.getByRole('option')).toHaveCount(0);

  await page.getByRole('tab', { name: 'Comment' }).click();
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('Look, @Zo');
  await page.getByRole('option', { name: /Zoe Adams/ }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.note [data-mention]')).toHaveText('@Zoe Adams');
});

test('what is sent later waits, can be moved and is taken back with everything', async ({ page, postroom }) => {
  await open(page, postroom);
  await write(page, 'In the morning');
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: /Send tomorrow/ }).click();
  await expect(page.getByRole('log').getByRole('group', { name: /^Leaves at/ })).toBeVisible();
  await isAccessible(page);
  expect(postroom.sink.taken).toHaveLength(0);
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(words(page)).toContainText('In the morning');
  await expect(page.getByRole('log').getByRole('group', { name: /^Leaves at/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: /Send tomorrow/ }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  expect((await postroom.sink.mail(1)).bytes).toContain('In the morning');
});

test('a picture is pasted into the words and leaves inside the mail', async ({ page, postroom }) => {
  await open(page, postroom);
  await write(page, 'See: ');
  await words(page).evaluate(
    (field, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'plan.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [...picture],
  );
  await expect(words(page).locator('img:not(.ProseMirror-separator)')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const mail = await postroom.sink.mail(1);
  expect(mail.bytes).toMatch(/Content-Id: <[^>]+@postroom\.invalid>/i);
  expect(mail.bytes).toContain('cid:');
});

test('pictures are looked at by keyboard, and forwarded with the words', async ({ page, postroom }) => {
  await open(page, postroom, pictures);
  const first = page.getByRole('button', { name: /one\.png/ });
  await first.focus();
  await page.keyboard.press('Enter');
  const box = page.getByRole('dialog');
  await expect(box.getByRole('heading', { name: 'one.png' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(box.getByRole('heading', { name: 'two.png' })).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);
  await expect(first).toBeFocused();

  await page.keyboard.press('f');
  await expect(page.getByLabel('To', { exact: true })).toBeFocused();
  await page.keyboard.type('ben@example.org,');
  await page.keyboard.press('Control+Enter');
  const mail = await postroom.sink.mail(1);
  expect(mail.recipients).toEqual(['ben@example.org']);
  expect(mail.bytes).toContain('one.png');
  expect(mail.bytes).toContain('two.png');
});

test('a file goes with a comment to colleagues and to nobody else', async ({ page, postroom }) => {
  await open(page, postroom);
  await page.getByRole('button', { name: 'Comment' }).first().click();
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('The plan, for us alone.');
  await words(page).evaluate(
    (field, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'plan.pdf', { type: 'application/pdf' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [...Buffer.from('%PDF-1.4 of a plan')],
  );
  await expect(page.getByText('plan.pdf').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const note = page.locator('.note').filter({ hasText: 'for us alone' });
  await expect(note.getByText('plan.pdf')).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press('r');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('Thank you.');
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(1)).bytes).not.toContain('plan.pdf');
});

test('who forgets the file is asked once', async ({ page, postroom }) => {
  await open(page, postroom);
  await write(page, 'The form is attached.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'attached' })).toBeVisible();
  expect(postroom.sink.taken).toHaveLength(0);
  await page.keyboard.press('Control+Enter');
  expect((await postroom.sink.mail(1)).bytes).toContain('The form is attached.');
});
