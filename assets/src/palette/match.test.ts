import { expect, test } from 'vitest';
import { match } from './match';

const titles = [
  'Close and go on',
  'Close and stay, or reopen',
  'All open',
  'Compact rows',
  'Größe der Äpfel',
  'Snooze',
];

function found(wanted: string): string[] {
  return titles
    .flatMap((title) => {
      const fits = match(title, wanted);
      return fits ? [{ title, score: fits.score }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .map((one) => one.title);
}

test.each([
  ['close', ['Close and go on', 'Close and stay, or reopen']],
  ['open', ['All open', 'Close and stay, or reopen']],
  ['apfel', ['Größe der Äpfel']],
  ['grosse', []],
  ['cago', ['Close and go on']],
  ['cr', ['Compact rows']],
  ['stay close', ['Close and stay, or reopen']],
  ['snz', ['Snooze']],
  ['zzz', []],
])('%s finds %j first', (wanted, expected) => {
  expect(found(wanted).slice(0, expected.length || 1)).toEqual(expected);
});

test('the letters that fit are told', () => {
  expect(match('Close and go on', 'go')?.at).toEqual([10, 11]);
  expect(match('Äpfel', 'apf')?.at).toEqual([0, 1, 2]);
});

test('nothing typed fits everything, the shorter the better', () => {
  expect(match('Snooze', '')!.score).toBeGreaterThan(match('Close and go on', '')!.score);
});
