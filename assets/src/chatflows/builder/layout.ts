// Where each card of the tree stands: every step once, below the step that leads to it first. A way to a step that
// stands elsewhere ends in a mark with its name; a way that ends the conversation in a mark that says so.
import { stepOf, waysOf } from './script';
import type { Script, Slot, Step, WayLabel } from './script';

export const measures = { card: 232, cardHeight: 82, mark: 168, markHeight: 34, gap: 28, rise: 64, margin: 24 };

interface Placed {
  key: string;
  slot: Slot;
  label: WayLabel;
  /** The middle of its upper edge. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** As screen readers count: from 1. */
  level: number;
  place: number;
  siblings: number;
  parent: string | undefined;
  children: string[];
  /** Nothing leads here. */
  isLoose: boolean;
}

export type Node = Placed & ({ kind: 'step'; step: Step } | { kind: 'jump'; to: number } | { kind: 'end' });

export interface Edge {
  key: string;
  slot: Slot;
  label: WayLabel;
  from: { x: number; y: number };
  to: { x: number; y: number };
}

export interface Layout {
  /** In the order in which they are read: a step, then what follows it. */
  nodes: Node[];
  edges: Edge[];
  width: number;
  height: number;
}

interface Branch {
  node: Node;
  branches: Branch[];
  width: number;
}

export function layout(script: Script): Layout {
  const placed = new Set<number>();
  const roots: Branch[] = [
    grow(script, { step: null, way: 'first' }, script.first, { kind: 'plain' }, placed, undefined, 1),
  ];
  // Loose steps: those to which no other loose step leads come first, so that each piece hangs together.
  const loose = script.steps.filter((step) => !placed.has(step.id));
  const led = new Set(loose.flatMap((step) => waysOf(step).map((way) => way.next)));
  for (const step of [...loose.filter((one) => !led.has(one.id)), ...loose]) {
    if (placed.has(step.id)) continue;
    const slot = { step: null, way: `loose:${step.id}` };
    const branch = grow(script, slot, step.id, { kind: 'plain' }, placed, undefined, 1);
    markLoose(branch);
    roots.push(branch);
  }
  roots.forEach((root, index) => {
    root.node.place = index + 1;
    root.node.siblings = roots.length;
  });
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  let start = measures.margin;
  let height = 0;
  for (const root of roots) {
    place(root, start, measures.margin, nodes, edges);
    start += root.width + measures.gap * 2;
  }
  for (const node of nodes) height = Math.max(height, node.y + node.height);
  return { nodes, edges, width: start - measures.gap * 2 + measures.margin, height: height + measures.margin };
}

function grow(
  script: Script,
  slot: Slot,
  next: number | null,
  label: WayLabel,
  placed: Set<number>,
  parent: string | undefined,
  level: number,
): Branch {
  const step = next === null ? undefined : stepOf(script, next);
  const base = {
    slot,
    label,
    level,
    parent,
    place: 1,
    siblings: 1,
    x: 0,
    y: 0,
    children: [] as string[],
    isLoose: false,
  };
  const mark = { width: measures.mark, height: measures.markHeight };
  const key = `${slot.step ?? 'start'}/${slot.way}`;
  if (!step) return { node: { ...base, ...mark, key, kind: 'end' }, branches: [], width: mark.width };
  if (placed.has(step.id)) {
    return { node: { ...base, ...mark, key, kind: 'jump', to: step.id }, branches: [], width: mark.width };
  }
  placed.add(step.id);
  const own = `step/${step.id}`;
  const branches = waysOf(step).map((way) => grow(script, way.slot, way.next, way.label, placed, own, level + 1));
  branches.forEach(({ node }, index) => {
    node.place = index + 1;
    node.siblings = branches.length;
  });
  const below =
    branches.reduce((sum, branch) => sum + branch.width, 0) + measures.gap * Math.max(0, branches.length - 1);
  const size = { width: measures.card, height: measures.cardHeight };
  const children = branches.map(({ node }) => node.key);
  return {
    node: { ...base, ...size, key: own, kind: 'step', step, children },
    branches,
    width: Math.max(measures.card, below),
  };
}

function markLoose(branch: Branch): void {
  branch.node.isLoose = true;
  branch.branches.forEach(markLoose);
}

function place(branch: Branch, start: number, y: number, nodes: Node[], edges: Edge[]): void {
  const { node, branches } = branch;
  const below = branches.reduce((sum, one) => sum + one.width, 0) + measures.gap * Math.max(0, branches.length - 1);
  node.x = start + branch.width / 2;
  node.y = y;
  nodes.push(node);
  let at = start + (branch.width - below) / 2;
  for (const one of branches) {
    place(one, at, y + node.height + measures.rise, nodes, edges);
    edges.push({
      key: `${node.key}>${one.node.slot.way}`,
      slot: one.node.slot,
      label: one.node.label,
      from: { x: node.x, y: y + node.height },
      to: { x: one.node.x, y: one.node.y },
    });
    at += one.width + measures.gap;
  }
}

/** A line down, across and down again, with round corners. */
export function path(from: { x: number; y: number }, to: { x: number; y: number }, radius = 8): string {
  if (Math.abs(from.x - to.x) < 1) return `M${from.x} ${from.y}V${to.y}`;
  const middle = from.y + measures.rise / 4;
  const side = to.x > from.x ? 1 : -1;
  const bend = Math.min(radius, Math.abs(to.x - from.x) / 2, measures.rise / 4);
  return (
    `M${from.x} ${from.y}V${middle - bend}Q${from.x} ${middle} ${from.x + side * bend} ${middle}` +
    `H${to.x - side * bend}Q${to.x} ${middle} ${to.x} ${middle + bend}V${to.y}`
  );
}
