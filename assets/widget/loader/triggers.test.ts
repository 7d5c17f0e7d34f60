import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Show } from '../wire';
import { scrolledPercent, watch } from './triggers';

const never: Show = { how: 'greeting', after_s: null, scroll_percent: null, on_exit_intent: false };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function scrollTo(top: number) {
  const page = document.documentElement;
  vi.spyOn(page, 'scrollTop', 'get').mockReturnValue(top);
  vi.spyOn(page, 'scrollHeight', 'get').mockReturnValue(innerHeight + 1000);
  vi.spyOn(document, 'scrollingElement', 'get').mockReturnValue(page);
  dispatchEvent(new Event('scroll'));
}

function leave(clientY: number) {
  document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY }));
}

test.each([
  [0, 2000, 1000, 0],
  [500, 2000, 1000, 50],
  [1000, 2000, 1000, 100],
  [0, 800, 1000, 0],
])('%i of %i in a view of %i is %i per cent', (top, page, view, percent) => {
  expect(scrolledPercent(top, page, view)).toBe(percent);
});

test('without a trigger it comes at once', () => {
  const fire = vi.fn();
  watch(never, fire);
  vi.advanceTimersByTime(0);
  expect(fire).toHaveBeenCalledOnce();
});

test('it comes after its seconds, not before', () => {
  const fire = vi.fn();
  watch({ ...never, after_s: 5 }, fire);
  vi.advanceTimersByTime(4999);
  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fire).toHaveBeenCalledOnce();
});

test('it comes when enough of the page was scrolled', () => {
  const fire = vi.fn();
  watch({ ...never, scroll_percent: 50 }, fire);
  scrollTo(499);
  expect(fire).not.toHaveBeenCalled();
  scrollTo(500);
  expect(fire).toHaveBeenCalledOnce();
});

test('it comes when the pointer leaves over the top, not over a side', () => {
  const fire = vi.fn();
  watch({ ...never, on_exit_intent: true }, fire);
  leave(300);
  expect(fire).not.toHaveBeenCalled();
  leave(-1);
  expect(fire).toHaveBeenCalledOnce();
});

test.each<[string, () => void]>([
  ['time', () => vi.advanceTimersByTime(5000)],
  ['scrolling', () => scrollTo(600)],
  ['leaving', () => leave(-1)],
])('of several triggers %s alone is enough, and it comes once', (_, meet) => {
  const fire = vi.fn();
  watch({ ...never, after_s: 5, scroll_percent: 50, on_exit_intent: true }, fire);
  scrollTo(0);
  meet();
  expect(fire).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(60_000);
  scrollTo(900);
  leave(-1);
  expect(fire).toHaveBeenCalledOnce();
});

test('stopped in time it never comes', () => {
  const fire = vi.fn();
  const stop = watch({ ...never, after_s: 5, scroll_percent: 50, on_exit_intent: true }, fire);
  stop();
  vi.advanceTimersByTime(60_000);
  scrollTo(900);
  leave(-1);
  expect(fire).not.toHaveBeenCalled();
});
