// The chat on pages of others: strict policies, hostile styles, single-page sites, keyboards, phones; and every state of
// the panel. The visitor's contract is answered in the browser; visitors.spec.ts goes through the server.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type BrowserContext, type Frame, type Page, expect, test as base } from '@playwright/test';
import { Postroom, setUp } from './support/postroom.ts';
import { Site } from './support/site.ts';
import { Visitors, flow } from './support/visitors.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;
const launcher = (page: Page) => page.locator('.launcher');
const panel = (page: Page) => page.frameLocator('postroom-chat iframe');
const field = (page: Page) => panel(page).getByLabel('Message', { exact: true });

/** A channel for a site, made by an administrator. */
async function makeChannel(page: Page, postroom: Postroom, origins: string[]): Promise<string> {
  await setUp(page, postroom);
  return page.evaluate(async (allowed_origins) => {
    const headers = { 'content-type': 'application/json' };
    const [inbox] = (await (await fetch('/api/inboxes')).json()) as { id: string }[];
    const body = JSON.stringify({ inbox_id: inbox!.id, name: 'Shop', allowed_origins });
    const made = await fetch('/api/channels', { method: 'POST', headers, body });
    return ((await made.json()) as { public_key: string }).public_key;
  }, origins);
}

interface World {
  postroom: Postroom;
  key: string;
  port: number;
}

/** One server for all of these tests: it serves files and one channel, and the tests change neither. */
const test = base.extend<{ site: Site; visitors: Visitors; strict: BrowserContext }, { world: World }>({
  world: [
    async ({ browser }, use) => {
      const postroom = await Postroom.start();
      const port = await Site.freePort();
      const page = await browser.newPage();
      const key = await makeChannel(page, postroom, [`http://localhost:${port}`]);
      await page.close();
      await use({ postroom, key, port });
      await postroom.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  site: async ({ world }, use) => {
    const site = await Site.open(world.postroom.url, world.key, world.port);
    await use(site);
    site.close();
  },
  visitors: async ({ context }, use) => {
    // What is in a closed shadow root cannot be tested from outside, so here it is open.
    await context.addInitScript(() => {
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (options) {
        return attach.call(this, { ...options, mode: 'open' });
      };
    });
    await use(await Visitors.open(context));
  },
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' && !/ERR_CONNECTION_RESET|favicon|422/.test(line.text())) faults.push(line.text());
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

async function violations(frame: Frame | Page): Promise<string[]> {
  await frame.evaluate(axe);
  return frame.evaluate(async () => {
    const runner = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await runner.run(document, { runOnly: tags, iframes: false });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  });
}

async function check(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const frame = page.frames().find((one) => one.url().includes('/chat/panel/'));
    if (frame) expect(await violations(frame), `${name}, ${colorScheme}`).toEqual([]);
    if (wantsPictures) await page.screenshot({ path: `results/screenshots/widget-${name}-${colorScheme}.png` });
  }
}

async function talk(page: Page, text: string) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

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
