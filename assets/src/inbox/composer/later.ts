// Moments at which a message can be sent later. Pure, in the person's own time zone.

export interface Moment {
  key: 'evening' | 'tomorrow' | 'monday';
  at: Date;
}

const morning_h = 9;
const evening_h = 18;

/** What is offered at this moment; only what lies ahead. */
export function moments(now: Date): Moment[] {
  const found: Moment[] = [];
  const evening = dayAt(now, 0, evening_h);
  if (evening.getTime() - now.getTime() > 60 * 60_000) found.push({ key: 'evening', at: evening });
  found.push({ key: 'tomorrow', at: dayAt(now, 1, morning_h) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  // On a Sunday, tomorrow is Monday.
  if (toMonday > 1) found.push({ key: 'monday', at: dayAt(now, toMonday, morning_h) });
  return found;
}

/** As `<input type="datetime-local">` has it. */
export function toField(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What was chosen, if it is a moment ahead. */
export function fromField(text: string, now: Date): Date | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at <= now ? undefined : at;
}

function dayAt(from: Date, days: number, hour: number): Date {
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, hour);
}
