import { expect, test } from 'vitest';
import {
  addStep,
  canStandBefore,
  duplicateStep,
  freshId,
  moveEarlier,
  parentToSwap,
  removeStep,
  setNext,
} from './edit';
import { diamond, script, step } from './fixtures';
import { nextAt, reachedFrom, stepOf } from './script';

const ids = (given: { steps: { id: number }[] }) => given.steps.map((one) => one.id);

test('a new step stands where the way led, and what was there follows it', () => {
  const given = diamond();
  const added = addStep(given, { step: 1, way: 'choice:0' }, 'say', 9);
  expect(nextAt(added, { step: 1, way: 'choice:0' })).toBe(9);
  expect(nextAt(added, { step: 9, way: 'next' })).toBe(2);
  expect(nextAt(given, { step: 1, way: 'choice:0' }), 'the script before is untouched').toBe(2);
  expect(addStep(script(), { step: null, way: 'first' }, 'ask', 5).first).toBe(5);
});

test('a question takes what could not be read along when it led the same way', () => {
  const together = addStep(script(step(1, 'ask', { next: null, unusable: null })), { step: 1, way: 'next' }, 'say', 2);
  expect(nextAt(together, { step: 1, way: 'unusable' })).toBe(2);
  const apart = setNext(diamond(), { step: 1, way: 'next' }, 4);
  expect(
    nextAt(setNext(setNext(apart, { step: 1, way: 'unusable' }, 2), { step: 1, way: 'next' }, 3), {
      step: 1,
      way: 'unusable',
    }),
  ).toBe(2);
});

test('an end stands before nothing', () => {
  expect(canStandBefore('end', 4)).toBe(false);
  expect(canStandBefore('end', null)).toBe(true);
  expect(canStandBefore('say', 4)).toBe(true);
});

test('what led to a removed step leads on, and what hung on it alone goes along', () => {
  const shorter = removeStep(diamond(), 2);
  expect(nextAt(shorter, { step: 1, way: 'choice:0' })).toBe(4);
  expect(ids(shorter)).toEqual([1, 3, 4]);
  const cut = removeStep(diamond(), 1);
  expect(cut.first).toBe(3);
  expect(ids(cut)).toEqual([3, 4]);
  expect([...reachedFrom(cut)].sort()).toEqual([3, 4]);
});

test('a loose step stays when another goes', () => {
  const given = script(step(1, 'say', { next: 2 }), step(2, 'say'), step(3, 'say'));
  expect(ids(removeStep(given, 2))).toEqual([1, 3]);
});

test('a step that leads to itself can go', () => {
  expect(removeStep(script(step(1, 'ask', { next: 1, unusable: 1 })), 1).first).toBe(null);
});

test('steps of a line change places', () => {
  const given = script(step(1, 'say', { next: 2 }), step(2, 'add_tag', { next: 3 }), step(3, 'hand_over'));
  const moved = moveEarlier(given, 2);
  expect(moved.first).toBe(2);
  expect(nextAt(moved, { step: 2, way: 'next' })).toBe(1);
  expect(nextAt(moved, { step: 1, way: 'next' })).toBe(3);
  expect(parentToSwap(given, 3), 'an end stays at the end').toBeUndefined();
  expect(parentToSwap(diamond(), 2), 'a way of a choice is no line').toBeUndefined();
});

test('a copy follows its original', () => {
  const copied = duplicateStep(diamond(), 3, 7);
  expect(nextAt(copied, { step: 3, way: 'next' })).toBe(7);
  expect(nextAt(copied, { step: 7, way: 'next' })).toBe(4);
  expect(stepOf(copied, 7)!.kind).not.toBe(stepOf(copied, 3)!.kind);
});

test('a number is never given twice', () => {
  const throws = [0, 0, 0.5];
  expect(freshId(script(step(1, 'say')), () => throws.shift()!)).toBe(1_000_000_001);
});
