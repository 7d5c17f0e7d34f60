// Short notices at the edge of the page, with at most one action (`Z` runs the newest one's).
import { alert, announce } from './announce.svelte';

export interface Toast {
  id: number;
  words: string;
  tone: 'plain' | 'bad';
  action?: { label: string; run: () => void };
  /** When it goes by itself; `undefined` while pointer or focus rests on it. */
  timer?: ReturnType<typeof setTimeout>;
  lasts_ms: number;
}

const plain_ms = 5_000;
/** WCAG 2.2.1: what can be acted on stays long enough to be reached. */
const actionable_ms = 10_000;

export const toasts = $state<Toast[]>([]);
let lastId = 0;

export function toast(
  words: string,
  options: { action?: Toast['action']; tone?: Toast['tone']; lasts_ms?: number } = {},
): number {
  lastId += 1;
  const tone = options.tone ?? 'plain';
  const least_ms = options.action ? actionable_ms : plain_ms;
  const made: Toast = {
    id: lastId,
    words,
    tone,
    action: options.action,
    lasts_ms: Math.max(least_ms, options.lasts_ms ?? 0),
  };
  toasts.push(made);
  if (toasts.length > 3) dismiss(toasts[0]!.id);
  start(made.id);
  (tone === 'bad' ? alert : announce)(words);
  return made.id;
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((one) => one.id === id);
  if (at === -1) return;
  clearTimeout(toasts[at]!.timer);
  toasts.splice(at, 1);
}

export function hold(id: number): void {
  const found = toasts.find((one) => one.id === id);
  clearTimeout(found?.timer);
}

export function start(id: number): void {
  const found = toasts.find((one) => one.id === id);
  if (!found) return;
  clearTimeout(found.timer);
  found.timer = setTimeout(() => dismiss(id), found.lasts_ms);
}

/** Runs the newest action that is still offered. */
export function runLastAction(): void {
  const found = toasts.findLast((one) => one.action);
  if (!found) return;
  dismiss(found.id);
  found.action?.run();
}
