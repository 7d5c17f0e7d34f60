import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { setLocale } from '../../lib/i18n/i18n.svelte';
import Builder from './BuilderFixture.test.svelte';
import { diamond } from './fixtures';
import type { Script } from './script';

// The server walks the script; here it has nothing to say.
vi.mock('../../lib/api/client', async (original) => ({
  ...(await original<typeof import('../../lib/api/client')>()),
  api: { GET: () => undefined, POST: () => undefined },
  answer: async () => ({ problems: [], turns: [], waits_for: 'nothing', step: null }),
}));

beforeEach(() => setLocale('en'));

function build() {
  let latest: Script = diamond();
  render(Builder, { script: latest, onchange: (next: Script) => (latest = next) });
  return { latest: () => latest, user: userEvent.setup() };
}

test('the tree is walked by arrows, and Enter opens a step', async () => {
  const { user } = build();
  const items = screen.getAllByRole('treeitem');
  items[0]!.focus();
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(items[1]);
  expect(items[1]!.getAttribute('aria-label')).toContain('Buy: Add a tag');
  await user.keyboard('{Enter}');
  expect(screen.getByLabelText('Tag')).toBeTruthy();
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(items[0]);
});

test('a step is taken out by Delete and brought back by undo', async () => {
  const { latest, user } = build();
  screen.getAllByRole('treeitem')[1]!.focus();
  await user.keyboard('{Delete}');
  expect(latest().steps.map((one) => one.id)).toEqual([1, 3, 4]);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(latest().steps.map((one) => one.id)).toEqual([1, 2, 3, 4]);
  await user.click(screen.getByRole('button', { name: 'Redo' }));
  expect(latest().steps).toHaveLength(3);
});

test('what is typed into a step reaches the script, and one undo takes it back', async () => {
  const { latest, user } = build();
  await user.click(screen.getAllByRole('treeitem')[1]!);
  await user.type(screen.getByLabelText('Tag'), '-hot');
  expect(latest().steps.find((one) => one.id === 2)!.kind).toMatchObject({ tag: 'sales-hot' });
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(latest().steps.find((one) => one.id === 2)!.kind).toMatchObject({ tag: 'sales' });
});
