// What the tester says is what the widget does: every case of the table that a browser can reach, on pages of that address,
// asked of the tester and met by the widget.
import { readFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { type Browser, type BrowserContext, type Page, expect } from '@playwright/test';
import { ask } from './support/ask.ts';
import { type Postroom, setUp, test } from './support/postroom.ts';

interface Facts {
  language?: string;
  device?: 'desktop' | 'phone' | 'tablet';
  referrer?: string;
  country?: string;
  is_returning?: boolean;
  acquaintance?: 'unknown' | 'known' | 'signed_in';
}

interface Case {
  url: string;
  visitor: Facts;
  shown: string | null;
}

const table = JSON.parse(readFileSync(new URL('../fixtures/targeting.json', import.meta.url), 'utf8')) as {
  flows: { name: string; url_rules: object[]; visitor_rules: object[] }[];
  cases: Case[];
};
/** Browsers have no pages elsewhere, and a chat is not allowed on a host that ends in a dot. */
const onPages = table.cases.filter(
  ({ url }) => /^https?:/i.test(url) && URL.canParse(url) && !new URL(url).username && !new URL(url).hostname.endsWith('.'),
);
const casesOf = (origin: string) => onPages.filter(({ url }) => new URL(url).origin === origin);
/** A chat stands on at most 50 web sites: the few cases of the sites after those are the tester's alone. */
const origins = [...new Set(onPages.map(({ url }) => new URL(url).origin))]
  .toSorted((one, other) => casesOf(other).length - casesOf(one).length)
  .slice(0, 50);
const reachable = origins.flatMap(casesOf);

/** What the server of a site signs for somebody who is signed in there. */
function vouchFor(secret: Buffer, key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'max', email: 'max@example.net', aud: key, iat: now, exp: now + 3600 })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true },
};

/** Pages at every address there is, each with the chat on it. */
class Sites {
  #language = '';
  #tag = '';

  private constructor(
    private readonly context: BrowserContext,
    private readonly visitor: Page,
    private readonly key: string,
  ) {}

  static async open(browser: Browser, postroom: Postroom, key: string, device: keyof typeof screens): Promise<Sites> {
    const context = await browser.newContext(screens[device]);
    const sites = new Sites(context, await context.newPage(), key);
    await context.route(
      (url) => url.origin !== postroom.url,
      (route) =>
        route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'referrer-policy': 'unsafe-url' },
          body: `<!doctype html><html lang="${sites.#language}"><meta name="viewport" content="width=device-width">
            <title>Page</title><script src="${postroom.url}/widget.js" data-channel="${key}" data-load="manual" ${sites.#tag}></script>`,
        }),
    );
    return sites;
  }

  /** Goes to a page as somebody; which chat is there, and what the page said of itself. */
  async meet({ url, visitor }: Case, identity?: string, known?: string): Promise<{ shown: string | null; page: string }> {
    const { language = '', referrer = '', country, is_returning = false } = visitor;
    this.#language = language || 'x-none';
    this.#tag = [country && `data-country="${country}"`, identity && `data-identity="${identity}"`].filter(Boolean).join(' ');
    // A page that differs from the one before in its fragment alone would not be loaded again.
    await this.visitor.goto('about:blank');
    await this.visitor.goto(url, { referer: referrer || undefined, waitUntil: 'domcontentloaded' });
    const answered = this.visitor.waitForResponse(
      (response) => response.url().endsWith('/api/visitor/config') && response.request().method() === 'POST',
    );
    // What the browser remembers of the site is there before the chat is.
    const kept = { ...(is_returning && { last: 1, again: true }), ...(known && { token: known, last: Date.now() }) };
    await this.visitor.evaluate(
      ([key, kept]) => {
        localStorage.clear();
        if (kept !== '{}') localStorage.setItem(key, kept);
        (window as unknown as { Postroom: { load: () => void } }).Postroom.load();
      },
      [`postroom:${this.key}`, JSON.stringify(kept)] as const,
    );
    const response = await answered;
    expect(response.status(), url).toBe(200);
    const { chatflow } = (await response.json()) as { chatflow: { name: string } | null };
    const { page } = response.request().postDataJSON() as { page: object };
    return { shown: chatflow?.name ?? null, page: JSON.stringify(page) };
  }

  close() {
    return this.context.close();
  }
}

/** What the tester says of all cases, in their order. */
function askTester(page: Page, cases: Case[]): Promise<(string | null)[]> {
  return page.evaluate(async (asked) => {
    const said: (string | null)[] = [];
    for (const body of asked) {
      const answer = await fetch('/api/chatflows/try', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      const { shown } = (await answer.json()) as { shown: { name: string } | null };
      said.push(shown?.name ?? null);
    }
    return said;
  }, cases.map(({ url, visitor }) => JSON.stringify({ ...visitor, url })));
}

test('the tester and the widget say the same of every page and visitor', async ({ page, browser, postroom }) => {
  test.setTimeout(180_000);
  expect(reachable.length).toBeGreaterThanOrEqual(200);
  await setUp(page, postroom);
  const [inbox] = await ask<{ id: string }[]>(page, 'GET', '/api/inboxes');
  const channel = await ask<{ id: string; public_key: string }>(page, 'POST', '/api/channels', { inbox_id: inbox!.id, name: 'Shop', allowed_origins: origins });
  for (const { name, url_rules, visitor_rules } of table.flows) {
    type Made = { id: string } & Record<string, unknown>;
    const made = await ask<Made>(page, 'POST', '/api/chatflows', { inbox_id: inbox!.id, channel_id: null, name, template: 'live_chat' });
    const { id, kind: _kind, is_published: _is, published_since: _since, problems: _problems, created_at: _made, changed_at: _changed, ...rest } = made;
    await ask(page, 'PUT', `/api/chatflows/${id}`, { ...rest, availability: { ...(rest.availability as object), when: { kind: 'always' } }, targeting: { url_rules, visitor_rules } });
    await ask(page, 'PUT', `/api/chatflows/${id}/publication`, { is_published: true });
  }
  const { secret } = await ask<{ secret: string }>(page, 'POST', `/api/channels/${channel.id}/identity-keys`, {});
  const identity = vouchFor(Buffer.from(secret, 'utf8'), channel.public_key);
  // Somebody who has given an address.
  const known = await page.evaluate(async (key) => {
    const post = async (path: string, body: object, token?: string) => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Visitor ${token}` }) };
      return (await fetch(`/api/visitor/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const page = { url: 'https://is.example/pricing', title: '', referrer: '', language: 'en', device: 'desktop' };
    const { token } = await post('sessions', { channel: key, token: null, identity: null, page });
    await post('conversations', { operation_id: crypto.randomUUID(), text: 'Hi', email: 'ida@example.net', page }, token);
    return token as string;
  }, channel.public_key);

  const said = await askTester(page, reachable);
  const wrong: string[] = [];
  for (const device of ['desktop', 'phone', 'tablet'] as const) {
    const sites = await Sites.open(browser, postroom, channel.public_key, device);
    for (const [at, one] of reachable.entries()) {
      if ((one.visitor.device ?? 'desktop') !== device) continue;
      const { acquaintance } = one.visitor;
      const met = await sites.meet(one, acquaintance === 'signed_in' ? identity : undefined, acquaintance === 'known' ? known : undefined);
      if (met.shown !== one.shown || said[at] !== one.shown) {
        wrong.push(`${JSON.stringify(one)}: the widget met ${met.shown}, the tester said ${said[at]}; the page was ${met.page}`);
      }
    }
    await sites.close();
  }
  expect(wrong.join('\n')).toBe('');
});
