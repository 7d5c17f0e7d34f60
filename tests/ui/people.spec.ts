// Coming in, being away, and what a person decides about themselves.
import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { colleague } from './support/colleagues.ts';
import { type Postroom, expect, people, setUp, test } from './support/postroom.ts';

/** What an authenticator app shows (RFC 6238), so many steps from now. */
function code(letters: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters.replace(/\s/g, '')].map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const tag = createHmac('sha1', key).update(counter).digest();
  const at = tag[19]! & 0xf;
  return String((tag.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A browser that knows nobody; no page is open that would ask once more. */
async function forget(page: Page) {
  await page.goto('about:blank');
  await page.context().clearCookies();
}

async function signIn(page: Page, postroom: Postroom, password: string) {
  await page.goto(`${postroom.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(people.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a second factor is set up, asked for, and its recovery codes open once', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/security`);
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  await expect(page.getByRole('img', { name: 'Code for an authenticator app' })).toBeVisible();
  const letters = await page.locator('ol code').innerText();
  await page.getByLabel('Code', { exact: true }).fill(code(letters));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const codes = page.getByRole('group', { name: 'Recovery codes' });
  const first = await codes.locator('li').first().innerText();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes are left')).toBeVisible();

  await forget(page);
  await signIn(page, postroom, people.password);
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').first()).toContainText('wrong');
  // The step of the first code is used up: the next one is taken already.
  await page.getByLabel('Code').fill(code(letters, 1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/inbox**');

  await forget(page);
  await signIn(page, postroom, people.password);
  await page.getByLabel('Code').fill(first.toLowerCase());
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/inbox**');
  await page.goto(`${postroom.url}/settings/security`);
  await expect(page.getByText('9 recovery codes are left')).toBeVisible();
});

test('a forgotten password is changed by the link in the mail', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await forget(page);
  await page.goto(`${postroom.url}/sign-in`);
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await page.getByLabel('E-mail address').fill(people.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('heading', { name: 'Look in your mailbox' })).toBeVisible();
  const mail = (await postroom.sink.mail(1)).bytes.replace(/=\r\n/g, '');
  const token = /\/reset#([\w-]+)/.exec(mail)![1]!;
  await page.goto(`${postroom.url}/reset#${token}`);
  await page.getByLabel('Password').fill('quite another password');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await signIn(page, postroom, 'quite another password');
  await page.waitForURL('**/inbox**');
});

test('a session that is ended elsewhere closes at once', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  const other = await (await browser.newContext({ locale: 'en' })).newPage();
  await signIn(other, postroom, people.password);
  await other.waitForURL('**/inbox**');
  await page.goto(`${postroom.url}/settings/security`);
  await page.getByRole('button', { name: 'Sign out the other browser' }).click();
  await other.waitForURL('**/sign-in**');
  await expect(page.getByText('This browser')).toBeVisible();
  await other.context().close();
});

test('a colleague sees at once who is away, and who sent them there', async ({ page, postroom, browser }) => {
  await setUp(page, postroom);
  const ida = await colleague(browser, page, postroom, 'Ida');
  await ida.goto(`${postroom.url}/settings/available`);
  await expect(ida.getByText('2 colleagues are available.')).toBeVisible();
  await page.getByRole('button', { name: /Change availability/ }).click();
  await page.getByRole('menuitemradio', { name: 'Away' }).click();
  await expect(ida.getByText('One colleague is available.')).toBeVisible();

  await page.goto(`${postroom.url}/settings/available`);
  await page.getByRole('button', { name: 'Set away: Ida' }).click();
  await expect(ida.getByText(/set you to away/)).toBeVisible();
  await ida.getByRole('button', { name: 'Set me available' }).click();
  await expect(ida.getByText(/set you to away/)).toHaveCount(0);
  await expect(page.getByText('One colleague is available.')).toBeVisible();
  await ida.context().close();
});

test('working hours, a team and a picture are kept', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings/availability`);
  await page.getByLabel('Use working hours').check();
  await page.getByLabel('Monday: until').fill('18:30');
  await page.getByLabel('Time zone').selectOption('Europe/Amsterdam');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Monday: until')).toHaveValue('18:30');

  await page.goto(`${postroom.url}/settings/teams`);
  await page.getByLabel('Name of the team').fill('Billing');
  await page.getByRole('checkbox', { name: people.name }).check();
  await page.getByRole('button', { name: 'Create team' }).click();
  await expect(page.getByRole('heading', { name: 'Billing' })).toBeVisible();
  await expect(page.getByText('One member')).toBeVisible();

  await page.goto(`${postroom.url}/settings/profile`);
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  await page.getByLabel('Choose a picture').first().setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') });
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(page.locator('.rail img').first()).toBeVisible();
});

test('the first steps are ticked off by what happens, and hidden for good', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.getByRole('link', { name: 'First steps' }).click();
  await expect(page.getByText('1 of 11 done')).toBeVisible();
  await postroom.deliver('max@example.net', 'support@desk.example', 'From: max@example.net\nSubject: Hi\nMessage-ID: <1@x>\n\nHi');
  await expect(page.getByText('2 of 11 done')).toBeVisible();
  await page.getByRole('button', { name: 'Hide from the bar' }).click();
  await expect(page.getByRole('link', { name: 'First steps' })).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show in the bar' })).toBeVisible();
});

test('the search of the settings leads to a field', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/settings`);
  await page.getByLabel('Search settings').fill('meeting');
  await page.getByRole('link', { name: /Meeting link/ }).click();
  await expect(page.getByLabel('Meeting link')).toBeFocused();
});
