import { expect, test } from 'vitest';
import { contentOf, type Content } from '../draft.svelte';
import { someFlow } from '../fixtures';
import { spoken } from './spoken';

test('a bot greets somebody of whom nothing is known', () => {
  const bot = {
    first: 1,
    steps: [{ id: 1, kind: { do: 'say', bubbles: [{ text: 'Hello {first_name|there}, {company}welcome.' }] } }],
  } as unknown as Content['bot'];
  expect(spoken({ ...contentOf(someFlow()), bot }, 'en').welcome).toBe('Hello there, welcome.');
});
