// How long to wait before the next attempt to reach the server.

const first_ms = 500;
const most_ms = 30_000;

/** Doubles from half a second to half a minute, then takes 50 to 100 % of it, so that pages do not return in step. */
export function backoff(attempt: number, random: number): number {
  const whole_ms = Math.min(most_ms, first_ms * 2 ** attempt);
  return whole_ms * (0.5 + random / 2);
}
