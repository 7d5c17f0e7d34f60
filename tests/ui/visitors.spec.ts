// A visitor of a foreign site with a strict policy and an agent chat both ways through a dropped line and a server that
// dies: nothing is lost, nothing is doubled, everything is in order.
import { type Page, expect, test } from '@playwright/test';
import { ask } from './support/ask.ts';
import { Postroom, setUp } from './support/postroom.ts';
import { Site } from './support/site.ts';

const panel = (page: Page) => page.frameLocator('postroom-chat iframe');
const field = (page: Page) => panel(page).getByLabel('Message', { exact: true });

async function write(page: Page, text: string) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

test('a visitor and an agent chat through a dropped line and a dead server', async ({ browser }) => {
  test.setTimeout(180_000);
  const postroom = await Postroom.start();
  const agentContext = await browser.newContext();
  const visitorContext = await browser.newContext();
  await visitorContext.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      return attach.call(this, { ...options, mode: 'open' });
    };
  });
  const agent = await agentContext.newPage();
  await setUp(agent, postroom);
  const port = await Site.freePort();
  const [inbox] = await ask<{ id: string }[]>(agent, 'GET', '/api/inboxes');
  const allowed_origins = [`http://localhost:${port}`];
  const channel = await ask<{ id: string; public_key: string }>(agent, 'POST', '/api/channels', { inbox_id: inbox!.id, name: 'Shop', allowed_origins });
  const site = await Site.open(postroom.url, channel.public_key, port);

  const visitor = await visitorContext.newPage();
  await visitor.goto(site.url);
  await visitor.locator('.launcher').click();
  await write(visitor, 'one');
  await expect(panel(visitor).getByText('Sending…')).toHaveCount(0);

  const { items } = await ask<{ items: { id: string }[] }>(agent, 'GET', '/api/conversations?view=unassigned&limit=5');
  expect(items.length).toBe(1);
  const id = items[0]!.id;
  const answer = (text: string) => ask(agent, 'POST', `/api/conversations/${id}/chat-messages`, { operation_id: crypto.randomUUID(), text });
  const bubbles = panel(visitor).locator('.bubble');
  await answer('two');
  await expect(bubbles).toHaveText(['one', 'two']);
  await agent.goto(`${postroom.url}/inbox/open/${id}`);
  await expect(agent.getByText('one', { exact: true }).first()).toBeVisible();

  // The visitor is in a tunnel; both go on writing.
  await visitorContext.setOffline(true);
  await write(visitor, 'four');
  await write(visitor, 'five');
  await answer('three');
  await visitorContext.setOffline(false);
  await expect(bubbles).toHaveText(['one', 'two', 'three', 'four', 'five']);

  // The server dies in the middle of it, and comes back.
  await postroom.kill();
  await write(visitor, 'six');
  await write(visitor, 'seven');
  await expect(panel(visitor).getByText('Your message goes out when')).toBeVisible();
  await postroom.startAgain();
  await expect(bubbles).toHaveText(['one', 'two', 'three', 'four', 'five', 'six', 'seven'], { timeout: 90_000 });
  await expect(panel(visitor).getByText('Sending…')).toHaveCount(0);
  await answer('eight');
  const all = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  await expect(bubbles).toHaveText(all, { timeout: 90_000 });

  // The next page of the site, and the team's side, know the same.
  await visitor.reload();
  await expect(bubbles).toHaveText(all);
  const entries = await ask<{ items: { chat?: { text: string } }[] }>(agent, 'GET', `/api/conversations/${id}/entries?limit=50`);
  expect(entries.items.flatMap(({ chat }) => chat?.text ?? [])).toEqual(all);
  const [seen] = await ask<{ seen_on: { origin: string }[] }[]>(agent, 'GET', '/api/channels');
  expect(seen!.seen_on.map(({ origin }) => origin)).toEqual(allowed_origins);

  site.close();
  await visitorContext.close();
  await agentContext.close();
  await postroom.stop();
});
