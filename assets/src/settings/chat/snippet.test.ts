import { expect, test } from 'vitest';
import { linesOf, snippet } from './snippet';

test('a site pastes one line', () => {
  const expected = '<script async src="https://desk.example/widget.js" data-channel="abc"></script>';
  expect(snippet('https://desk.example/', 'abc', false)).toBe(expected);
  expect(snippet('https://desk.example', 'abc', true)).toContain('/widget-hubspot.js"');
});

test('origins are read as people type them', () => {
  const typed = ' https://a.example\n\nhttps://b.example, https://a.example\n';
  expect(linesOf(typed)).toEqual(['https://a.example', 'https://b.example']);
});
