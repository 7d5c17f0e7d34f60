// What screen readers are told without a change of focus: one polite and one assertive region for the whole page.

const gather_ms = 1000;

let polite = $state('');
let assertive = $state('');
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

export function politeWords(): string {
  return polite;
}

export function assertiveWords(): string {
  return assertive;
}

/** Says something when there is a pause; what comes within a second is said together. */
export function announce(words: string): void {
  waiting.push(words);
  timer ??= setTimeout(() => {
    polite = waiting.join('. ');
    waiting = [];
    timer = undefined;
  }, gather_ms);
}

/** Says at once what a person must know now. */
export function alert(words: string): void {
  // The same words twice are said twice only if the region was empty between.
  assertive = '';
  queueMicrotask(() => (assertive = words));
}
