// Colleagues of the person at the page, each in a browser of their own.
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { ask } from './ask.ts';
import type { Postroom } from './postroom.ts';

export const colleaguesPassword = 'another long password';

/** Somebody who was invited by the person at the page and has come in. */
export async function colleague(
  browser: Browser,
  admin: Page,
  postroom: Postroom,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const email = `${name.toLowerCase()}@example.org`;
  const { invitation_link } = await ask(admin, 'POST', '/api/agents', {
    name,
    email,
    role: 'agent',
  });
  const context = await browser.newContext({ locale: 'en', ...options });
  const page = await context.newPage();
  await page.goto(`${postroom.url}/invitation#${invitation_link.split('#')[1]}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password').fill(colleaguesPassword);
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/inbox**');
  return page;
}
