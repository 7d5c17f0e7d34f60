// Who a conversation is with: facts in place, blocking, one person under two addresses, and finding people by typing.
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, type Postroom, setUp, test } from './support/postroom.ts';

const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;
let number = 0;

async function deliver(postroom: Postroom, from: string, address: string, subject: string) {
  number += 1;
  const mail = `From: ${from} <${address}>\nSubject: ${subject}\nMessage-ID: <${number}@example.net>\n\nWords about ${subject}.`;
  await postroom.deliver(address, 'support@desk.example', mail);
}

async function begin(page: Page, postroom: Postroom) {
  await setUp(page, postroom);
  await deliver(postroom, 'Max Moss', 'max@firm.example', 'Lamp one');
  await deliver(postroom, 'Ida Berg', 'ida@firm.example', 'Lamp two');
  await deliver(postroom, 'max moss', 'max@home.example', 'Lamp three');
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row')).toHaveCount(3);
}

const sidebar = (page: Page) => page.getByRole('complementary', { name: 'Contact' });

async function open(page: Page, subject: string) {
  await page.getByText(subject).first().click();
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
}

async function check(page: Page, name: string, beside: 'contact' | 'nothing') {
  for (const [scheme, width] of [
    ['light', 1440],
    ['dark', 1440],
    ['light', 1024],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    // Beside a thread that is narrow, the contact is a drawer, which may have to be opened.
    if (beside === 'contact') {
      const drawer = page.getByRole('button', { name: 'Show contact' });
      await expect(async () => {
        if (await drawer.isVisible()) await drawer.click({ timeout: 1_000 });
        await expect(sidebar(page)).toBeVisible({ timeout: 1_000 });
      }).toPass();
    }
    expect(await faultsOf(page), `${name}, ${scheme}, ${width}`).toEqual([]);
    if (wantsPictures) await page.screenshot({ path: `results/screenshots/${name}-${width}-${scheme}.png` });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test.describe('an address belongs to one', () => {
  // It is refused with 409, and browsers log that.
  test.use({ logs: [/409/] });

  test('facts are edited in place by keyboard, a colleague sees them live, and an address belongs to one', async ({
    page,
    postroom,
    browser,
  }) => {
    await begin(page, postroom);
    await open(page, 'Lamp one');
    const state = await page.context().storageState();
    const colleague = await (await browser.newContext({ storageState: state })).newPage();
    await colleague.goto(page.url());
    await expect(sidebar(colleague).getByText('max@firm.example').first()).toBeVisible();

    await sidebar(page).getByRole('button', { name: 'Add: Job title' }).press('Enter');
    await page.keyboard.type('Postmaster');
    await page.keyboard.press('Enter');
    await expect(sidebar(page).getByRole('button', { name: 'Edit Job title: Postmaster' })).toBeFocused();
    await expect(sidebar(colleague).getByText('Postmaster')).toBeVisible();

    await sidebar(page).getByRole('button', { name: 'Add a phone number' }).click();
    await page.keyboard.type('+31 6 1234 5678');
    await page.keyboard.press('Enter');
    await expect(sidebar(page).getByRole('link', { name: '+31 6 1234 5678' })).toBeVisible();

    // Somebody else's address: what was typed stays, and the way out is offered.
    await sidebar(page).getByRole('button', { name: 'Add an e-mail address' }).click();
    await page.keyboard.type('ida@firm.example');
    await page.keyboard.press('Enter');
    await expect(sidebar(page).getByRole('alert')).toHaveText('This address belongs to Ida Berg.');
    await expect(sidebar(page).getByRole('textbox', { name: 'Add an e-mail address' })).toHaveValue('ida@firm.example');
    await expect(sidebar(page).getByRole('button', { name: 'Merge both contacts' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sidebar(page).getByRole('button', { name: 'Merge both contacts' })).toBeHidden();

    await sidebar(page).getByRole('button', { name: 'Add a note' }).click();
    await page.keyboard.type('Likes green lamps');
    await page.keyboard.press('Control+Enter');
    await expect(sidebar(colleague).getByText('Likes green lamps')).toBeVisible();
    await sidebar(page).getByRole('button', { name: 'Name this company' }).click();
    await page.keyboard.type('The Firm');
    await page.keyboard.press('Enter');
    await expect(sidebar(page).getByRole('button', { name: /The Firm/ })).toBeVisible();
    await expect(sidebar(page).getByRole('link', { name: 'Ida Berg' })).toBeVisible();
    await check(page, 'contact', 'contact');
    await colleague.context().close();
  });
});

test('two contacts are one person when somebody says so, and two again', async ({ page, postroom }) => {
  await begin(page, postroom);
  await open(page, 'Lamp one');
  await expect(sidebar(page).getByText('Is max moss the same person?')).toBeVisible();
  await sidebar(page).getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(sidebar(page).getByText('max@home.example', { exact: true })).toBeVisible();
  const other = sidebar(page).getByRole('region', {
    name: 'Other open conversations',
  });
  await expect(other.getByRole('link', { name: /Lamp three/ })).toBeVisible();
  await other.getByRole('button', { name: 'Look into Lamp three' }).click();
  await expect(other.getByText('Words about Lamp three.', { exact: true }).last()).toBeVisible();
  await sidebar(page).getByRole('button', { name: 'Take apart' }).click();
  await expect(other).toBeHidden();
  await expect(sidebar(page).getByRole('button', { name: 'Actions for max@home.example' })).toBeHidden();
  await sidebar(page).getByRole('button', { name: 'Not the same' }).click();
  await expect(sidebar(page).getByText('Is max moss the same person?')).toBeHidden();
});

test('of many other conversations a few stand beside one, the rest a press away', async ({ page, postroom }) => {
  await setUp(page, postroom);
  for (const what of ['pot', 'spade', 'rake', 'hose', 'glove', 'seed']) await deliver(postroom, 'Max Moss', 'max@firm.example', `A ${what}`);
  await page.goto(`${postroom.url}/inbox/open`);
  await open(page, 'A seed');
  const others = sidebar(page).getByRole('region', { name: 'Other open conversations' });
  await expect(others.getByRole('link')).toHaveCount(4);
  await others.getByRole('button', { name: 'Show all 5' }).click();
  await expect(others.getByRole('link')).toHaveCount(5);
  await expect(others.getByRole('button', { name: /^Show all/ })).toHaveCount(0);
});

test('mail of a blocked contact lies in the spam', async ({ page, postroom }) => {
  await begin(page, postroom);
  await open(page, 'Lamp two');
  await sidebar(page).getByRole('button', { name: 'Block contact' }).click();
  await expect(sidebar(page).getByText(/^Blocked by Zoe Adams/)).toBeVisible();
  await deliver(postroom, 'Ida Berg', 'ida@firm.example', 'Lamp four');
  await page.goto(`${postroom.url}/inbox/spam`);
  await open(page, 'Lamp four');
  await expect(page.getByText(/blocked the sender/)).toBeVisible();
  await sidebar(page).getByRole('button', { name: 'Unblock contact' }).click();
  await expect(sidebar(page).getByText(/^Blocked by/)).toBeHidden();
});

test('recipients and the filter find contacts by what is typed', async ({ page, postroom }) => {
  await begin(page, postroom);
  await page.keyboard.press('c');
  const to = page.getByRole('combobox', { name: 'To' });
  await to.fill('ber');
  const suggestions = page.getByRole('listbox', { name: 'Suggestions' });
  await expect(suggestions.getByRole('option')).toHaveCount(1);
  await expect(suggestions.getByText('ida@firm.example')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove Ida Berg ida@firm.example' })).toBeVisible();
  // Whoever is there is not offered again, and our own address is pointed at.
  await page.keyboard.type('firm');
  await expect(suggestions.getByRole('option')).toHaveCount(1);
  await expect(suggestions.getByText('max@firm.example')).toBeVisible();
  await check(page, 'recipients', 'nothing');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(suggestions).toBeHidden();
  await to.fill('support@desk.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'One of your own addresses' })).toBeVisible();
  await to.fill('not an address');
  await page.keyboard.press('Enter');
  await expect(to).toHaveAttribute('aria-invalid', 'true');
  await expect(to).toHaveValue('not an address');

  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('button', { name: 'Anybody', exact: true }).last().click();
  await page.getByRole('combobox', { name: 'Find a contact' }).fill('ida');
  await expect(page.getByRole('option', { name: /Ida Berg/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row')).toHaveCount(1);
});
