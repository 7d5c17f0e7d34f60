// The page that the panel stands on. Only the window above is heard, and only from the origin that has greeted first;
// whether that origin may hold the panel at all was decided by the frame's own policy.
import { isToken, sealed, version, type FromPanel, type Hello, type ToPanel } from '../protocol';

let origin: string | undefined;

type Fields = Record<string, unknown>;

/** Reads what a page has said; what does not fit is not heard. */
export function readToPanel(data: unknown): ToPanel | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const found = data as Fields;
  if (found.postroom !== version) return undefined;
  switch (found.type) {
    case 'hello':
      return isHello(found) ? (found as unknown as Hello) : undefined;
    case 'open':
      return { type: 'open', start_new: found.start_new === true, focus: found.focus === true };
    case 'close':
    case 'clear':
      return { type: found.type };
    case 'modal':
      return { type: 'modal', is_modal: found.is_modal === true };
    case 'page':
      return isPage(found.page) && isFlow(found.chatflow) ? (found as unknown as ToPanel) : undefined;
    case 'identity':
      return isTextOrNull(found.identity) ? { type: 'identity', identity: found.identity } : undefined;
  }
  return undefined;
}

function isHello({ channel, token, identity, page, visit, language, chatflow, wishes, theme }: Fields): boolean {
  return (
    isText(channel) &&
    (token === null || isToken(token)) &&
    isTextOrNull(identity) &&
    isPage(page) &&
    isObject(visit) &&
    isText(language) &&
    isFlow(chatflow) &&
    isObject(wishes) &&
    isText(theme)
  );
}

function isPage(value: unknown): boolean {
  return isObject(value) && isText(value.url);
}

function isFlow(value: unknown): boolean {
  return isObject(value) && isObject(value.display) && isObject(value.availability) && isObject(value.options);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

export function hearHost(hear: (message: ToPanel) => void): void {
  addEventListener('message', ({ data, origin: from, source }) => {
    if (source !== window.parent || (origin !== undefined && from !== origin)) return;
    const message = readToPanel(data);
    if (!message || (origin === undefined && message.type !== 'hello')) return;
    origin = from;
    hear(message);
  });
}

export function tellHost(message: FromPanel): void {
  if (origin !== undefined) window.parent.postMessage(sealed(message), origin);
}
