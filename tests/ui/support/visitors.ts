// Answers the visitor's contract in the browser, so that every state of the panel can be reached at will.
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Route, WebSocketRoute } from '@playwright/test';

type Fields = Record<string, unknown>;

export const flow = (change: Fields = {}): Fields => ({
  id: 'flow-1',
  kind: 'live_chat',
  name: 'Shop',
  language: 'en',
  display: {
    show: { how: 'launcher', after_s: null, scroll_percent: null, on_exit_intent: false },
    accent: '#3b3fb6',
    on_accent: '#ffffff',
    position: 'right',
    heading: {
      kind: 'people',
      name: 'Lamp shop',
      people: [
        { id: 'a1', name: 'Ada Lovelace', picture_url: null },
        { id: 'b2', name: 'Ben Okri', picture_url: null },
      ],
      picture_url: null,
    },
    meeting_link: null,
    greeting: 'Hello, any questions about lamps?',
    welcome: 'Welcome.\nAsk us anything about lamps.',
    reply_time: { minutes: 5 },
    ...(change.display as Fields),
  },
  availability: { is_open: true, away: null, ...(change.availability as Fields) },
  options: {
    email_capture: { when: 'never', after_s: 30, prompt: '' },
    consent: { kind: 'none', notice: '', accept: '', decline: '' },
    storage: 'at_once',
    rating: null,
    transcript: 'offered',
    takes_files: true,
    session_timeout_min: 30,
    ...(change.options as Fields),
  },
});

/** Ids that grow with time, as the server makes them. */
let number = 0;
const nextId = () => `0190-${String(++number).padStart(8, '0')}`;

const agent = { kind: 'agent', id: 'a1', name: 'Ada Lovelace', picture_url: null };

export class Visitors {
  flow: Fields | null = flow();
  language = 'en';
  isBlocked = false;
  /** The next so many requests that say something get no answer. */
  dropped = 0;
  readonly said: Fields[] = [];
  readonly asked: { path: string; body: Fields }[] = [];
  conversation: Fields | undefined;
  entries: Fields[] = [];
  #sockets = new Set<WebSocketRoute>();
  #seq = 1;
  #token = `pv_${'t'.repeat(43)}`;

  static async open(context: BrowserContext): Promise<Visitors> {
    const visitors = new Visitors();
    await context.route('**/api/visitor/**', (route) => visitors.#answer(route));
    await context.routeWebSocket('**/api/visitor/live', (socket) => {
      socket.onMessage((message) => {
        const { token } = JSON.parse(String(message)) as { token?: string };
        if (!token) return;
        visitors.#sockets.add(socket);
        socket.send(JSON.stringify({ type: 'hello', seq: visitors.#seq }));
      });
      socket.onClose(() => visitors.#sockets.delete(socket));
    });
    return visitors;
  }

  /** An agent or a bot says something. */
  say(text: string, change: Fields = {}): void {
    const entry = this.#entry(change.author ?? agent, text, change);
    this.conversation = { ...this.conversation, preview: text, unread: Number(this.conversation?.unread ?? 0) + 1 };
    this.frame({ type: 'entry', conversation: this.conversation, entry });
  }

  change(change: Fields): void {
    this.conversation = { ...this.conversation, ...change };
    this.frame({ type: 'conversation', conversation: this.conversation });
  }

  frame(frame: Fields): void {
    this.#seq += 1;
    for (const socket of this.#sockets) socket.send(JSON.stringify({ seq: this.#seq, ...frame }));
  }

  cut(): void {
    for (const socket of this.#sockets) void socket.close({ code: 1001 });
    this.#sockets.clear();
  }

  #entry(author: unknown, text: unknown, change: Fields = {}): Fields {
    const entry = { id: nextId(), at: new Date().toISOString(), author, text, attachments: [], operation_id: null, bot: null, ...change };
    this.entries.push(entry);
    return entry;
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const path = new URL(request.url()).pathname.split('/api/visitor/')[1]!;
    const body = path === 'uploads' ? {} : ((request.postDataJSON() ?? {}) as Fields);
    this.asked.push({ path, body });
    const origin = (await request.headerValue('origin')) ?? '*';
    const give = (status: number, json?: unknown) =>
      route.fulfill({ status, json, headers: { 'access-control-allow-origin': origin, vary: 'Origin' } });
    const conversations = this.conversation ? [this.conversation] : [];
    const common = { chatflow: this.flow, unread: 0, language: this.language };
    if (path === 'config') {
      return give(200, { ...common, channel: body.channel, has_conversations: false, protocol: 1 });
    }
    if (path === 'sessions') {
      const visitor = { id: 'v', name: 'Visitor', email: null, email_is_verified: false, is_identified: false, is_blocked: this.isBlocked };
      const limits = { text_chars_max: 10_000, upload_bytes_max: 1_000_000, uploads_per_message_max: 3, blocked_extensions: ['exe'] };
      return give(200, { ...common, token: this.#token, visitor, conversations, limits, seq: this.#seq });
    }
    if (path.endsWith('/entries')) {
      return give(200, { items: this.entries, has_older: false, conversation: this.conversation, seq: this.#seq });
    }
    if (path === 'conversations' || path.endsWith('/messages')) {
      if (this.dropped > 0) {
        this.dropped -= 1;
        return route.abort('connectionreset');
      }
      const options = this.flow?.options as Fields;
      const capture = options.email_capture as Fields;
      if (path === 'conversations' && capture.when === 'required' && !body.email) return give(422, { code: 'invalid', field: 'email' });
      this.said.push(body);
      this.conversation ??= {
        id: randomUUID(), status: 'open', created_at: new Date().toISOString(), active_at: new Date().toISOString(), preview: body.text, unread: 0,
        chatflow_id: 'flow-1', people: [], agents_seen: null, visitor_seen: null, rating: null, is_bot: this.flow?.kind === 'bot',
      };
      this.conversation = { ...this.conversation, status: 'open' };
      const known = this.entries.find((entry) => entry.operation_id === body.operation_id);
      const author = { kind: 'visitor', id: null, name: '', picture_url: null };
      const entry = body.text === '' && !body.upload_ids ? null : (known ?? this.#entry(author, body.text, { operation_id: body.operation_id }));
      return give(201, { conversation: this.conversation, entry });
    }
    if (path === 'uploads') return give(201, { id: randomUUID(), name: 'a.txt', media_type: 'text/plain', size: 3 });
    if (path.endsWith('/seen')) this.conversation = { ...this.conversation, unread: 0 };
    return give(204);
  }
}
