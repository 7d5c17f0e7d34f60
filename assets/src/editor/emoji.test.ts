import { expect, test } from 'vitest';
import { foundEmoji } from './emoji';

test.each([
  ['thumbsup', '👍'],
  ['duim', '👍'],
  ['daumen', '👍'],
  ['feest', '🎉'],
  ['rechnung', '🧾'],
])('%s finds %s', (word, sign) => {
  expect(foundEmoji(word)[0]?.mark).toBe(sign);
});

test('each stands there once', () => {
  const signs = foundEmoji('').map((one) => one.key);
  expect(new Set(signs).size).toBe(signs.length);
  expect(signs.length).toBeGreaterThan(120);
});
