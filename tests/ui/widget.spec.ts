// The chat on pages of others: strict policies, hostile styles, single-page sites, phones, and the site's own script. The
// visitor's contract is answered in the browser; visitors.spec.ts goes through the server.
import { Site } from './support/site.ts';
import { Visitors, flow } from './support/visitors.ts';
import { check, expect, field, launcher, panel, talk, test } from './support/widget.ts';

test('a page gets two small requests, no shift and no key in its storage before the visitor acts', async ({ page, site, visitors, world }) => {
  visitors.flow = flow({ options: { storage: 'on_start' } });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(world.postroom.url)) asked.push(new URL(request.url()).pathname);
  });
  await page.addInitScript(() => {
    const state = window as unknown as { shift: number };
    state.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) state.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  expect(asked).toEqual(['/widget.js', '/api/visitor/config']);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  const script = await page.request.get(`${world.postroom.url}/widget.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(Number(script.headers()['content-length'])).toBeLessThanOrEqual(4000);

  await launcher(page).click();
  await expect(field(page)).toBeFocused();
  // The document, its script and its words; then the session.
  const files = asked.filter((path) => /chat\/panel|^\/w\//.test(path));
  expect(files.length).toBe(3);
  expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
  await talk(page, 'Hello');
  await expect(panel(page).locator('.mine .bubble')).toHaveText('Hello');
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
});

test('a hostile page changes nothing: styles, base, quirks mode, messages', async ({ page, site, visitors }) => {
  site.pages.set('/', {
    doctype: '',
    head: 'body *, postroom-chat, postroom-chat *, button { all: unset !important; display: none !important; opacity: 0 !important; transform: scale(9) !important } body { display: block !important; transform: rotate(3deg) }',
    body: '<base href="https://elsewhere.example/" target="_blank"><p>Shop</p>',
  });
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  const box = (await launcher(page).boundingBox())!;
  const size = page.viewportSize()!;
  expect([Math.round(box.width), Math.round(box.height)]).toEqual([56, 56]);
  expect(Math.round(size.width - box.x - box.width)).toBe(20);
  await launcher(page).click();
  await expect(field(page)).toBeVisible();

  // Five hundred messages of a page to itself, as a frame of somebody else could send them, and to the panel.
  await page.evaluate(() => {
    const frame = document.querySelector('postroom-chat')!.shadowRoot!.querySelector('iframe')!;
    for (let number = 0; number < 500; number += 1) {
      const types = ['close', 'token', 'event', 'unread', 'ready', 'hello', 'eval'];
      const message = { postroom: number % 2, type: types[number % 7], token: 'pv_x', count: number, name: 'opened', detail: { id: number } };
      window.postMessage(message, '*');
      frame.contentWindow!.postMessage({ ...message, type: ['hello', 'page', 'identity', '__proto__'][number % 4], page: number }, '*');
    }
  });
  await talk(page, 'Still me');
  await expect(panel(page).getByRole('log')).toContainText('Still me');
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'true');
  expect(visitors.said.map(({ text }) => text)).toEqual(['Still me']);
});

test('a site that the channel does not allow gets no panel', async ({ page, world, visitors }) => {
  const other = await Site.open(world.postroom.url, world.key);
  await page.goto(other.url);
  // Even if it gets so far as to ask for the panel, which the server does not let it.
  page.removeAllListeners('console');
  const violated = new Promise<void>((resolve) => page.on('console', (line) => /frame-ancestors/.test(line.text()) && resolve()));
  await launcher(page).click();
  await violated;
  await expect(field(page)).toHaveCount(0);
  expect(visitors.asked.filter(({ path }) => path === 'sessions')).toEqual([]);
  other.close();
});

test('a single-page site shows what its new page asks for', async ({ page, site, visitors }) => {
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  visitors.flow = null;
  await page.evaluate(() => history.pushState({}, '', '/basket'));
  await expect(launcher(page)).toBeHidden();
  const greeting = { show: { how: 'greeting', after_s: null, scroll_percent: null, on_exit_intent: false } };
  visitors.flow = { ...flow({ display: greeting }), id: 'flow-2' };
  await page.evaluate(() => history.back());
  await expect(launcher(page)).toBeVisible();
  await expect(page.getByText('any questions about lamps')).toBeVisible();
  const urls = visitors.asked.filter(({ path }) => path === 'config').map(({ body }) => new URL((body.page as { url: string }).url).pathname);
  expect(urls).toEqual(['/', '/basket', '/']);
});

test('the greeting comes after scrolling, opens the panel, and stays away once it was put away', async ({ page, site, visitors }) => {
  visitors.flow = flow({ display: { show: { how: 'greeting', after_s: null, scroll_percent: 30, on_exit_intent: false } } });
  await page.setViewportSize({ width: 900, height: 400 });
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  const bubble = page.locator('.bubble');
  await expect(bubble).toHaveCount(0);
  await page.evaluate(() => scrollTo(0, 1e6));
  await expect(bubble).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(bubble).toHaveCount(0);
  await page.reload();
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => scrollTo(0, 1e6));
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(bubble).toHaveCount(0);
});

test('on a phone the panel is all there is, and the page behind it is out of reach', async ({ browser, site, visitors: _, world: __ }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      return attach.call(this, { ...options, mode: 'open' });
    };
  });
  const visitors = await Visitors.open(context);
  const page = await context.newPage();
  site.pages.set('/', { head: 'p { font-size: 16px }', body: '<meta name="viewport" content="width=device-width, initial-scale=1"><p>Shop</p>' });
  await page.goto(site.url);
  await launcher(page).tap();
  await expect(panel(page).getByRole('dialog', { name: 'Chat' })).toBeVisible();
  const box = (await page.locator('.box').boundingBox())!;
  expect([box.x, box.y, Math.round(box.width), Math.round(box.height)]).toEqual([0, 0, 390, 844]);
  expect(await page.evaluate(() => document.body.inert)).toBe(true);
  await check(page, 'phone');
  await talk(page, 'From the train');
  visitors.change({ status: 'closed' });
  await expect(panel(page).getByText('This conversation has ended.')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Close chat' }).tap();
  expect(await page.evaluate(() => document.body.inert)).toBe(false);
  await expect(launcher(page)).toBeVisible();
  await context.close();
});

test('the site drives the chat by its own names', async ({ page, site, visitors }) => {
  site.pages.set('/', {
    tag: 'data-load="manual" data-country="NL"',
    script: `window.heard = [];
      addEventListener('postroom', () => {
        for (const name of ['ready', 'opened', 'closed', 'unread', 'conversation_started', 'removed'])
          Postroom.on(name, (event) => heard.push(name));
      });`,
  });
  await page.goto(site.url);
  await expect.poll(() => page.evaluate(() => window.Postroom?.status())).toEqual({ loaded: false, pending: false });
  expect(visitors.asked).toEqual([]);
  await page.evaluate(() => window.Postroom!.load({ open: true }));
  await talk(page, 'Hi');
  await expect(panel(page).locator('.mine .bubble')).toHaveText('Hi');
  await page.evaluate(() => window.Postroom!.toggle());
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  visitors.say('Hello');
  await expect.poll(() => page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['ready', 'opened', 'conversation_started', 'closed', 'unread']);
  expect((visitors.asked[0]!.body.visit as { country: string }).country).toBe('NL');
  await page.evaluate(() => window.Postroom!.clear());
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
  await expect.poll(() => visitors.asked.some(({ path }) => path === 'clear')).toBe(true);
  await page.evaluate(() => window.Postroom!.remove());
  await expect(launcher(page)).toHaveCount(0);
  expect(await page.evaluate(() => window.Postroom!.status().loaded)).toBe(false);
  await page.evaluate(() => window.Postroom!.load());
  await expect(launcher(page)).toBeVisible();
});

test('a site that was written for HubSpot changes over without edits', async ({ page, site, visitors }) => {
  visitors.flow = flow({ options: { consent: { kind: 'none', notice: '', accept: '', decline: '' } } });
  site.pages.set('/', {
    loader: 'widget-hubspot.js',
    script: `window.heard = [];
      window.hsConversationsSettings = { loadImmediately: false, disableAttachment: true, identificationToken: 'a.b.c' };
      window.hsConversationsOnReady = [() => {
        const { HubSpotConversations } = window;
        HubSpotConversations.on('conversationStarted', (payload) => heard.push(['started', typeof payload.conversation.conversationId]));
        HubSpotConversations.on('unreadConversationCountChanged', (payload) => heard.push(['unread', payload.unreadCount]));
        HubSpotConversations.on('widgetClosed', (payload) => heard.push(['closed', payload.message]));
        heard.push(['status', HubSpotConversations.widget.status().loaded]);
      }];`,
  });
  await page.goto(site.url);
  const heard = () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
  await expect.poll(heard).toEqual([['status', false]]);
  await page.evaluate(() => {
    const { widget } = (window as unknown as { HubSpotConversations: { widget: { load: (options: object) => void } } }).HubSpotConversations;
    widget.load({ widgetOpen: true });
    // Again is as if it had not been said.
    widget.load({});
  });
  await talk(page, 'Hi');
  await expect(panel(page).locator('.mine .bubble')).toHaveText('Hi');
  await expect(panel(page).getByRole('button', { name: 'Attach files' })).toHaveCount(0);
  expect(visitors.asked[0]!.body.identity).toBe('a.b.c');
  await page.evaluate(() => (window as unknown as { HubSpotConversations: { widget: { close: () => void } } }).HubSpotConversations.widget.close());
  // What arrives while it is still open has been seen, and is not counted.
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await expect.poll(heard).toContainEqual(['closed', 'Widget closed']);
  visitors.say('Hello');
  await expect.poll(heard).toEqual([['status', false], ['started', 'string'], ['closed', 'Widget closed'], ['unread', 1]]);
});

declare global {
  interface Window {
    Postroom?: {
      status: () => { loaded: boolean };
      load: (options?: object) => void;
      toggle: () => void;
      clear: () => void;
      remove: () => void;
    };
  }
}
