import { EditorState, TextSelection } from 'prosemirror-state';
import { expect, test, vi } from 'vitest';
import { documentOf, htmlOf } from './clean';
import { actions, activeActions, setLink } from './commands';
import { schema } from './schema';

// The schema must be strict by itself; and the purifier needs a real browser's DOM.
vi.mock('../lib/purify', () => ({
  purified: async (html: string) => new DOMParser().parseFromString(html, 'text/html').body,
}));

const kept = async (html: string) => htmlOf(await documentOf(html));

test.each([
  [
    '<p>Plain <b>bold</b> <i>leaning</i> <u>under</u></p>',
    '<p>Plain <strong>bold</strong> <em>leaning</em> <u>under</u></p>',
  ],
  ['<ul><li>one</li><li>two</li></ul>', '<ul><li><p>one</p></li><li><p>two</p></li></ul>'],
  ['<h1>Title</h1>', '<h3>Title</h3>'],
  ['<p onclick="alert(1)">Text<script>alert(1)</script></p>', '<p>Text</p>'],
  [
    '<p><a href="javascript:alert(1)">bad</a> <a href="https://ok.example">good</a></p>',
    '<p>bad <a href="https://ok.example">good</a></p>',
  ],
  ['<p>Before<img src="https://elsewhere.example/x.png">after</p>', '<p>Beforeafter</p>'],
  [
    '<table><tr><th>Model</th><td>Price</td></tr></table>',
    '<table><tbody><tr><th><p>Model</p></th><td><p>Price</p></td></tr></tbody></table>',
  ],
])('%s is kept as %s', async (html, expected) => {
  expect(await kept(html)).toBe(expected);
});

test('our own uploads are the only pictures', async () => {
  const html = '<p><img src="/api/uploads/0193a000-0000-7000-8000-000000000001/content" alt="plan"></p>';
  expect(await kept(html)).toBe(html);
});

async function stateOf(html: string): Promise<EditorState> {
  const doc = await documentOf(html);
  return EditorState.create({ doc, schema, selection: TextSelection.create(doc, 1, doc.content.size - 1) });
}

test('a selection becomes bold, and the button says so', async () => {
  let state = await stateOf('<p>word</p>');
  actions.strong(state, (transaction) => (state = state.apply(transaction)));
  expect(htmlOf(state.doc)).toBe('<p><strong>word</strong></p>');
  expect(activeActions(state)).toContain('strong');
});

test('an address without a scheme gets one, and an empty one takes the link away', async () => {
  let state = await stateOf('<p>word</p>');
  setLink('example.org')(state, (transaction) => (state = state.apply(transaction)));
  expect(htmlOf(state.doc)).toBe('<p><a href="https://example.org">word</a></p>');
  setLink('')(state, (transaction) => (state = state.apply(transaction)));
  expect(htmlOf(state.doc)).toBe('<p>word</p>');
});
