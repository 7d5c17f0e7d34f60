// The chat on somebody's site, answered in the browser: what the journeys of the loader and of the panel share.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type BrowserContext, type Frame, type Page, expect, test as base } from '@playwright/test';
import { Postroom, setUp } from './postroom.ts';
import { Site } from './site.ts';
import { Visitors } from './visitors.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wantsPictures = process.env.POSTROOM_SCREENSHOTS !== undefined;
export const launcher = (page: Page) => page.locator('.launcher');
export const panel = (page: Page) => page.frameLocator('postroom-chat iframe');
export const field = (page: Page) => panel(page).getByLabel('Message', { exact: true });

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
export const test = base.extend<{ site: Site; visitors: Visitors; strict: BrowserContext }, { world: World }>({
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

export async function check(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const frame = page.frames().find((one) => one.url().includes('/chat/panel/'));
    if (frame) expect(await violations(frame), `${name}, ${colorScheme}`).toEqual([]);
    if (wantsPictures) await page.screenshot({ path: `results/screenshots/widget-${name}-${colorScheme}.png` });
  }
}

export async function talk(page: Page, text: string) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

export { expect };
