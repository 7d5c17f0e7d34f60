// What the list below the caret shows, and what its keys do.
import type { EditorView } from 'prosemirror-view';
import { insertSuggestion } from './insert';
import type { Sign, Sources, Suggestion, Trigger } from './suggest';

/** More would be read by nobody. */
const items_max = 8;

export class Suggesting {
  items = $state.raw<Suggestion[]>([]);
  at = $state(0);
  place = $state.raw({ left: 0, top: 0, bottom: 0 });

  #view: EditorView | undefined;
  #trigger: Trigger | undefined;
  /** Where somebody pressed Escape: not asked again there. */
  #left: number | undefined;

  constructor(
    private readonly sources: () => Sources,
    private readonly id: string,
  ) {}

  get signs(): Sign[] {
    return Object.keys(this.sources()) as Sign[];
  }

  asked = (trigger: Trigger | undefined, view: EditorView): void => {
    this.#view = view;
    this.#trigger = trigger;
    if (trigger?.from !== this.#left) this.#left = undefined;
    if (!trigger || trigger.from === this.#left) {
      this.#show([]);
      return;
    }
    const found = this.sources()[trigger.sign]?.(trigger.query) ?? [];
    if (Array.isArray(found)) {
      this.#show(found);
      return;
    }
    void found.then(
      (items) => this.#trigger === trigger && this.#show(items),
      () => this.#show([]),
    );
  };

  key = (event: KeyboardEvent): boolean => {
    const count = this.items.length;
    if (count === 0) return false;
    switch (event.key) {
      case 'ArrowDown':
        this.#point((this.at + 1) % count);
        return true;
      case 'ArrowUp':
        this.#point((this.at + count - 1) % count);
        return true;
      case 'Enter':
      case 'Tab':
        if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
        event.preventDefault();
        this.choose(this.items[this.at]!);
        return true;
      case 'Escape':
        this.#left = this.#trigger?.from;
        this.#show([]);
        // The composer would take it for itself.
        event.stopPropagation();
        return true;
      default:
        return false;
    }
  };

  choose = (item: Suggestion): void => {
    const [view, trigger] = [this.#view, this.#trigger];
    this.#show([]);
    if (view && trigger) void insertSuggestion(view, trigger, item);
  };

  close(): void {
    // An editor that is taken away loses the focus while the page is being drawn: nothing may change then that is as it was.
    if (this.items.length > 0) this.#show([]);
  }

  #show(items: Suggestion[]): void {
    const isNew = this.items.length === 0;
    this.items = items.slice(0, items_max);
    if (this.items.length > 0 && this.#view && this.#trigger) {
      if (isNew) this.place = this.#view.coordsAtPos(this.#trigger.from);
      this.#point(0);
    }
    this.#say();
  }

  #point(at: number): void {
    this.at = at;
    this.#say();
  }

  /** Tells screen readers, whose focus stays in the text. */
  #say(): void {
    const field = this.#view?.dom;
    if (!field) return;
    if (this.items.length === 0) {
      field.removeAttribute('aria-activedescendant');
      field.removeAttribute('aria-controls');
      return;
    }
    field.setAttribute('aria-controls', this.id);
    field.setAttribute('aria-activedescendant', `${this.id}-${this.at}`);
  }
}
