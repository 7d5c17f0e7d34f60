import { beforeEach, expect, test, vi } from 'vitest';
import { pushedFor, setPushedFor } from '../app/pushed';
import { api, ApiError } from '../lib/api/client';
import { ForeignHost, hearNothingHere, keepTelling, pushAbility, PushObstacle, pushProblem, tellHere } from './push';

const key = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const endpoint = 'https://push.example/abc';

/** The letters of base64url as bytes, as a browser keeps the key of the server. */
function bytes(letters: string): ArrayBuffer {
  const text = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer;
}

/** A browser with a push service, as much of it as is used here. */
class Browser {
  subscription: { unsubscribe: () => Promise<boolean> } | null = null;
  permission: NotificationPermission = 'default';
  asked: NotificationPermission = 'granted';
  refusal: DOMException | undefined;
  hasWorker = true;
  subscribed: string[] = [];

  pushManager = {
    getSubscription: async () => this.subscription,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      if (this.refusal) throw this.refusal;
      this.subscribed.push(applicationServerKey);
      this.holds(applicationServerKey);
      return this.subscription;
    },
  };

  holds(serverKey: string): void {
    this.subscription = {
      endpoint,
      options: { applicationServerKey: bytes(serverKey) },
      toJSON: () => ({ endpoint, keys: { p256dh: 'point', auth: 'secret' } }),
      unsubscribe: async () => {
        this.subscription = null;
        return true;
      },
    } as unknown as PushSubscription;
  }
}

let browser: Browser;
const told = { id: '1', user_agent: 'x', created_at: '2026-11-25T12:00:00Z', is_current: true };

beforeEach(() => {
  localStorage.clear();
  browser = new Browser();
  const registration = { pushManager: browser.pushManager };
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal(
    'Notification',
    class {
      static get permission() {
        return browser.permission;
      }
      static async requestPermission() {
        return (browser.permission = browser.asked);
      }
    },
  );
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: {
      getRegistration: async () => (browser.hasWorker ? registration : undefined),
      ready: Promise.resolve(registration),
    },
  });
});

function serverAnswers(status: number, body: unknown) {
  const response = new Response(null, { status });
  const answered = status < 300 ? { data: body, response } : { error: body, response };
  return vi.spyOn(api, 'POST').mockResolvedValue(answered as never);
}

test('a browser without push, or that was told no, is not asked', () => {
  expect(pushAbility()).toBe('possible');
  browser.permission = 'denied';
  expect(pushAbility()).toBe('denied');
  vi.stubGlobal('isSecureContext', false);
  expect(pushAbility()).toBe('missing');
});

test('what the server has taken is told for this agent, with the keys of the browser', async () => {
  const post = serverAnswers(201, told);
  expect(await tellHere(key, 'zoe')).toEqual(told);
  expect(post).toHaveBeenCalledWith('/api/me/push-subscriptions', {
    body: { endpoint, p256dh: 'point', auth: 'secret' },
  });
  expect([browser.subscribed, pushedFor()]).toEqual([[key], 'zoe']);
});

test('a subscription is kept while the key of the server is the same, and made anew when it is not', async () => {
  serverAnswers(200, told);
  browser.holds(key);
  await tellHere(key, 'zoe');
  expect(browser.subscribed).toEqual([]);
  browser.holds('BAAA');
  await tellHere(key, 'zoe');
  expect(browser.subscribed).toEqual([key]);
});

test('what the server refuses leaves nothing in the browser, and words that say why', async () => {
  serverAnswers(422, { code: 'invalid', field: 'endpoint', detail: '' });
  const unnamed = await tellHere(key, 'zoe').catch((error: unknown) => error);
  expect(unnamed).toEqual(new ForeignHost('push.example'));
  expect(pushProblem(unnamed)).toBe('together.push_host_not_named');
  expect([browser.subscription, pushedFor()]).toEqual([null, undefined]);
  for (const code of ['push_unreachable', 'push_refused']) {
    serverAnswers(409, { code, detail: '' });
    const refused = await tellHere(key, 'zoe').catch((error: unknown) => error);
    expect(pushProblem(refused)).toBe(`together.${code}`);
    expect(browser.subscription).toBeNull();
  }
  expect(pushProblem(new ApiError('offline', 0, '', undefined, undefined))).toBe('shell.problem_offline');
});

test('what the browser itself refuses is said in its own words', async () => {
  const words = async () => pushProblem(await tellHere(key, 'zoe').catch((error: unknown) => error));
  browser.refusal = new DOMException('', 'AbortError');
  expect(await words()).toBe('together.push_no_service');
  browser.refusal = new DOMException('', 'NotAllowedError');
  expect(await words()).toBe('together.desktop_denied');
  browser.hasWorker = false;
  expect(await words()).toBe('together.push_no_worker');
  browser.asked = 'default';
  expect(await words()).toBe('together.push_dismissed');
  browser.asked = 'denied';
  expect(await words()).toBe('together.desktop_denied');
  expect(new PushObstacle('denied').what).toBe('denied');
});

test('a page that begins keeps telling its own agent, and nobody else', async () => {
  const post = serverAnswers(200, told);
  const get = vi.spyOn(api, 'GET').mockResolvedValue({
    data: { public_key: key, obstacle: null, browsers: [] },
    response: new Response(null, { status: 200 }),
  } as never);
  browser.permission = 'granted';
  browser.holds(key);
  setPushedFor('zoe');
  await keepTelling('zoe');
  expect([get.mock.calls.length, post.mock.calls.length, pushedFor()]).toEqual([1, 1, 'zoe']);
  await keepTelling('ida');
  expect([post.mock.calls.length, pushedFor(), browser.subscription]).toEqual([1, undefined, null]);
  setPushedFor('zoe');
  browser.permission = 'denied';
  await keepTelling('zoe');
  expect(post).toHaveBeenCalledTimes(1);
});

test('a browser that is signed out has no subscription any more', async () => {
  browser.holds(key);
  setPushedFor('zoe');
  await hearNothingHere();
  expect([browser.subscription, pushedFor()]).toEqual([null, undefined]);
});
