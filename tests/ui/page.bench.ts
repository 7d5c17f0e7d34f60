// The page with a full database: what it costs to switch views, to open, to go on and to send, and a rain of events.
//
// What is measured is the processor time of the page's main thread, so that a machine with other work to do does not
// change it much; the time on the wall stands beside it. Rows are JSON, as those of the other benches.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, Postroom, setUp, test } from './support/postroom.ts';

const conversations = Number(process.env.BENCH_CONVERSATIONS ?? 100_000);
/** `BENCH_FILL_BINARY` names a program that fills the database in place of the one that is measured: one as released is faster. */
const rounds = 20;
const sessions = 16;
/** What a person waits for without noticing it. */
const budget_ms = 100;
const rain = { events_per_s: 200, lasts_s: 10 };

const words = ['order', 'invoice', 'lamp', 'delivery', 'return', 'colour', 'contract', 'address', 'password', 'opening'];

function mailOf(number: number): string {
  const contact = number % 5_000;
  const subject = `${words[number % 10]} ${words[(number * 7) % 10]} ${number}`;
  return [
    `From: Contact ${contact} <contact${contact}@example.net>`,
    'To: support@desk.example',
    `Subject: ${subject}`,
    `Message-ID: <${number}@example.net>`,
    '',
    `Hello, this is about ${subject}. ${'It has a few more words, as mails do. '.repeat(8)}`,
  ].join('\r\n');
}

/** Delivers mails one after the other, until there are none; a connection takes so many, then there is another one. */
async function session(port: number, next: () => Promise<number | undefined>): Promise<void> {
  let left: number | undefined;
  do left = await connection(port, next, left);
  while (left !== undefined);
}

/** Gives back the mail that this connection would not take. */
function connection(
  port: number,
  next: () => Promise<number | undefined>,
  first: number | undefined,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let ahead = '';
    let step: 'greeting' | 'hello' | 'ready' | 'data' = 'greeting';
    let current = first;
    let isFirst = first !== undefined;
    const send = async () => {
      const number = isFirst ? first : await next();
      isFirst = false;
      current = number;
      if (number === undefined) {
        socket.end('QUIT\r\n');
        resolve(undefined);
        return;
      }
      socket.write(`MAIL FROM:<contact${number % 5_000}@example.net>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n`);
    };
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      ahead += bytes.toString();
      for (let end = ahead.indexOf('\r\n'); end >= 0; end = ahead.indexOf('\r\n')) {
        const line = ahead.slice(0, end);
        ahead = ahead.slice(end + 2);
        if (line.startsWith('421') && current !== undefined) {
          socket.destroy();
          return resolve(current);
        }
        if (/^[45]/.test(line)) return reject(new Error(line));
        if (line[3] === '-') continue;
        if (step === 'greeting') {
          step = 'hello';
          socket.write('EHLO mail.example.org\r\n');
        } else if (step === 'hello') {
          step = 'ready';
          void send();
        } else if (line.startsWith('354')) {
          step = 'data';
          socket.write(`${mailOf(current!)}\r\n.\r\n`);
        } else if (step === 'data') {
          step = 'ready';
          void send();
        }
      }
    });
  });
}

async function fill(postroom: Postroom, count: number) {
  let number = 0;
  const next = async () => (number < count ? number++ : undefined);
  await Promise.all(Array.from({ length: sessions }, () => session(postroom.smtp, next)));
}

function row(facts: Record<string, unknown>) {
  console.log(JSON.stringify(facts));
}

const quantile = (values: number[], part: number) =>
  Math.round(values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * part))]! * 10) / 10;

/** The processor time of one thread as the kernel counts it: what the browser itself calls task time is time on the wall. */
class Meter {
  readonly #thread: number;
  private constructor(thread: number) {
    this.#thread = thread;
  }

