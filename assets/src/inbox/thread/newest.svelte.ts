// Keeps the newest message of a thread in sight until somebody scrolls, and knows what of it can be seen.
import { tick } from 'svelte';

/** Nearer to the end than this, the thread stays at its end when something is added. */
const nearEnd_px = 120;
/** Above the newest message, so that it does not touch the head. */
const margin_px = 16;

/** Lives as long as the component that makes it. */
export class Newest {
  atEnd = $state(true);
  isSeen = $state(true);
  /** Added below while somebody reads further up. */
  unseen = $state(0);
  #scroller: () => HTMLElement | undefined;
  // Frames and pictures grow while they load: what was brought into sight stays there until somebody scrolls.
  #isAnchored = true;
  #settled_px = 0;
  #measured_px = 0;

  constructor(scroller: () => HTMLElement | undefined) {
    this.#scroller = scroller;
    $effect(() => {
      const element = scroller();
      if (!element?.firstElementChild) return;
      const observer = new ResizeObserver(() => (this.#isAnchored ? this.#settle() : this.#look()));
      observer.observe(element.firstElementChild);
      observer.observe(element);
      return () => observer.disconnect();
    });
  }

  /** Another conversation is shown from its end. */
  begin(): void {
    this.unseen = 0;
    this.atEnd = true;
    this.isSeen = true;
    this.#isAnchored = true;
  }

  /** Brings the beginning of the newest message into sight, or the end of the thread if that is further up. */
  async show(): Promise<void> {
    await tick();
    this.unseen = 0;
    this.#isAnchored = true;
    this.#settle();
  }

  /** Something else is looked at from now on. */
  letGo(): void {
    this.#isAnchored = false;
  }

  scrolled(): void {
    const scroller = this.#scroller();
    // What grew meanwhile was not scrolled away from.
    if (!scroller || scroller.scrollHeight !== this.#measured_px) return;
    if (Math.abs(scroller.scrollTop - this.#settled_px) > 1) this.#isAnchored = false;
    this.#look();
  }

  #card(): HTMLElement | undefined {
    return [...(this.#scroller()?.querySelectorAll<HTMLElement>(':scope > * > article') ?? [])].at(-1);
  }

  #settle(): void {
    const scroller = this.#scroller();
    if (!scroller) return;
    scroller.scrollTop = (this.#card()?.offsetTop ?? scroller.scrollHeight) - margin_px;
    this.#look();
  }

  /** What the person can see now. */
  #look(): void {
    const scroller = this.#scroller();
    if (!scroller) return;
    this.#settled_px = scroller.scrollTop;
    this.#measured_px = scroller.scrollHeight;
    const bottom_px = scroller.scrollTop + scroller.clientHeight;
    this.atEnd = scroller.scrollHeight - bottom_px < nearEnd_px;
    this.isSeen = (this.#card()?.offsetTop ?? 0) < bottom_px - nearEnd_px / 2;
    if (this.atEnd) this.unseen = 0;
  }
}
