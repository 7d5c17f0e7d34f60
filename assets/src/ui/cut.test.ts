import { expect, test } from 'vitest';
import { clamped, fitted, square } from './cut';

const wide = { width: 400, height: 200 };

test('the whole height is kept at first, in the middle', () => {
  expect(square(wide, fitted(wide))).toEqual({ x: 100, y: 0, side: 200 });
});

test.each([
  [
    { x: -50, y: 500, zoom: 1 },
    { x: 0, y: 0, side: 200 },
  ],
  [
    { x: 9_999, y: 0, zoom: 2 },
    { x: 300, y: 0, side: 100 },
  ],
  [
    { x: 200, y: 100, zoom: 99 },
    { x: 180, y: 80, side: 40 },
  ],
  [
    { x: 200, y: 100, zoom: 0 },
    { x: 100, y: 0, side: 200 },
  ],
])('%o stays within the picture', (cut, part) => {
  expect(square(wide, clamped(wide, cut))).toEqual(part);
});
