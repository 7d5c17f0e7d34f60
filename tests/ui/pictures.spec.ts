// The pictures of the README: a desk in the middle of a working day. Taken only when they are asked for.
import type { Page } from '@playwright/test';
import { ask } from './support/ask.ts';
import { type Postroom, expect, setUp, test } from './support/postroom.ts';
import { Visitor } from './support/visitor.ts';

const folder = '../../packaging/screenshots';

interface Mail {
  from: string;
  name: string;
  subject: string;
  text: string;
}

const mails: Mail[] = [
  { from: 'd.okafor@example.org', name: 'Daniel Okafor', subject: 'Invoice for the spring workshop', text: 'Dear all,\n\nCould you put our order number 20918 on the invoice? Our bookkeeping sends it back otherwise.\n\nKind regards\nDaniel' },
  { from: 'lotte@example.net', name: 'Lotte Vermeer', subject: 'Kan ik twee kassen omruilen?', text: 'Hallo,\n\nDe kleine kas is toch te klein. Kan ik hem omruilen voor de grote?\n\nGroet, Lotte' },
  { from: 'ken@example.com', name: 'Kenji Mori', subject: 'Delivery to Osaka', text: 'Hello,\n\nDo you ship seeds to Japan, and which papers do you send along?\n\nKenji' },
  { from: 'buero@example.de', name: 'Anna Lindner', subject: 'Angebot für 40 Hochbeete', text: 'Guten Tag,\n\nfür unseren Schulgarten brauchen wir vierzig Hochbeete bis Ende März.\n\nViele Grüße\nAnna Lindner' },
  { from: 'sofia@example.org', name: 'Sofia Marin', subject: 'The lamp arrived broken', text: 'Hi,\n\nThe glass is cracked on one side. Everything else is lovely.\n\nSofia' },
  { from: 'tom@example.net', name: 'Tom Whitfield', subject: 'Opening hours at Easter', text: 'Hello, are you open on Easter Monday?\n\nTom' },
  { from: 'priya@example.com', name: 'Priya Raman', subject: 'Where is my order 4711?', text: 'Hello,\n\nI ordered two grow lamps last Tuesday and have heard nothing since. The page says "packed".\n\nCould you have a look? We leave on Friday, and a neighbour could take them in.\n\nThank you\nPriya' },
];

function written({ from, name, subject, text }: Mail): string {
  return `From: ${name} <${from}>\nTo: Support <support@desk.example>\nSubject: ${subject}\nMessage-ID: <${subject.length}.${from}>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${text}`;
}

async function fill(page: Page, postroom: Postroom): Promise<void> {
  const tags: Record<string, string> = {};
  for (const [name, colour] of [['Delivery', 'blue'], ['Invoice', 'orange'], ['School', 'green']] as const) {
    tags[name] = (await ask<{ id: string }>(page, 'POST', '/api/tags', { name, colour })).id;
  }
  for (const mail of mails) await postroom.deliver(mail.from, 'support@desk.example', written(mail));
  const { items } = await ask<{ items: { id: string; subject: string }[] }>(page, 'GET', '/api/conversations?view=all_open');
  const idOf = (subject: string) => items.find((one) => one.subject === subject)!.id;
  const me = await ask<{ agent: { id: string } }>(page, 'GET', '/api/me');
  for (const [subject, tag] of [['Where is my order 4711?', 'Delivery'], ['Delivery to Osaka', 'Delivery'], ['Invoice for the spring workshop', 'Invoice'], ['Angebot für 40 Hochbeete', 'School']] as const) {
    await ask(page, 'PUT', `/api/conversations/${idOf(subject)}/tags/${tags[tag]}`, {});
  }
  for (const subject of ['Where is my order 4711?', 'The lamp arrived broken', 'Angebot für 40 Hochbeete']) {
    await ask(page, 'PUT', `/api/conversations/${idOf(subject)}/assignee`, { agent_id: me.agent.id });
  }
}

