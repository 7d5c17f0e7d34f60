import { beforeAll, beforeEach, expect, test, vi } from 'vitest';

interface Window {
  url: string;
  frameType: 'top-level' | 'nested' | 'auxiliary';
  focused: boolean;
  focus: () => Promise<void>;
  postMessage: (message: unknown) => void;
}

const scope = 'https://desk.example/postroom/';
const hear = new Map<string, (event: unknown) => void>();
const showNotification = vi.fn(async () => {});
const openWindow = vi.fn(async () => {});
let windows: Window[] = [];

beforeAll(async () => {
  vi.stubGlobal('POSTROOM_SHELL', { version: '1', files: [] });
  vi.stubGlobal('self', {
    location: new URL(scope),
    registration: { scope, showNotification },
    clients: { matchAll: async () => windows, openWindow },
    addEventListener: (type: string, then: (event: unknown) => void) => hear.set(type, then),
  });
  await import('./worker');
});

beforeEach(() => {
  windows = [];
  showNotification.mockClear();
  openWindow.mockClear();
});

function window(path: string, frameType: Window['frameType'], focused = false): Window {
  return { url: scope + path, frameType, focused, focus: vi.fn(async () => {}), postMessage: vi.fn() };
}

/** What the worker does about an event, to its end. */
async function happens(type: string, event: object): Promise<void> {
  const done: Promise<unknown>[] = [];
  hear.get(type)!({ ...event, waitUntil: (one: Promise<unknown>) => done.push(one) });
  await Promise.all(done);
}

const told = { id: '1', title: 'Zoë', body: 'Hello', address: 'inbox/open/a' };
const push = () => happens('push', { data: { json: () => told } });
const click = () =>
  happens('notificationclick', { notification: { close: () => {}, data: { address: `${scope}inbox/open/a` } } });

test('whoever looks at a page of ours hears there', async () => {
  windows = [window('inbox', 'top-level', true)];
  await push();
  expect(showNotification).not.toHaveBeenCalled();
  windows = [window('inbox', 'top-level')];
  await push();
  expect(showNotification).toHaveBeenCalledOnce();
});

test.each([
  ['the chat of a site of ours', window('chat/panel/key', 'nested', true)],
  ['a chat in a window of its own', window('chat/panel/key', 'top-level', true)],
  ['the frame of a mail', window('inbox/open/a', 'nested', true)],
])('who looks at %s is told all the same', async (_what, focused) => {
  windows = [focused];
  await push();
  expect(showNotification).toHaveBeenCalledOnce();
});

test('a click leads the page to what it is about, and no frame within it', async () => {
  const frame = window('inbox', 'nested');
  const page = window('inbox', 'top-level');
  windows = [frame, page];
  await click();
  expect(page.focus).toHaveBeenCalledOnce();
  expect(page.postMessage).toHaveBeenCalledWith({ type: 'go', address: `${scope}inbox/open/a` });
  expect(frame.postMessage).not.toHaveBeenCalled();
  expect(openWindow).not.toHaveBeenCalled();
});

test('a page that another page has opened is a page too', async () => {
  const page = window('inbox', 'auxiliary');
  windows = [page];
  await click();
  expect(page.postMessage).toHaveBeenCalledOnce();
});

test('where only frames and chats are open, a click opens a window', async () => {
  windows = [window('inbox', 'nested'), window('chat/panel/key', 'top-level'), window('api/files/1', 'top-level')];
  await click();
  expect(openWindow).toHaveBeenCalledWith(`${scope}inbox/open/a`);
});
