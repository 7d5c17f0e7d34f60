import { beforeEach, expect, test } from 'vitest';
import {
  chooseAll,
  chooseWhole,
  chosenIds,
  clearChoice,
  extendTo,
  isChosen,
  isWhole,
  keepChosen,
  toggle,
} from './selection.svelte';

const drawn = ['a', 'b', 'c', 'd'];
beforeEach(clearChoice);

test('a choice is made, extended and taken back', () => {
  toggle('b');
  extendTo('d', drawn);
  expect(chosenIds()).toEqual(['b', 'c', 'd']);
  toggle('c');
  expect(chosenIds()).toEqual(['b', 'd']);
  extendTo('a', drawn);
  expect(new Set(chosenIds())).toEqual(new Set(drawn));
});

test('the whole list holds what was not loaded, until one is touched', () => {
  chooseAll(drawn);
  chooseWhole();
  expect([isWhole(), isChosen('far below')]).toEqual([true, true]);
  toggle('a');
  expect([isWhole(), isChosen('a'), isChosen('b')]).toEqual([false, false, true]);
});

test('what has left the list is not chosen any more', () => {
  chooseAll(drawn);
  keepChosen(new Set(['b', 'x']));
  expect(chosenIds()).toEqual(['b']);
});
