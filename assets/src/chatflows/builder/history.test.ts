import { expect, test } from 'vitest';
import { script, step } from './fixtures';
import { History } from './history.svelte';

const named = (name: string) => ({ ...script(step(1, 'say')), name });

test('each change is taken back and done again in its order', () => {
  const history = new History(named('a'));
  history.change(named('b'));
  history.change(named('c'));
  history.undo();
  expect(history.current.name).toBe('b');
  history.undo();
  expect(history.current.name).toBe('a');
  expect(history.canUndo).toBe(false);
  history.redo();
  history.redo();
  expect(history.current.name).toBe('c');
  expect(history.canRedo).toBe(false);
});

test('typing in one field is one change, and another field another', () => {
  const history = new History(named(''));
  for (const name of ['h', 'he', 'hey']) history.change(named(name), 'name');
  history.change(named('hey!'), 'other');
  history.undo();
  expect(history.current.name).toBe('hey');
  history.undo();
  expect(history.current.name).toBe('');
});

test('a change after an undo ends what could be done again', () => {
  const history = new History(named('a'));
  history.change(named('b'), 'name');
  history.undo();
  history.change(named('c'), 'name');
  expect(history.canRedo).toBe(false);
  history.undo();
  expect(history.current.name).toBe('a');
});
