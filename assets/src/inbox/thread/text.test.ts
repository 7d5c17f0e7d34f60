import { expect, test } from 'vitest';
import { pieces } from './text';

test('addresses become links, the sentence around them stays', () => {
  expect(pieces('See https://example.org/a?b=1. Or ask zoe@example.org!')).toEqual([
    { text: 'See ' },
    { text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
    { text: '. Or ask ' },
    { text: 'zoe@example.org', href: 'mailto:zoe@example.org' },
    { text: '!' },
  ]);
});

test('what could run is text', () => {
  expect(pieces('javascript:alert(1) <script>')).toEqual([{ text: 'javascript:alert(1) <script>' }]);
});