function picture(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: `${folder}/${name}.png` });
}

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Forty people, one of whom writes from right to left. */
function gathering(): string {
  const others = Array.from({ length: 39 }, (_, at) => `Gardener ${at + 1} <gardener${at + 1}@example.org>`).join(', ');
  return written({
    from: 'yael@example.org',
    name: 'יעל כהן',
    subject: 'פגישת הגינה הקהילתית ביום רביעי',
    text: 'שלום לכולם,\n\nהפגישה הבאה תתקיים ביום רביעי בשעה 18:00 בחממה הגדולה.\nנא להביא כפפות.\n\nתודה,\nיעל',
  }).replace('\nSubject:', `\nCc: ${others}\nSubject:`);
}

test('the pictures of the README', async ({ page, postroom }) => {
  test.skip(process.env.POSTROOM_SCREENSHOTS === undefined, 'pictures were not asked for');
  test.setTimeout(120_000);
  await page.setViewportSize(wide);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await setUp(page, postroom);
  await fill(page, postroom);

  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Where is my order 4711?').first().click();
  await expect(page.getByText('two grow lamps').first()).toBeVisible();
  await page.getByRole('button', { name: 'Comment' }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('The parcel service has it since this morning; I answer her.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('log').getByText('since this morning')).toBeVisible();
  await page.getByRole('button', { name: 'Reply', exact: true }).first().click();
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type('Hello Priya, your lamps are on their way and arrive on Thursday, a day before you leave.');
  await picture(page, 'inbox-light');
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await picture(page, 'inbox-dark');

  const visitor = await Visitor.open(page, postroom);
  const chat = await visitor.start('Hello! Which lamp is right for tomatoes?', { email: 'max@example.net' });
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByText('Which lamp is right').first().click();
  await page.getByRole('textbox', { name: 'Your message in the chat' }).fill('The 40 W one, 30 cm above the plants.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText('The 40 W one')).toBeVisible();
  await visitor.say(chat, 'Great, and how many hours a day?');
  await expect(page.getByRole('log').getByText('how many hours')).toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await picture(page, 'chat-light');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command palette' }).fill('lamp');
  await expect(page.getByRole('option').filter({ hasText: 'The lamp arrived broken' })).toBeVisible();
  await picture(page, 'palette');
  await page.keyboard.press('Escape');

  await postroom.deliver('yael@example.org', 'support@desk.example', gathering());
  await page.goto(`${postroom.url}/inbox/open`);
  await page.getByRole('row').filter({ hasText: 'פגישת' }).click();
  await expect(page.getByRole('log').getByText('שלום לכולם')).toBeVisible();
  await picture(page, 'many-people');

  await page.setViewportSize(phone);
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  await picture(page, 'phone-list');
  await page.getByRole('row').filter({ hasText: 'Where is my order 4711?' }).click();
  await expect(page.getByText('two grow lamps').first()).toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await picture(page, 'phone-conversation');

  await page.setViewportSize(wide);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  const [inbox] = await ask<{ id: string }[]>(page, 'GET', '/api/inboxes');
  const made = { inbox_id: inbox!.id, channel_id: null, name: 'Who are you?', template: 'bot' };
  const { id, kind: _kind, is_published: _is, published_since: _since, problems: _problems, created_at: _made, changed_at: _changed, ...rest } =
    await ask(page, 'POST', '/api/chatflows', made);
  const templates = await ask<{ kind: string; script: object }[]>(page, 'GET', '/api/bots/templates?locale=en');
  await ask(page, 'PUT', `/api/chatflows/${id}`, { ...rest, bot: templates.find((one) => one.kind === 'qualify')!.script });
  await page.goto(`${postroom.url}/chatflows/${id}`);
  await expect(page.getByRole('tab', { name: 'Build' })).toBeVisible();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  await picture(page, 'bot');
  await page.getByRole('tab', { name: 'Display' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Display' })).toBeVisible();
  await picture(page, 'chatflow');

  await page.goto(`${postroom.url}/settings/inboxes`);
  await expect(page.getByText('support@desk.example').first()).toBeVisible();
  await picture(page, 'inbox-settings');
});
