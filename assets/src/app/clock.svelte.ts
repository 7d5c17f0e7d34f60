// The present, as a value that changes often enough for relative times.

const tick_ms = 30_000;
let current = $state(Date.now());

setInterval(() => (current = Date.now()), tick_ms);

export function now(): number {
  return current;
}
