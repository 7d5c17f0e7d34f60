import { expect, test } from 'vitest';
import { diamond, script, step } from './fixtures';
import { layout, path } from './layout';

const drawn = (given: Parameters<typeof layout>[0]) =>
  layout(given).nodes.map((node) =>
    node.kind === 'step' ? node.step.id : node.kind === 'jump' ? `→${node.to}` : 'end',
  );

test('every step stands once, and further ways to it end in a mark', () => {
  expect(drawn(diamond())).toEqual([1, 2, 4, 3, '→4', '→3']);
});

test('an empty script is one end', () => {
  expect(drawn(script())).toEqual(['end']);
});

test('a circle is drawn once', () => {
  expect(drawn(script(step(1, 'ask', { next: 2, unusable: 2 }), step(2, 'say', { next: 1 })))).toEqual([1, 2, '→1']);
});

test('steps that nothing leads to stand beside the tree', () => {
  const given = script(step(1, 'say'), step(3, 'say'), step(2, 'say', { next: 3 }));
  expect(drawn(given)).toEqual([1, 'end', 2, 3, 'end']);
  expect(layout(given).nodes.filter((node) => node.isLoose)).toHaveLength(3);
});

test('no two cards lie upon each other, and a parent stands above its children', () => {
  const { nodes, edges, width, height } = layout(diamond());
  for (const one of nodes) {
    expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
    expect(one.x + one.width / 2).toBeLessThanOrEqual(width);
    expect(one.y + one.height).toBeLessThanOrEqual(height);
    for (const other of nodes) {
      if (one === other) continue;
      const apart =
        Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart, `${one.key} and ${other.key}`).toBe(true);
    }
  }
  expect(edges.every((edge) => edge.from.y < edge.to.y)).toBe(true);
  expect(edges).toHaveLength(nodes.length - 1);
});

test('a line is straight where it can be', () => {
  expect(path({ x: 10, y: 0 }, { x: 10, y: 50 })).toBe('M10 0V50');
  expect(path({ x: 10, y: 0 }, { x: 60, y: 64 })).toContain('Q');
});

test('a tree of two hundred steps is laid out at once', () => {
  const steps = Array.from({ length: 200 }, (_, at) => step(at + 1, 'say', { next: at < 199 ? at + 2 : null }));
  expect(layout(script(...steps)).nodes).toHaveLength(201);
});
