// Which conversations of the list are chosen, to do one thing to all of them. Choosing follows the conversation, not
// its place; another list begins without.
import { SvelteSet } from 'svelte/reactivity';

const chosen = new SvelteSet<string>();
let all = $state(false);
/** Where extending begins. */
let anchor: string | undefined;

export function isChosen(id: string): boolean {
  return all || chosen.has(id);
}

export function chosenIds(): string[] {
  return [...chosen];
}

export function chosenCount(): number {
  return chosen.size;
}

/** Everything in the list, also what was not loaded. */
export function isWhole(): boolean {
  return all;
}

export function toggle(id: string): void {
  all = false;
  if (chosen.has(id)) chosen.delete(id);
  else chosen.add(id);
  anchor = id;
}

export function chooseOnly(id: string): void {
  clearChoice();
  chosen.add(id);
  anchor = id;
}

/** Chooses all from the last one that was touched up to this one, as they are drawn. */
export function extendTo(id: string, drawn: readonly string[]): void {
  all = false;
  const from = drawn.indexOf(anchor ?? id);
  const to = drawn.indexOf(id);
  if (from === -1 || to === -1) return toggle(id);
  for (const one of drawn.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.add(one);
}

export function chooseAll(ids: readonly string[]): void {
  all = false;
  for (const id of ids) chosen.add(id);
}

export function chooseWhole(): void {
  all = true;
}

export function clearChoice(): void {
  chosen.clear();
  all = false;
  anchor = undefined;
}

/** What is no longer there cannot be chosen. */
export function keepChosen(ids: ReadonlySet<string>): void {
  for (const id of chosen) if (!ids.has(id)) chosen.delete(id);
}
