// The visitor's session: who is here, what has been said, what is on its way; and what the panel shows of it.
import type { Detail, EventName, Hello, Opening, ToPanel } from '../protocol';
import type { Flow, Page } from '../wire';
import { tell } from './deeds';
import { tellHost } from './host';
import { holdLine } from './live';
import { Outbox, keep } from './outbox';
import { Refused, ask } from './server';
import { apply, unreadOf, withConversation, withPage } from './store/apply';
import { nothing, type Chats } from './store/state';
import { chime } from './sound';
import { Stage } from './stage.svelte';
import type { Conversation, Entry, Frame, Session, ThreadPage } from './wire';

export type View = { kind: 'list' } | { kind: 'thread'; id: string | null };
export type Phase = 'starting' | 'ready' | 'failed';

/** Somebody who types is believed for so long. */
const typing_ms = 6_000;

export class Panel {
  phase = $state.raw<Phase>('starting');
  flow = $state.raw<Flow>(undefined as unknown as Flow);
  session = $state.raw<Session>();
  chats = $state.raw<Chats>(nothing);
  view = $state.raw<View>({ kind: 'thread', id: null });
  isOpen = $state.raw(false);
  isModal = $state.raw(false);
  isLive = $state.raw(true);
  /** How often the panel was asked to take the focus. */
  focusAsked = $state.raw(0);
  hasConsent = $state.raw(false);
  /** The visitor was asked whether something may be kept, and has answered. */
  keeping = $state.raw<'unasked' | 'yes' | 'no'>('unasked');
  /** The visitor has asked for another conversation. */
  wantsNew = $state.raw(false);
  notice = $state.raw('');
  /** The address that the visitor has typed; it goes along with the first words. */
  claimed = $state.raw('');
  /** The server has asked for an address. */
  needsEmail = $state.raw(false);
  isMuted = $state.raw(false);
  readonly stage = new Stage();
  readonly outbox: Outbox;
  #hello: Hello;
  #begun: Promise<void> | undefined;
  #endLine = (): void => {};
  #page: Page;
  #unread = -1;
  #typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Other tabs of this browser on the same site. */
  #tabs: BroadcastChannel | undefined;

  constructor(hello: Hello) {
    this.#hello = hello;
    this.#page = hello.page;
    this.flow = hello.chatflow;
    this.isModal = hello.is_modal;
    this.outbox = new Outbox(this);
    try {
      this.#tabs = new BroadcastChannel(`postroom:${hello.channel}`);
      this.#tabs.onmessage = ({ data }) => this.#hearTab(data as { token: string | null });
    } catch {
      // Browsers that lock frames of others out of everything: then each tab is by itself.
    }
    // Who has never talked is no visitor before the panel is opened.
    if (hello.token || hello.identity || this.chats.pending.length > 0) void this.begin();
    if (hello.open) this.open(hello.open);
  }

  get token(): string {
    return this.session?.token ?? '';
  }

  get wishes() {
    return this.#hello.wishes;
  }

  get page(): Page {
    return this.#page;
  }

  get email(): string | null {
    return this.session?.visitor.email ?? null;
  }

  get conversation(): Conversation | undefined {
    const { view } = this;
    return view.kind === 'thread' ? this.chats.conversations.find(({ id }) => id === view.id) : undefined;
  }

  get asksToKeep(): boolean {
    const { consent, storage } = this.flow.options;
    const asks = storage === 'after_consent' || !!this.wishes.asks_consent;
    return asks && consent.kind !== 'explicit' && this.keeping === 'unasked' && !this.#hello.token;
  }

  get asksConsent(): boolean {
    return this.flow.options.consent.kind === 'explicit' && !this.hasConsent;
  }

  hear(message: ToPanel): void {
    switch (message.type) {
      case 'hello':
        return;
      case 'open':
        return this.open(message);
      case 'close':
        this.isOpen = false;
        return;
      case 'modal':
        this.isModal = message.is_modal;
        return;
      case 'page':
        return this.#move(message.page, message.chatflow);
      case 'identity':
        this.#hello = { ...this.#hello, identity: message.identity };
        return this.#restart();
      case 'clear':
        if (this.session) void ask('clear', { token: this.token }).catch(() => undefined);
        this.#tabs?.postMessage({ token: null });
        return this.#forget();
    }
  }

  open({ start_new, focus }: Opening): void {
    const wasOpen = this.isOpen;
    this.isOpen = true;
    if (focus) this.focusAsked += 1;
    if (start_new) this.show({ kind: 'thread', id: null });
    void this.begin().then(() => {
      if (!wasOpen && !start_new) this.#showNewest();
      this.look();
    });
  }

