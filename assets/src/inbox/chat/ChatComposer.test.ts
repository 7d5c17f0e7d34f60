import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { handleKey, holdTyping } from '../../app/keys.svelte';
import type { Conversation } from '../../lib/api/types';
import { setLocale } from '../../lib/i18n/i18n.svelte';
import ChatComposer from './ChatComposer.svelte';
import { draftOf } from './words.svelte';

const types = vi.hoisted(() => vi.fn());

vi.mock('./visitor.svelte', () => ({ typingTeller: () => ({ types, stops: () => {} }) }));

beforeEach(() => setLocale('en'));

test('what was typed before the field was there is kept and told as what is typed in it', async () => {
  holdTyping();
  for (const key of 'hey') handleKey(new KeyboardEvent('keydown', { key }));
  const conversation = { id: 'a', status: 'open' } as Conversation;
  const { component } = render(ChatComposer, {
    conversation,
    isBlocked: false,
    comment: () => {},
    mail: undefined,
    closed: () => {},
  });
  component.focus();
  await tick();
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('hey');
  expect(draftOf('a')).toBe('hey');
  expect(types).toHaveBeenCalledOnce();
});
