// The real binary with an empty folder, on free ports, and a mail server that stands for the world.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, type Server, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, test as base } from '@playwright/test';

export interface Sent {
  recipients: string[];
  bytes: string;
}

/** A mail server that takes everything and keeps it. */
export class Sink {
  readonly taken: Sent[] = [];
  #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Sink> {
    const server = createServer();
    const sink = new Sink(server);
    server.on('connection', (socket) => {
      let ahead = '';
      let mail: Sent | undefined;
      let recipients: string[] = [];
      socket.on('error', () => socket.destroy());
      socket.write('220 sink\r\n');
      socket.on('data', (bytes) => {
        ahead += bytes.toString('utf8');
        for (let end = ahead.indexOf('\r\n'); end >= 0; end = ahead.indexOf('\r\n')) {
          const line = ahead.slice(0, end);
          ahead = ahead.slice(end + 2);
          if (mail) {
            if (line !== '.') mail.bytes += `${line.replace(/^\./, '')}\r\n`;
            else {
              sink.#take(mail);
              mail = undefined;
              recipients = [];
              socket.write('250 taken\r\n');
            }
            continue;
          }
          const verb = line.slice(0, 4).toUpperCase();
          if (verb === 'RCPT') recipients.push(/<(.*)>/.exec(line)?.[1] ?? '');
          if (verb === 'DATA') mail = { recipients, bytes: '' };
          socket.write(verb === 'DATA' ? '354 go\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #take(mail: Sent) {
    this.taken.push(mail);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The mail with this number, counted from 1. */
  async mail(number: number): Promise<Sent> {
    while (this.taken.length < number) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.taken[number - 1]!;
  }

  /** The mail with this number, counted from 1, of those to one address. */
  async mailTo(address: string, number: number): Promise<Sent> {
    const found = () => this.taken.filter((mail) => mail.recipients.includes(address));
    while (found().length < number) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return found()[number - 1]!;
  }

  close() {
    this.#server.close();
  }
}

export function header(mail: Sent, name: string): string {
  const head = mail.bytes.split('\r\n\r\n')[0]!.replace(/\r\n[ \t]+/g, ' ');
  return head.split('\r\n').find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))?.slice(name.length + 1).trim() ?? '';
}

function smtpPortOf(said: string): number {
  return Number(/taken at \S+:(\d+)/.exec(said)![1]);
}

/** A server that runs. */
export class Postroom {
  private constructor(
    readonly sink: Sink,
    private readonly folder: string,
    private process: ChildProcess,
    readonly setupLink: string,
    readonly url: string,
    private smtpPort: number,
  ) {}

  static async start(): Promise<Postroom> {
    const sink = await Sink.open();
    const folder = mkdtempSync(join(tmpdir(), 'postroom-'));
    const { child, said } = await Postroom.#run(sink, folder, '127.0.0.1:0');
    const link = /http:\S+/.exec(said)![0];
    return new Postroom(sink, folder, child, link, new URL(link).origin, smtpPortOf(said));
  }

  static async #run(sink: Sink, folder: string, http: string): Promise<{ child: ChildProcess; said: string }> {
    const binary = process.env.POSTROOM_BINARY;
    if (!binary) throw new Error('POSTROOM_BINARY names the binary');
    const args = ['serve', '--data', join(folder, 'data'), '--http', http, '--smtp', '127.0.0.1:0'];
    const env = {
      ...process.env,
      POSTROOM_BINARY: undefined,
      POSTROOM_SCREENSHOTS: undefined,
      POSTROOM_DNS__SENDER_CHECKS: 'false',
      POSTROOM_MAIL__DELIVERY: 'relay',
      POSTROOM_MAIL__RELAY__HOST: '127.0.0.1',
      POSTROOM_MAIL__RELAY__PORT: String(sink.port),
      POSTROOM_MAIL__RELAY__SECURITY: 'none',
      POSTROOM_ACCOUNTS__UNDO_S: '2',
      // All visitors of these tests come from one address.
      POSTROOM_CHAT__CALLS_PER_ADDRESS_AND_MINUTE_MAX: '100000',
    };
    const child = spawn(binary, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.on('exit', () => reject(new Error(`the server ended: ${said}`)));
      child.stdout!.on('data', (bytes: Buffer) => {
        said += bytes.toString();
        if (said.includes('Mail is taken at')) resolve();
      });
    });
    return { child, said };
  }

  /** Where other mail servers deliver. */
  get smtp(): number {
    return this.smtpPort;
  }

  /** The power goes: nothing is said to anybody. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }

  /** Starts again after `kill`, at the same address. */
  async startAgain(): Promise<void> {
    const { child, said } = await Postroom.#run(this.sink, this.folder, new URL(this.url).host);
    this.process = child;
    this.smtpPort = smtpPortOf(said);
  }

  /** Delivers a mail as another mail server would. */
  async deliver(from: string, to: string, mail: string): Promise<void> {
    const socket = connect(this.smtpPort, '127.0.0.1');
    const lines = ['EHLO mail.example.org', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', `${mail.replace(/\n/g, '\r\n')}\r\n.`, 'QUIT'];
    let ahead = '';
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('data', (bytes) => {
        ahead += bytes.toString();
        if (!/^\d{3} .*\r\n$/m.test(ahead)) return;
        if (/^[45]/.test(ahead)) reject(new Error(ahead));
        ahead = '';
        const next = lines.shift();
        if (next === undefined) resolve();
        else socket.write(`${next}\r\n`);
      });
    });
    socket.end();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.kill('SIGTERM');
    await ended;
    this.sink.close();
    rmSync(this.folder, { recursive: true });
  }
}

export const people = { name: 'Zoe Adams', email: 'zoe@example.org', password: 'correct horse battery' };

/** The set-up page, filled in. */
export async function setUp(page: Page, postroom: Postroom): Promise<void> {
  await page.goto(postroom.setupLink);
  await page.getByLabel('Name of your organisation').fill('Example Ltd');
  await page.getByLabel('Mail domain').fill('desk.example');
  await page.getByLabel('Your name').fill(people.name);
  await page.getByLabel('E-mail address').fill(people.email);
  await page.getByLabel('Password').fill(people.password);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.waitForURL('**/inbox**');
}

/** A test with a server of its own; what the page logs as an error fails it, except what a test says it will. */
export const test = base.extend<{ postroom: Postroom; logs: RegExp[] }>({
  logs: [[], { option: true }],
  postroom: async ({ page, logs }, use) => {
    const postroom = await Postroom.start();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (line) => {
      // A page that asks who is there before anybody has signed in is told 401, and browsers log that.
      if (line.type() !== 'error' || line.text().includes('401')) return;
      if (!logs.some((allowed) => allowed.test(line.text()))) faults.push(`${line.text()} ${line.location().url}`);
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== postroom.url) faults.push(`a request to ${origin}`);
    });
    await use(postroom);
    await page.close();
    await postroom.stop();
    base.expect(faults).toEqual([]);
  },
});
export { expect } from '@playwright/test';
