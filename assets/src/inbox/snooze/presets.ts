// The moments that people choose most, as far as they lie ahead.

export interface Preset {
  name: 'later' | 'evening' | 'tomorrow' | 'weekend' | 'week';
  at: Date;
}

const later_ms = 3 * 60 * 60_000;
const evening = 18;

export function presetsAt(now: Date): Preset[] {
  const day = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const until = (weekday: number) => ((weekday - now.getDay() + 6) % 7) + 1;
  const isWeekend = now.getDay() === 0 || now.getDay() === 6;
  // At a full quarter of an hour: nobody means 13:47.
  const quarter_ms = 15 * 60_000;
  const later = new Date(Math.ceil((now.getTime() + later_ms) / quarter_ms) * quarter_ms);
  return [
    { name: 'later', at: later },
    // Shortly before, "later" says the same.
    ...(now.getHours() < evening - 1 ? [{ name: 'evening' as const, at: day(0, evening) }] : []),
    { name: 'tomorrow', at: day(1, 8) },
    ...(isWeekend ? [] : [{ name: 'weekend' as const, at: day(until(6), 10) }]),
    { name: 'week', at: day(until(1), 8) },
  ];
}
