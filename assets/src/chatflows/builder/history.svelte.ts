// What can be taken back: the versions of a script, and what led to each.
import type { Script } from './script';

const versions_max = 200;

export class History {
  current = $state.raw<Script>()!;
  #past = $state.raw<Script[]>([]);
  #future = $state.raw<Script[]>([]);
  /** Typing in one field is one change. */
  #typing: string | undefined;

  constructor(script: Script) {
    this.current = script;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A new version. Changes of the same field one after the other are taken back together. */
  change(next: Script, field?: string): void {
    if (next === this.current) return;
    const goesOn = field !== undefined && field === this.#typing;
    this.#typing = field;
    if (!goesOn) this.#past = [...this.#past.slice(1 - versions_max), this.current];
    this.#future = [];
    this.current = next;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#typing = undefined;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.current, ...this.#future];
    this.current = before;
  }

  redo(): void {
    const [after, ...rest] = this.#future;
    if (!after) return;
    this.#typing = undefined;
    this.#past = [...this.#past, this.current];
    this.#future = rest;
    this.current = after;
  }
}
