// Scripts for the builder's tests.
import { newKind } from './edit';
import type { Do, Script, Step, StepKind } from './script';

export function step(id: number, kind: Do, changes: Partial<Record<string, unknown>> = {}): Step {
  return { id, label: '', kind: { ...newKind(kind, null), ...changes } as StepKind };
}

export function script(...steps: Step[]): Script {
  return { name: 'Bot', locale: 'en', first: steps[0]?.id ?? null, steps };
}

/** Ask, then two ways that come together at the end. */
export function diamond(): Script {
  return script(
    step(1, 'ask', {
      choices: [
        { label: 'Buy', has_own_way: true, next: 2 },
        { label: 'Ask', has_own_way: true, next: 3 },
      ],
      choices_only: true,
      unusable: 3,
      next: 3,
    }),
    step(2, 'add_tag', { tag: 'sales', next: 4 }),
    step(3, 'say', { next: 4 }),
    step(4, 'hand_over'),
  );
}
