import { expect, test } from 'vitest';
import { wordsOf } from './draftWords';

test('a draft is shown as its words in one line', () => {
  expect(wordsOf('<p>Fish &amp; <b>chips</b></p><p>at&nbsp;8 &lt; 9</p>')).toBe('Fish & chips at 8 < 9');
  expect(wordsOf('<p></p>')).toBe('');
});
