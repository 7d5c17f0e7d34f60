// Every page in a language that nobody speaks: all letters foreign, all texts longer, and once more from right to left. Words
// that are still English have not gone through the catalogue; whatever has no room for longer ones is wider than its window.
import { readFileSync, readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { checkWidth } from './support/fits.ts';
import { type Postroom, expect, people, setUp, test } from './support/postroom.ts';

const folder = new URL('../../assets/locales/en/', import.meta.url);
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const foreign = 'åƀçđéƒĝĥîĵķļɱñöþǫřšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŘŠŢÛṼŴẊÝŽ';
/** German is about a third longer than English. */
const longer = 0.35;

/** A message with its words made foreign and longer; what stands in braces is for the program and stays. */
function pseudo(message: string): string {
  const isPlural = /\{\w+,\s*plural,/.test(message);
  let depth = 0;
  const made = [...message].map((letter) => {
    if (letter === '{') {
      depth += 1;
      return letter;
    }
    if (letter === '}') {
      depth -= 1;
      return letter;
    }
    // Within the cases of a plural stand words again.
    return depth === 0 || (isPlural && depth === 2) ? (foreign[letters.indexOf(letter)] ?? letter) : letter;
  });
  return isPlural ? made.join('') : `${made.join('')}${'·'.repeat(Math.ceil(message.length * longer))}`;
}

function catalogue(): string {
  const areas = readdirSync(folder).map((file) => {
    const entries = Object.entries(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>);
    return [file.replace('.json', ''), Object.fromEntries(entries.map(([key, text]) => [key, pseudo(text)]))];
  });
  return `export default ${JSON.stringify(Object.fromEntries(areas))}`;
}

/** What people have typed: names, addresses, texts. */
const data = [
  people.name, people.email, 'Example Ltd', 'support@desk.example', 'Support', 'desk.example', 'Max Berger', 'max@example.net', 'example.net',
  'Where is my order 4711?', 'Two lamps.', 'mail.example.org', 'postroom-rsa._domainkey.', 'postroom-ed25519._domainkey.', '_dmarc.', 'Chrome, Linux',
];
/** What is the same in every language: names of languages, standards and things. */
const names = ['Postroom', 'English', 'Nederlands', 'Deutsch', 'https://', '{agent}'];
/** Moments come from the browser, in the language that it is told. */
const moments = /\b(now|today|yesterday|min|hr|AM|PM|UTC|GMT|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(day)?|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/gi;
const standards = /\b([A-Z][A-Z0-9]+|Apache-2.0|byte|kB|MB|GB)\b/g;

/** Texts and labels with two English letters in a row, without those that are data. */
async function untranslated(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => {
    const texts: string[] = [];
    const skipped = 'script, style, code, pre, kbd, time, svg, iframe, option, textarea, [contenteditable], .data';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement!.closest(skipped) && node.parentElement!.checkVisibility()) texts.push(node.nodeValue!.trim());
    }
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) texts.push(one.getAttribute(name)?.trim() ?? '');
    }
    return [...new Set(texts)];
  });
  const rest = (text: string) => [...data, ...names].reduce((left, known) => left.replaceAll(known, ''), text);
  // What a browser calls itself is not ours to say.
  const ours = found.filter((text) => !text.startsWith('Mozilla/'));
  return ours.filter((text) => /[A-Za-z]{2}/.test(rest(text).replace(moments, '').replace(standards, '')));
}

async function check(page: Page, where: string) {
  await expect.soft(untranslated(page), where).resolves.toEqual([]);
  await checkWidth(page);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  expect.soft(await faultsOf(page), `${where}, from right to left`).toEqual([]);
  await checkWidth(page);
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));
}

async function speakPseudo(page: Page, postroom: Postroom) {
  await page.route('**/catalogue.en-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: catalogue() }));
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByText(pseudo('Unassigned')).first()).toBeVisible();
}

test.use({ serviceWorkers: 'block' });

test('every page is translated, has room for longer words and can be turned round', async ({ page, postroom }) => {
  test.setTimeout(240_000);
  await setUp(page, postroom);
  await postroom.deliver(
    'max@example.net',
    'support@desk.example',
    'From: Max Berger <max@example.net>\nSubject: Where is my order 4711?\nMessage-ID: <1@example.net>\n\nTwo lamps.',
  );
  await speakPseudo(page, postroom);
  await check(page, 'list');
  await page.getByText('Where is my order 4711?').first().click();
  await expect(page.getByText('Two lamps').first()).toBeVisible();
  await check(page, 'conversation');
  await page.keyboard.press('r');
  await expect(page.locator('[contenteditable=true]').first()).toBeVisible();
  await check(page, 'composer');

  await page.goto(`${postroom.url}/settings/profile`);
  const links = page.locator('nav a[href*="/settings/"]');
  await expect.poll(() => links.count()).toBeGreaterThanOrEqual(19);
  const addresses = await links.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  for (const address of [...addresses, `${postroom.url}/chatflows`]) {
    await page.goto(address);
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.locator('h2, li').first()).toBeVisible();
    await check(page, new URL(address).pathname);
  }
});
