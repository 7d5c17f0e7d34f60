import { expect, test, vi } from 'vitest';
import { documentOf, htmlOf, sliceOf } from './clean';
import { withTokens } from './insert';
import { schema } from './schema';
import { emptyToken, type Facts } from './tokens';

vi.mock('../lib/purify', () => ({
  purified: async (html: string) => new DOMParser().parseFromString(html, 'text/html').body,
}));

const facts: Facts = {
  contact: { name: '', email: 'zoe@example.org' },
  agent: { name: 'Ida' },
  conversation: { subject: 'Order 17' },
  inbox: { name: 'Support' },
};

async function written(html: string): Promise<string> {
  const slice = withTokens(await sliceOf(html), facts);
  return htmlOf(schema.node('doc', null, slice.content));
}

test('tokens become chips with what is known, or with their fallback', async () => {
  expect(await written('<p>Hi {{contact.name|there}}, <b>{{agent.name}}</b></p>')).toBe(
    '<p>Hi <span data-token="contact.name">there</span>, <strong><span data-token="agent.name">Ida</span></strong></p>',
  );
});

test('in code they are letters', async () => {
  expect(await written('<pre><code>{{agent.name}}</code></pre>')).toBe('<pre><code>Ida</code></pre>');
});

test('one that nothing is known for is pointed out', async () => {
  expect(emptyToken(await written('<p>Hi {{contact.name}}</p>'))).toBe('contact.name');
  expect(emptyToken(await written('<p>Hi {{contact.name|there}}</p>'))).toBeUndefined();
});

test('chips and mentions are the same after a reload', async () => {
  const html =
    '<p><span data-mention="agent-0193">@Ida</span> <span data-token="contact.name">there</span> <span data-token="inbox.name"></span></p>';
  expect(htmlOf(await documentOf(html))).toBe(html);
});
