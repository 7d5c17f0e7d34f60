import { expect, test } from 'vitest';
import { forgottenFile } from './reminder';

test.each([
  ['<p>I have attached the form.</p>', 'attached'],
  ['<p>Zie de <b>bijlage</b>.</p>', 'bijlage'],
  ['<p>Die Rechnung finden Sie im Anhang.</p>', 'Anhang'],
  ['<p>Anbei der Vertrag</p>', 'Anbei'],
  ['<p>I am not unattached to it</p>', undefined],
  ['<p>Ok</p><blockquote><p>See the attachment</p></blockquote>', undefined],
  ['<p>We hangen aan elkaar</p>', undefined],
])('%s speaks of %s', (html, word) => {
  expect(forgottenFile(html)).toBe(word);
});
