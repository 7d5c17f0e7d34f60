// A bot is built with the keyboard, meets visitors of a foreign site with a strict policy, hands over with other words when
// nobody is there, and is silent when a person steps in.
import { type Page, expect } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { ask } from './support/ask.ts';
import { setUp, test } from './support/postroom.ts';
import { openSite, visit } from './support/shop.ts';

const panel = (page: Page) => page.frameLocator('postroom-chat iframe');

async function reply(visitor: Page, text: string) {
  await panel(visitor).getByLabel('Your answer').fill(text);
  await panel(visitor).getByLabel('Your answer').press('Enter');
}

/** A published bot that does what a template says. */
async function publishBot(agent: Page, kind: string) {
  const [inbox] = await ask<{ id: string }[]>(agent, 'GET', '/api/inboxes');
  const templates = await ask<{ kind: string; script: object }[]>(agent, 'GET', '/api/bots/templates?locale=en');
  type Made = { id: string } & Record<string, unknown>;
  const made = await ask<Made>(agent, 'POST', '/api/chatflows', { inbox_id: inbox!.id, channel_id: null, name: 'Bot', template: 'bot' });
  const { id, kind: _kind, is_published: _is, published_since: _since, problems: _problems, created_at: _made, changed_at: _changed, ...rest } = made;
  await ask(agent, 'PUT', `/api/chatflows/${id}`, { ...rest, bot: templates.find((one) => one.kind === kind)!.script });
  await ask(agent, 'PUT', `/api/chatflows/${id}/publication`, { is_published: true });
}

test('a bot built with the keyboard qualifies a visitor and hands over, with other words while nobody is there', async ({ page, browser, postroom }) => {
  await setUp(page, postroom);
  const site = await openSite(page, postroom);
  await page.goto(`${postroom.url}/chatflows`);
  await page.getByRole('button', { name: 'New chatflow' }).first().press('Enter');
  await page.keyboard.type('Qualify');
  await page.getByRole('radio', { name: /^Bot/ }).press('Space');
  await page.getByRole('dialog').getByRole('button', { name: 'Create chatflow' }).press('Enter');

  // One question, then a person.
  await page.getByRole('button', { name: /^From the beginning/ }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: /^Ask a question/ }).press('Enter');
  const tree = page.getByRole('tree');
  await expect(tree.getByRole('treeitem', { name: /^Ask a question/ })).toBeFocused();
  await page.getByLabel('Text', { exact: true }).focus();
  await page.keyboard.type('What is your name?');
  await expect(page.getByRole('region', { name: 'Steps' }).getByRole('status')).toHaveText('Nothing is wrong');
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByRole('button', { name: /^Hand over/ }).press('Enter');
  await page.getByLabel('Said when somebody takes it').focus();
  await page.keyboard.type('Zoe will be with you in a moment.');
  await page.getByLabel('Said when nobody is available').focus();
  await page.keyboard.type('We are asleep and will write to you.');
  await expect(page.getByRole('region', { name: 'Steps' }).getByRole('status')).toHaveText('Nothing is wrong');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Not saved yet')).toBeHidden();
  await page.getByRole('switch', { name: /Publish/ }).press('Space');
  await expect(page.getByRole('switch', { name: /Publish/ })).toHaveAttribute('aria-checked', 'true');
  for (const [scheme, width] of [['light', 1440], ['dark', 1024], ['light', 390]] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    expect(await faultsOf(page), `${scheme}, ${width}`).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
    if (process.env.POSTROOM_SCREENSHOTS) await page.screenshot({ path: `results/screenshots/bot-builder-${width}-${scheme}.png` });
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  const first = await visit(browser, site);
  await expect(panel(first.visitor).getByText('What is your name?')).toBeVisible();
  await reply(first.visitor, 'Max Berger');
  await expect(panel(first.visitor).getByText('Zoe will be with you in a moment.')).toBeVisible();
  await page.goto(`${postroom.url}/inbox/mine`);
  await page.getByText('Zoe will be with you in a moment.').first().click();
  await expect(page.getByRole('log').getByText('The bot handed over to Zoe Adams')).toBeVisible();
  await first.context.close();

  await ask(page, 'PUT', '/api/me/availability', { choice: 'away' });
  const second = await visit(browser, site);
  await expect(panel(second.visitor).getByText('What is your name?')).toBeVisible();
  await reply(second.visitor, 'Ida');
  await expect(panel(second.visitor).getByText('We are asleep and will write to you.')).toBeVisible();
  await second.context.close();
  site.close();
});

test('a person takes over on the way, sees what was learned, and the bot is silent', async ({ page, browser, postroom }) => {
  await setUp(page, postroom);
  const site = await openSite(page, postroom);
  await publishBot(page, 'qualify');
  await page.goto(`${postroom.url}/inbox/bots`);
  const view = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^With a bot/ });
  const { context, visitor } = await visit(browser, site);
  await panel(visitor).getByRole('button', { name: 'I would like to buy' }).click();
  await expect(panel(visitor).getByText('What is your name?')).toBeVisible();
  await reply(visitor, 'Max Berger');
  await expect(panel(visitor).getByText(/At which e-mail address/)).toBeVisible();
  await expect(view).toContainText('1');
  await page.getByText('Max Berger').first().click();
  const bar = page.getByRole('region', { name: 'Bot', exact: true });
  await expect(bar).toContainText('is talking with the visitor');
  if (process.env.POSTROOM_SCREENSHOTS) await page.screenshot({ path: 'results/screenshots/bot-thread.png' });
  expect(await faultsOf(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Take over' }).press('Enter');
  const field = page.getByRole('textbox', { name: 'Your message in the chat' });
  await expect(field).toBeFocused();
  await expect(page.getByRole('log').getByText('You took over from the bot')).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Take over' })).toBeHidden();
  await expect(view).not.toContainText('1');
  await page.keyboard.type('Zoe here. Which lamp?');
  await page.keyboard.press('Enter');
  await expect(panel(visitor).getByText('Zoe here. Which lamp?')).toBeVisible();
  await panel(visitor).getByLabel('Message', { exact: true }).fill('The green one');
  await panel(visitor).getByLabel('Message', { exact: true }).press('Enter');
  await expect(page.getByRole('log').getByText('The green one')).toBeVisible();
  await expect(panel(visitor).locator('.bubble').last()).toHaveText('The green one');
  await context.close();
  site.close();
});