  /** The page's main thread: the one that works while the page counts. */
  static async of(page: Page): Promise<Meter> {
    const debug = await page.context().browser()!.newBrowserCDPSession();
    const { processInfo } = await debug.send('SystemInfo.getProcessInfo');
    const meters = processInfo.filter((one) => one.type === 'renderer').map((one) => new Meter(one.id));
    const before = meters.map((one) => one.cpu_ms());
    await page.evaluate(() => {
      const until = performance.now() + 200;
      while (performance.now() < until);
    });
    const worked = meters.map((one, at) => one.cpu_ms() - before[at]!);
    return meters[worked.indexOf(Math.max(...worked))]!;
  }

  cpu_ms(): number {
    // The main thread of a process has its number; the first word is nanoseconds on a processor.
    return Number(readFileSync(`/proc/${this.#thread}/task/${this.#thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  }

  /** Does something a number of times, each with its own thing to wait for. */
  async measure(name: string, times: number, deed: (round: number) => Promise<void>) {
    await deed(0);
    const cpu: number[] = [];
    const wall: number[] = [];
    for (let round = 1; round <= times; round += 1) {
      const from = this.cpu_ms();
      const begun = performance.now();
      await deed(round);
      wall.push(performance.now() - begun);
      cpu.push(this.cpu_ms() - from);
    }
    const p95 = quantile(cpu, 0.95);
    row({ page: name, cpu_p50_ms: quantile(cpu, 0.5), cpu_p95_ms: p95, wall_p50_ms: quantile(wall, 0.5), budget_ms, within: p95 <= budget_ms });
  }
}

/**
 * Waits in the page itself until its content is so: asking again with every frame would make frames, and cost more than what
 * is measured.
 */
const until = <Told>(page: Page, isSo: (told: Told) => boolean, told: Told) =>
  page.evaluate(
    ([source, given]) =>
      new Promise<void>((resolve, reject) => {
        const isSo = new Function(`return ${source}`)() as (given: unknown) => boolean;
        const look = () => {
          if (!isSo(given)) return;
          observer.disconnect();
          document.removeEventListener('focusin', look);
          clearTimeout(late);
          // What was shown is painted too.
          requestAnimationFrame(() => setTimeout(resolve));
        };
        const observer = new MutationObserver(look);
        const late = setTimeout(() => reject(new Error(`not within the time: ${source}`)), 20_000);
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        document.addEventListener('focusin', look);
        look();
      }),
    [isSo.toString(), told] as const,
  );

const shown = (page: Page, selector: string, text: string) =>
  until(page, ([where, what]) => [...document.querySelectorAll(where!)].some((one) => one.textContent?.includes(what!)), [selector, text]);

test('the page with a full database', async ({ page }) => {
  const measured = process.env.POSTROOM_BINARY;
  process.env.POSTROOM_BINARY = process.env.BENCH_FILL_BINARY ?? measured;
  const postroom = await Postroom.start();
  await setUp(page, postroom);
  const begun = performance.now();
  await fill(postroom, conversations);
  row({ load: 'mails', conversations, per_s: Math.round(conversations / ((performance.now() - begun) / 1000)) });
  if (process.env.POSTROOM_BINARY !== measured) {
    process.env.POSTROOM_BINARY = measured;
    await postroom.kill();
    await postroom.startAgain();
  }
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row').first()).toBeVisible();
  const meter = await Meter.of(page);

  const views = [['g', 'u', 'Unassigned'], ['g', 'i', 'All open']] as const;
  await meter.measure('switch the view', rounds, async (round) => {
    const [first, second, title] = views[round % 2]!;
    await page.keyboard.press(first);
    await page.keyboard.press(second);
    await shown(page, 'section header h1', title);
    await until(page, () => document.querySelectorAll('[role=row]').length > 5, undefined);
  });

  const open = (at: number) => page.getByRole('row').nth(at);
  // Known before the clock starts: looking for a row from outside costs more than opening it.
  const places = await page.evaluate(() =>
    [...document.querySelectorAll('[role=row]')].slice(0, 8).map((line) => {
      const { x, y, width, height } = line.getBoundingClientRect();
      return { subject: line.querySelector('.subject')!.textContent!.trim(), x: x + width / 2, y: y + height / 2 };
    }),
  );
  await meter.measure('open', rounds, async (round) => {
    const { subject, x, y } = places[round % 8]!;
    await page.mouse.click(x, y);
    await shown(page, '.thread h1', subject);
    await shown(page, '[role=log] article', subject);
  });

  await page.keyboard.press('Escape');
  await meter.measure('J and K', rounds * 2, async (round) => {
    const before = await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
    await page.keyboard.press(round % 10 < 7 ? 'j' : 'k');
    await until(page, (was) => document.activeElement?.getAttribute('aria-rowindex') !== was, before);
  });

  // Writing the words is typing, not sending: it is done before the clock starts.
  await open(2).click();
  const cpu: number[] = [];
  const wall: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    await page.keyboard.press('Escape');
    await open(round % 8).click();
    await expect(page.locator('[role=log] article').first()).toBeVisible();
    await page.keyboard.press('r');
    await expect(page.locator('[contenteditable=true]').first()).toBeFocused();
    await page.keyboard.type(`Answer number ${round}`);
    // What was sent stands in a frame of its own soon: its words cannot be waited for.
    const before = await page.locator('[role=log] article').count();
    const from = meter.cpu_ms();
    const sent = performance.now();
    await page.keyboard.press('Control+Enter');
    await until(page, (count) => document.querySelectorAll('[role=log] article').length > count, before);
    wall.push(performance.now() - sent);
    cpu.push(meter.cpu_ms() - from);
    await expect(page.locator('[contenteditable=true]')).toHaveCount(0);
  }
  row({ page: 'send', cpu_p50_ms: quantile(cpu, 0.5), cpu_p95_ms: quantile(cpu, 0.95), wall_p50_ms: quantile(wall, 0.5), budget_ms, within: quantile(cpu, 0.95) <= budget_ms });

  await rainOfEvents(page, postroom, meter);
  await page.close();
  await postroom.stop();
});

/** Mails come in while the list is looked at; each is several events of the feed. */
async function rainOfEvents(page: Page, postroom: Postroom, meter: Meter) {
  await page.goto(`${postroom.url}/inbox/open`);
  await expect(page.getByRole('row').first()).toBeVisible();
  const debug = await page.context().newCDPSession(page);
  await debug.send('Network.enable');
  let events = 0;
  debug.on('Network.webSocketFrameReceived', ({ response }) => {
    events += response.payloadData.match(/"type":/g)?.length ?? 0;
  });
  await page.evaluate(() => {
    const seen = { gaps: [] as number[], long: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => (seen.long += list.getEntries().length)).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    const frame = (now: number) => {
      seen.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  let number = conversations;
  const begun = performance.now();
  const from = meter.cpu_ms();
  const next = async () => {
    // As fast as is asked for, by what has really arrived, and never faster.
    while (events >= ((performance.now() - begun) / 1000) * rain.events_per_s) {
      if (performance.now() - begun > rain.lasts_s * 1000) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - begun > rain.lasts_s * 1000 ? undefined : number++;
  };
  await Promise.all(Array.from({ length: 4 }, () => session(postroom.smtp, next)));
  const took_s = (performance.now() - begun) / 1000;
  const used_ms = meter.cpu_ms() - from;
  const { gaps, long } = await page.evaluate(() => (window as unknown as { seen: { gaps: number[]; long: number } }).seen);
  row({
    page: 'a rain of events',
    events_per_s: Math.round(events / took_s),
    mails: number - conversations,
    cpu_ms_per_s: Math.round(used_ms / took_s),
    frames_per_s: Math.round(gaps.length / took_s),
    frames_late: gaps.filter((gap) => gap > 34).length,
    frame_p99_ms: quantile(gaps, 0.99),
    long_tasks: long,
  });
}
