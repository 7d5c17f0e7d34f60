// What comes after a conversation that leaves its list: the inbox knows, whoever lets it leave asks.

let goOn: (id: string) => void = () => {};

/** The inbox says how it goes on. */
export function whenLeft(then: (id: string) => void): void {
  goOn = then;
}

let back: () => void = () => {};

/** The inbox says how what was taken back is seen again. */
export function whenTakenBack(then: () => void): void {
  back = then;
}

/** A deed of the person at the screen was undone: its row must not wait for the pointer. */
export function tookBack(): void {
  back();
}

/** The conversation leaves the list by a deed of the person at the screen. */
export function leave(id: string): void {
  goOn(id);
}
