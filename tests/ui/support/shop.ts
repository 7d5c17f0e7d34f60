// A site of somebody else with a chatflow of its own, and visitors who come to it: through the real server.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { ask } from './ask.ts';
import type { Postroom } from './postroom.ts';
import { Site } from './site.ts';

/** A site whose chat arrives in the first inbox. */
export async function openSite(agent: Page, postroom: Postroom): Promise<Site> {
  const port = await Site.freePort();
  const [inbox] = await ask<{ id: string }[]>(agent, 'GET', '/api/inboxes');
  const body = { inbox_id: inbox!.id, name: 'Shop', allowed_origins: [`http://localhost:${port}`] };
  const channel = await ask<{ public_key: string }>(agent, 'POST', '/api/channels', body);
  return Site.open(postroom.url, channel.public_key, port);
}

/** A published live chat that is always open; says its id. */
export async function publishChat(agent: Page, options: object): Promise<string> {
  const [inbox] = await ask<{ id: string }[]>(agent, 'GET', '/api/inboxes');
  type Made = { id: string; options: object; availability: object } & Record<string, unknown>;
  const about = { inbox_id: inbox!.id, channel_id: null, name: 'Shop chat', template: 'live_chat' };
  const made = await ask<Made>(agent, 'POST', '/api/chatflows', about);
  const { id, kind: _kind, is_published: _is, published_since: _since, problems: _problems, created_at: _made, changed_at: _changed, ...rest } = made;
  const availability = { ...rest.availability, when: { kind: 'always' } };
  await ask(agent, 'PUT', `/api/chatflows/${id}`, { ...rest, availability, options: { ...rest.options, ...options } });
  await ask(agent, 'PUT', `/api/chatflows/${id}/publication`, { is_published: true });
  return id;
}

/** Somebody new on the site, with the panel open. */
export async function visit(browser: Browser, site: Site): Promise<{ context: BrowserContext; visitor: Page }> {
  const context = await browser.newContext({ locale: 'en-GB' });
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      return attach.call(this, { ...options, mode: 'open' });
    };
  });
  const visitor = await context.newPage();
  await visitor.goto(site.url);
  await visitor.locator('.launcher').click();
  return { context, visitor };
}
