// The chat on the host page: asks the server what this page shows, shows it, and carries words between site and panel.
// A page has one chat, so this is one, with its state here: that also keeps the script small.
import de from '../../locales/de/launcher.json';
import en from '../../locales/en/launcher.json';
import nl from '../../locales/nl/launcher.json';
import type { Detail, EventName, FromPanel, Hello, Opening } from '../protocol';
import type { Config, Flow } from '../wire';
import { endFrame, focusFrame, hasFrame, makeFrame, say } from './frame';
import { buildLauncher } from './launcher';
import { allow, forget, kept, note, remember, visit_ms, within } from './memory';
import { pageNow, watchPlace } from './places';
import type { Settings } from './settings';
import { watch } from './triggers';

/** A greeting that was put away does not come back the same day. */
const hushed_ms = 86_400_000;
/** After so many attempts to ask the server the page goes on without a chat. */
const attempts = 4;

type Emit = (name: EventName, detail?: Detail) => void;

export interface OpenOptions {
  startNew?: boolean;
  focus?: boolean;
}

export let isRunning = false;
/** How the panel was opened; none while it is closed. */
export let opening: Opening | null = null;
const words = { de, en, nl };
const phone = matchMedia('(max-width: 480px)');
const view = visualViewport as VisualViewport;
let settings: Settings;
let emit: Emit;
export let config: Config | undefined;
let elements: ReturnType<typeof buildLauncher> | undefined;
let wantsOpen = false;
let isGreeting = false;
let isCovering = false;
let unread = 0;
let asked = 0;
let stopTriggers = (): void => {};
let focusBefore: Element | null = null;

// The site writes its new title a moment after the address.
watchPlace(() => setTimeout(refresh, 150));
view.addEventListener('resize', draw);
view.addEventListener('scroll', draw);
phone.onchange = () => {
  draw();
  if (elements) say({ type: 'modal', is_modal: isModal() });
};

export function startWidget(given: Settings, emits: Emit, opens: boolean): void {
  settings = given;
  emit = emits;
  wantsOpen = opens;
  isRunning = true;
  remember(settings.channel as string);
  refresh();
}

export function refresh(): void {
  if (isRunning) void ask(1);
}

async function ask(attempt: number): Promise<void> {
  const number = ++asked;
  // As plain text it needs no question ahead (CORS).
  const request = { method: 'POST', credentials: 'omit', body: JSON.stringify(facts()) } as const;
  const answer = await fetch(`${settings.base}api/visitor/config`, request).catch(() => null);
  const body = answer?.ok && ((await answer.json()) as Config);
  if (number !== asked || !isRunning) return;
  if (body) show(body);
  else if (attempt < attempts && (answer?.status ?? 500) > 428) {
    setTimeout(() => number === asked && ask(attempt + 1), 1000 * 5 ** attempt);
  }
}

function show(next: Config): void {
  const before = config?.chatflow;
  const isFirst = !elements;
  config = next;
  const { chatflow } = config;
  if (!chatflow) {
    stopTriggers();
    return draw();
  }
  if (chatflow.options.storage === 'at_once' && !settings.wishes.asks_consent) allow();
  const inline = settings.inline && document.querySelector(settings.inline);
  if (isFirst) {
    elements = buildLauncher(!!inline);
    const [host, , launcher, , , saying, hush] = elements;
    launcher.onclick = saying.onclick = toggle;
    launcher.onmouseenter = approach;
    hush.onclick = () => {
      isGreeting = false;
      note({ hushed: Date.now() });
      draw();
      launcher.focus();
    };
    (inline || document.documentElement).append(host);
  }
  say({ type: 'page', page: pageNow(settings), chatflow });
  if (!hasFrame()) setUnread(config.unread);
  if (before?.id !== chatflow.id) startTriggers(chatflow);
  draw();
  if (!isFirst) return;
  emit('ready', { chatflow: chatflow.id });
  if (wantsOpen || inline || (within(kept.open, visit_ms) && !isModal())) open({ focus: wantsOpen });
  // Who has just talked hears the answer here.
  else if (within(kept.talked, visit_ms)) approach();
}

function startTriggers({ display: { show } }: Flow): void {
  stopTriggers();
  isGreeting = false;
  if (opening || show.how === 'launcher' || within(kept.hushed, hushed_ms)) return;
  stopTriggers = watch(show, () => {
    if (show.how === 'open') return open({ focus: false });
    isGreeting = true;
    draw();
  });
}

