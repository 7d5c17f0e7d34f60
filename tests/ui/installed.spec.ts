// The installed page: what makes it one, what it keeps, and how it tells of what is unread.
import { type Page, test as plain } from '@playwright/test';
import { expect, Postroom, setUp, test } from './support/postroom.ts';

/** The worker keeps the shell as soon as it is there. */
async function workerKeeps(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    const { active } = worker;
    if (active && active.state !== 'activated') {
      await new Promise((resolve) => active.addEventListener('statechange', () => active.state === 'activated' && resolve(undefined)));
    }
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)));
    return kept.flat();
  });
}

test('the page can be installed, in the language of whoever installs it', async ({ page, postroom }) => {
  await setUp(page, postroom);
  const read = async () => {
    const address = await page.locator('link[rel=manifest]').getAttribute('href');
    const answer = await page.request.get(new URL(address!, `${postroom.url}/`).href);
    expect(answer.headers()['content-type']).toContain('application/manifest+json');
    return answer.json();
  };
  const manifest = await read();
  expect(manifest).toMatchObject({ lang: 'en', display: 'standalone', start_url: './' });
  for (const icon of manifest.icons) {
    const picture = await page.request.get(new URL(icon.src, `${postroom.url}/`).href);
    expect(picture.headers()['content-type'], icon.src).toBe(icon.type);
  }
  for (const { url } of manifest.shortcuts) {
    await page.goto(new URL(url, `${postroom.url}/`).href);
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  }
  // The browser itself finds nothing in the way.
  const debug = await page.context().newCDPSession(page);
  const { errors } = await debug.send('Page.getAppManifest');
  expect(errors).toEqual([]);

  await page.getByRole('button', { name: /^You, / }).click();
  await page.getByRole('menuitemradio', { name: 'Nederlands' }).click();
  await expect(page.locator('link[rel=manifest]')).toHaveAttribute('href', './nl.webmanifest');
  expect((await read()).shortcuts[1].name).toBe('Nieuw gesprek');
});

test('what is unread stands in the title, on the bell and on the picture of the tab', async ({ page, postroom }) => {
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/mine`);
  const icon = page.locator('link[rel~=icon]');
  await expect(icon).toHaveAttribute('href', /icon\.svg$/);
  const mail = (id: number) => `From: Max <max@example.net>\nSubject: Lamp ${id}\nMessage-ID: <${id}@example.net>\n\nHello`;
  await postroom.deliver('max@example.net', 'support@desk.example', mail(1));
  await postroom.deliver('max@example.net', 'support@desk.example', mail(2));
  await expect(page).toHaveTitle(/^\(2\) /);
  await expect(icon).toHaveAttribute('href', /^data:image\/png/);
  await page.getByRole('button', { name: /2 unread/ }).click();
  const bell = page.getByRole('dialog', { name: 'Notifications' });
  await expect(bell.getByRole('listitem')).toHaveCount(2);
  await bell.getByRole('button', { name: 'Mark all read' }).click();
  await expect(page).toHaveTitle(/^(?!\()/);
  await expect(icon).toHaveAttribute('href', /icon\.svg$/);
  await expect(bell.getByRole('button', { name: 'Mark all read' })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
});

test('what is pushed is shown by the worker, and not to whoever looks at the page', async ({ page, postroom, context }) => {
  await context.grantPermissions(['notifications'], { origin: postroom.url });
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/open`);
  await workerKeeps(page);
  const debug = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find((one) => one.scopeURL.startsWith(postroom.url));
      if (own) resolve(own.registrationId);
    }),
  );
  await debug.send('ServiceWorker.enable');
  const registrationId = await registered;
  const push = (id: string, title: string) =>
    debug.send('ServiceWorker.deliverPushMessage', {
      origin: postroom.url,
      registrationId,
      data: JSON.stringify({ id, title, body: 'Lamps (Max)', address: 'settings/notices' }),
    });
  await page.bringToFront();
  await push('seen-already', 'A new message');
  await push('greeting', 'Notifications reach this browser');
  const shown = () =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    });
  const address = `${postroom.url}/settings/notices`;
  const greeting = { title: 'Notifications reach this browser', body: 'Lamps (Max)', tag: 'greeting', data: { address } };
  await expect.poll(shown).toEqual([greeting]);
});

// A server that is gone is what this is about, and browsers log every request that fails: not a test that counts them.
plain('the page begins without its server, and nothing that the API said was kept', async ({ page }) => {
  const postroom = await Postroom.start();
  await setUp(page, postroom);
  await page.goto(`${postroom.url}/inbox/open`);
  const kept = await workerKeeps(page);
  expect(kept).toContain('/');
  expect(kept.filter((path) => path.startsWith('/a/')).length).toBeGreaterThan(3);
  // The worker has the page from the next load on.
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await postroom.kill();
  await page.reload();
  await expect(page.getByText('Postroom cannot be reached')).toBeVisible();
  expect((await workerKeeps(page)).filter((path) => path.includes('/api/'))).toEqual([]);
  await postroom.startAgain();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.close();
  await postroom.stop();
});
