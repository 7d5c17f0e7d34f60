import { expect, test } from 'vitest';
import { contrast, ink, normal, presets } from './colour';

test('a colour is read as people write it', () => {
  expect(normal('#ABC')).toBe('#aabbcc');
  expect(normal(' 4f46e5 ')).toBe('#4f46e5');
  expect(normal('red')).toBeUndefined();
  expect(normal('#12345')).toBeUndefined();
});

test('contrast is what the guidelines say', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 1);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.each(presets)('white can be read on %s, and it can be seen on a white page', (preset) => {
  expect(ink(preset)).toBe('#ffffff');
  expect(contrast(preset, '#ffffff')).toBeGreaterThanOrEqual(4.5);
});

test('one of black and white can be read on every colour', () => {
  for (let red = 0; red < 256; red += 51)
    for (let green = 0; green < 256; green += 51)
      for (let blue = 0; blue < 256; blue += 51) {
        const colour = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
        expect(contrast(colour, ink(colour)), colour).toBeGreaterThanOrEqual(4.5);
      }
});