/** Makes the panel ready to be opened. */
function approach(): void {
  if (!hasFrame()) elements?.[7].replaceChildren(makeFrame(settings.base, hello, hear));
}

/** What the server decides by. */
function facts() {
  return {
    channel: settings.channel as string,
    token: kept.token ?? null,
    identity: settings.identity ?? null,
    page: pageNow(settings),
    visit: { is_returning: !!kept.again, country: settings.country ?? null },
  };
}

function hello(): Hello {
  const { language, chatflow } = config as Config & { chatflow: Flow };
  return { ...settings, ...facts(), type: 'hello', language, chatflow, is_modal: isModal(), open: opening };
}

function hear(message: FromPanel): void {
  switch (message.type) {
    case 'close':
      close();
      elements?.[2].focus();
      return (focusBefore as HTMLElement | null)?.focus();
    case 'token':
      if (message.keeps) allow();
      return note({ token: message.token });
    case 'unread':
      return setUnread(message.count);
    case 'event':
      if (message.name === 'conversation_started') note({ talked: Date.now() });
      emit(message.name, message.detail);
  }
}

function setUnread(count: number): void {
  if (count === unread) return;
  unread = count;
  draw();
  emit('unread', { count });
}

export function open({ startNew = false, focus = true }: OpenOptions = {}): void {
  wantsOpen = true;
  if (!config?.chatflow) return;
  focus &&= !settings.wishes.has_no_focus;
  approach();
  stopTriggers();
  const wasOpen = opening;
  opening = { start_new: startNew, focus };
  say({ type: 'open', ...opening });
  if (wasOpen) return;
  isGreeting = false;
  focusBefore = document.activeElement;
  note({ open: Date.now() });
  draw();
  if (focus) focusFrame();
  emit('opened');
}

export function close(): void {
  wantsOpen = false;
  if (!opening || settings.inline) return;
  opening = null;
  note({ open: 0 });
  draw();
  say({ type: 'close' });
  endFrame(true);
  emit('closed');
}

export function toggle(): void {
  if (opening) close();
  else open();
}

export function identify(next: string | null): void {
  settings.identity = next;
  say({ type: 'identity', identity: next });
  refresh();
}

export function clear(): void {
  if (!isRunning) return;
  settings.identity = null;
  forget();
  say({ type: 'clear' });
  setUnread(0);
}

export function remove(): void {
  if (!isRunning) return;
  isRunning = false;
  opening = null;
  stopTriggers();
  endFrame();
  draw();
  elements?.[0].remove();
  config = elements = undefined;
  emit('removed');
}

function isModal(): boolean {
  return !settings.inline && phone.matches;
}

/** Shows what is the case. */
function draw(): void {
  if (!elements || !config) return;
  const [host, shell, launcher, badge, greeting, saying, hush, box] = elements;
  const { chatflow, language } = config;
  const text = words[language];
  const { style } = shell;
  const count = opening ? 0 : unread;
  // On a phone the panel is all there is, and the page behind it takes no focus.
  const covers = !!opening && isModal();
  if (covers !== isCovering) isCovering = document.body.inert = covers;
  // Who is talking goes on talking where no chat begins.
  host.hidden = !chatflow && !opening;
  if (chatflow) {
    const { display } = chatflow;
    style.colorScheme = settings.theme;
    style.setProperty('--accent', display.accent);
    style.setProperty('--on-accent', display.on_accent);
    shell.className = `${covers ? 'modal' : host.className} ${display.position}`;
    saying.textContent = display.greeting;
  }
  // The keyboard on the screen takes its place from the window that is seen.
  style.setProperty('--view', `${view.height}px`);
  style.setProperty('--top', `${view.offsetTop}px`);
  launcher.hidden = settings.launcher === 'none';
  launcher.ariaLabel = 'Chat' + (count ? `, ${count} ${text.unread}` : '');
  launcher.ariaExpanded = `${!!opening}`;
  badge.textContent = `${count || ''}`;
  hush.ariaLabel = text.close;
  if (isGreeting === !greeting.className) {
    greeting.className = isGreeting ? 'bubble' : '';
    // Said when it comes, so it is put in, not only shown.
    greeting.replaceChildren(...(isGreeting ? [saying, hush] : []));
  }
  box.className = opening ? 'box' : 'away';
  box.ariaLabel = 'Chat';
}
