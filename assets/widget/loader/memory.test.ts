import { beforeEach, expect, test, vi } from 'vitest';

const key = 'postroom:key';
const token = `pv_${'a'.repeat(43)}`;

/** A new page of the site: its script begins with nothing in mind. */
async function page() {
  vi.resetModules();
  const memory = await import('./memory');
  memory.remember('key');
  return memory;
}

beforeEach(() => localStorage.clear());

test('nothing is kept before it may', async () => {
  const memory = await page();
  memory.note({ token, talked: Date.now() });
  expect(memory.kept.token).toBe(token);
  expect(localStorage.length).toBe(0);
});

test('from when it may, everything is kept under one key and found on the next page', async () => {
  const memory = await page();
  memory.note({ token });
  memory.allow();
  expect(Object.keys(localStorage)).toEqual([key]);
  expect((await page()).kept.token).toBe(token);
});

test('what another tab keeps or forgets is not undone', async () => {
  const here = await page();
  here.allow();
  const there = await page();
  there.note({ token });
  here.note({ hushed: 1 });
  expect(here.kept.token).toBe(token);
  there.forget();
  expect(localStorage.length).toBe(0);
  here.note({ hushed: 2 });
  expect(here.kept.token).toBeUndefined();
});

test('who comes back after half an hour is here again', async () => {
  localStorage.setItem(key, JSON.stringify({ last: Date.now() - 31 * 60_000 }));
  expect((await page()).kept.again).toBe(true);
  localStorage.setItem(key, JSON.stringify({ last: Date.now() - 60_000 }));
  expect((await page()).kept.again).toBe(false);
});

test.each(['null', '[', '7', '"pv_x"'])('%s in its place does no harm', async (text) => {
  localStorage.setItem(key, text);
  const memory = await page();
  memory.allow();
  memory.note({ token });
  expect(memory.kept.token).toBe(token);
});

test('a browser that keeps nothing has it as long as the page lives', async () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
  const memory = await page();
  memory.allow();
  memory.note({ token });
  memory.note({ hushed: 1 });
  expect(memory.kept.token).toBe(token);
});
