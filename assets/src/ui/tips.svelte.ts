// Words that appear beside a control on hover and focus. A control asks for them by attributes alone: `data-tip` the
// words, `data-tip-key` its usual key, `data-tip-side` where they stand. There are dozens on a page and one is shown at
// a time, so that one tooltip serves them all, and a control with words costs no more than one without.

export type Side = 'top' | 'bottom' | 'left' | 'right';

/** Before the first one; the next one comes at once while the last is only just gone. */
const wait_ms = 500;
const warm_ms = 300;
/** To go from the control to its words, which stay as long as they are pointed at (WCAG 1.4.13). */
const grace_ms = 150;

export class Tips {
  open = $state(false);
  anchor = $state.raw<HTMLElement>();
  words = $state('');
  key = $state('');
  side = $state<Side>('bottom');
  /** The words themselves, while they are shown. */
  content: HTMLElement | undefined;

  /** What the pointer is over; where it was pressed, nothing more is said until it has left. */
  #over: HTMLElement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #byFocus = false;
  #closed_ms = -Infinity;
  #focused_ms = -Infinity;

  /** Listens for as long as the page is shown; gives back what ends it. */
  listen(): () => void {
    const ending = new AbortController();
    const options = { capture: true, passive: true, signal: ending.signal };
    document.addEventListener('pointerover', (event) => this.#pointed(event), options);
    document.documentElement.addEventListener('pointerleave', () => this.#left(), { signal: ending.signal });
    document.addEventListener('pointerdown', () => this.close(), options);
    document.addEventListener('focusin', (event) => this.#focused(event), options);
    // A control that is taken out of the page loses its focus while the page is being drawn: nothing may change then.
    document.addEventListener('focusout', () => queueMicrotask(() => this.#blurred()), options);
    document.addEventListener('scroll', (event) => this.#scrolled(event), options);
    return () => {
      ending.abort();
      this.close();
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#byFocus = false;
    if (!this.open) return;
    this.open = false;
    this.#closed_ms = performance.now();
  }

  /** The control has gone, or says something else by now. */
  look(): void {
    if (!this.anchor?.isConnected) this.close();
    else this.#read(this.anchor);
  }

  #show(anchor: HTMLElement): void {
    clearTimeout(this.#timer);
    this.#read(anchor);
    this.anchor = anchor;
    this.open = this.words !== '';
  }

  #read(anchor: HTMLElement): void {
    const { tip = '', tipKey = '', tipSide = 'bottom' } = anchor.dataset;
    this.words = tip;
    this.key = tipKey;
    this.side = tipSide as Side;
  }

  #pointed(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    const target = event.target as Element;
    if (this.open && this.content?.contains(target)) {
      clearTimeout(this.#timer);
      return;
    }
    const anchor = anchorOf(target);
    if (!anchor) this.#left();
    else if (anchor !== this.#over) {
      this.#over = anchor;
      this.#byFocus = false;
      clearTimeout(this.#timer);
      const isWarm = this.open || performance.now() - this.#closed_ms < warm_ms;
      if (isWarm) this.#show(anchor);
      else this.#timer = setTimeout(() => this.#show(anchor), wait_ms);
    } else if (this.open) clearTimeout(this.#timer);
  }

  #left(): void {
    this.#over = undefined;
    if (this.#byFocus) return;
    clearTimeout(this.#timer);
    if (this.open) this.#timer = setTimeout(() => this.close(), grace_ms);
  }

  #focused(event: FocusEvent): void {
    const anchor = anchorOf(event.target as Element);
    // A click or a dialog that closes gives the focus as well: that is no question.
    if (!anchor || anchor !== event.target || !anchor.matches(':focus-visible')) return;
    this.#show(anchor);
    this.#byFocus = true;
    this.#focused_ms = performance.now();
  }

  #blurred(): void {
    if (this.#byFocus && document.activeElement !== this.anchor) this.close();
  }

  #scrolled(event: Event): void {
    // The browser scrolls to what it has just given the focus.
    if (!this.open || performance.now() - this.#focused_ms < 100) return;
    if (event.target instanceof Node && event.target.contains(this.anchor ?? null)) this.close();
  }
}

function anchorOf(target: Element): HTMLElement | undefined {
  return target.closest<HTMLElement>('[data-tip]') ?? undefined;
}