  close(): void {
    tellHost({ type: 'close' });
  }

  emit(name: EventName, detail: Detail = {}): void {
    tellHost({ type: 'event', name, detail });
  }

  begin(): Promise<void> {
    this.#begun ??= this.#start(this.#hello.token);
    return this.#begun;
  }

  /** The server has forgotten the token; there is a new one afterwards. */
  async renew(): Promise<void> {
    this.#begun = this.#start(this.token);
    await this.#begun;
  }

  async #start(token: string | null): Promise<void> {
    const { channel, identity, visit } = this.#hello;
    const body = { channel, token, identity, page: this.#page, visit };
    try {
      const session = await ask<Session>('sessions', { body });
      this.#take(session);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'bad_identity' && identity) {
        this.#hello = { ...this.#hello, identity: null };
        return this.#start(null);
      }
      this.#begun = undefined;
      this.phase = this.session ? this.phase : 'failed';
      if (error.isPassing) setTimeout(() => void this.begin().then(() => this.isOpen && this.#showNewest()), 5_000);
    }
  }

  #take(session: Session): void {
    const isOther = session.token !== this.session?.token;
    const before = this.session?.visitor;
    // Who had no name may have one now, and takes the words along; who had one is somebody else.
    if (before?.is_identified && before.id !== session.visitor.id) keep((this.chats = nothing).pending);
    this.session = session;
    if (session.chatflow) this.flow = session.chatflow;
    if (isOther) this.chats = { ...nothing, pending: this.chats.pending };
    // What was heard since the question was put is newer than the answer.
    let chats = this.chats;
    for (const one of session.conversations) chats = withConversation(chats, one);
    // Whoever is on the line already goes on after what was heard there.
    this.chats = isOther ? { ...chats, seq: session.seq } : chats;
    this.hasConsent ||= session.conversations.length > 0;
    this.phase = 'ready';
    this.#keep();
    if (session.visitor.is_identified) this.emit('identified');
    this.#count();
    if (!isOther) return;
    this.#endLine();
    this.#endLine = holdLine({
      token: () => this.token,
      position: () => this.chats.seq,
      frames: (frames) => frames.forEach((frame) => this.take(frame)),
      state: (isLive) => (this.isLive = isLive),
      unknown: () => this.renew(),
    });
    void this.outbox.run();
  }

  /** Hands the token to the page, which keeps it where it may. */
  #keep(): void {
    if (!this.session) return;
    const { storage } = this.flow.options;
    const hasBegun = this.chats.conversations.length > 0;
    const agreed = this.hasConsent && this.flow.options.consent.kind === 'explicit';
    const keeps =
      this.keeping === 'yes' ||
      (this.keeping !== 'no' &&
        !this.wishes.asks_consent &&
        (storage === 'at_once' || (storage === 'on_start' ? hasBegun || this.isOpen : agreed)));
    tellHost({ type: 'token', token: this.token, keeps });
    if (hasBegun) this.#tabs?.postMessage({ token: this.token });
  }

  #hearTab({ token }: { token: string | null }): void {
    if (token === null) return this.#forget();
    // Another tab has begun to talk; who has not talked here joins in.
    if (token === this.token || this.chats.conversations.length > 0 || this.chats.pending.length > 0) return;
    this.#hello = { ...this.#hello, token };
    this.#restart();
  }

  #restart(): void {
    if (!this.#begun) return;
    this.#begun = this.#start(this.#hello.token ?? this.token);
    void this.#begun.then(() => this.isOpen && this.#showNewest());
  }

  #forget(): void {
    this.#endLine();
    this.#hello = { ...this.#hello, token: null, identity: null };
    this.session = undefined;
    this.#begun = undefined;
    this.claimed = '';
    // What was written by whoever was here is not said by whoever comes.
    keep((this.chats = nothing).pending);
    this.hasConsent = false;
    this.keeping = 'unasked';
    this.view = { kind: 'thread', id: null };
    if (this.isOpen) void this.begin();
  }

  #move(page: Page, flow: Flow): void {
    this.#page = page;
    // Who is talking stays in the flow that he began on.
    if (!this.isOpen || this.chats.conversations.length === 0) this.flow = flow;
    if (this.session) void ask('page', { token: this.token, body: { page } }).catch(() => undefined);
  }

  take(frame: Frame): void {
    if (frame.type === 'resync') {
      void this.#reload(frame).catch(() => undefined);
      return;
    }
    if (frame.type === 'entry' && !this.#isKnown(frame.entry)) {
      this.#arrive(frame.conversation, frame.entry);
    } else if (frame.type === 'conversation') {
      const before = this.chats.conversations.find(({ id }) => id === frame.conversation.id);
      if (before?.status === 'open' && frame.conversation.status === 'closed') {
        this.emit('conversation_closed', { id: before.id });
      }
    } else if (frame.type === 'regrouped') {
      const { id } = frame.conversation;
      // Whoever looks at a chat that is a part of another now looks at that one.
      if (this.conversation?.id === frame.taken_in_id) this.view = { kind: 'thread', id };
      void this.load(id).then(() => this.look());
    } else if (frame.type === 'typing') {
      const id = frame.conversation_id;
      clearTimeout(this.#typingTimers.get(id));
      if (frame.is_typing) {
        const fade = () => this.take({ ...frame, is_typing: false });
        this.#typingTimers.set(id, setTimeout(fade, typing_ms));
      }
    }
    this.chats = apply(this.chats, frame);
    this.#count();
    this.look();
  }

  #isKnown({ id }: Entry): boolean {
    return Object.values(this.chats.threads).some(({ entries }) => entries.some((entry) => entry.id === id));
  }

  #arrive(conversation: Conversation, entry: Entry): void {
    if (entry.author.kind === 'visitor') return;
    this.stage.hold(conversation.id, entry);
    if ((!this.isOpen || document.hidden) && !this.isMuted) chime();
  }

  /** Too much was missed. Only when all of it is here does the number move on; else the next line begins it again. */
  async #reload(frame: Frame): Promise<void> {
    await this.renew();
    await Promise.all(Object.keys(this.chats.threads).map((id) => this.#load(id)));
    this.chats = apply(this.chats, frame);
    this.look();
  }

  show(view: View): void {
    this.view = view;
    this.wantsNew = view.kind === 'thread' && view.id === null;
    this.notice = '';
    if (view.kind === 'thread' && view.id) void this.load(view.id).then(() => this.look());
  }

  select(id: string): void {
    this.show({ kind: 'thread', id });
    this.emit('conversation_selected', { id });
  }

  /** What is most likely wanted: what was not read, else what goes on, else a new conversation. */
  #showNewest(): void {
    const { conversations } = this.chats;
    const newest =
      conversations.find(({ unread }) => unread > 0) ?? conversations.find(({ status }) => status === 'open');
    if (newest) this.show({ kind: 'thread', id: newest.id });
    else if (conversations.length > 0) this.show({ kind: 'list' });
  }

  load(id: string, before?: string): Promise<void> {
    return this.#load(id, before).catch(() => undefined);
  }

  async #load(id: string, before?: string): Promise<void> {
    const query = before ? `?before=${encodeURIComponent(before)}` : '';
    const page = await this.ask<ThreadPage>(`conversations/${id}/entries${query}`, { method: 'GET' });
    const { conversation } = page;
    // It was merged while nobody listened.
    if (conversation.id !== id) this.take({ type: 'regrouped', seq: 0, conversation, taken_in_id: id });
    else this.chats = withPage(this.chats, page, !before);
  }

  /** Asks as this visitor; a token that the server no longer knows is renewed once. */
  async ask<Answer>(path: string, request: { body?: unknown; method?: 'GET' | 'POST' }): Promise<Answer> {
    await this.begin();
    if (!this.session) throw new Refused('offline', 0, undefined, 0);
    try {
      return await ask<Answer>(path, { ...request, token: this.token });
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      await this.renew();
      return ask<Answer>(path, { ...request, token: this.token });
    }
  }

  /** What the visitor looks at is read. */
  look(): void {
    const { conversation } = this;
    if (!this.isOpen || document.hidden || !conversation) return;
    const last = this.chats.threads[conversation.id]?.entries.findLast(({ author }) => author.kind !== 'visitor');
    if (!last || (conversation.visitor_seen ?? '') >= last.id) return;
    this.chats = withConversation(this.chats, { ...conversation, visitor_seen: last.id, unread: 0 });
    this.#count();
    void tell(this, 'seen', { entry_id: last.id }).catch(() => undefined);
  }

  #count(): void {
    const count = unreadOf(this.chats);
    if (count === this.#unread) return;
    this.#unread = count;
    tellHost({ type: 'unread', count });
  }

  /** A conversation has begun: everything that waits goes into it, and the page may keep the token now. */
  begun(conversation: Conversation): void {
    if (this.view.kind === 'thread' && this.view.id === null) this.view = { kind: 'thread', id: conversation.id };
    void this.load(conversation.id);
    this.emit('conversation_started', { id: conversation.id });
    this.#keep();
  }

  agree(): void {
    this.hasConsent = true;
    this.#keep();
  }

  mayKeep(answer: 'yes' | 'no'): void {
    this.keeping = answer;
    this.#keep();
  }
}
