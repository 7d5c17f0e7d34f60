// A bot's script as the builder changes it: the contract's shapes, and the ways that lead from step to step.
import type { Whole } from '../../lib/api/types';
import type { components } from '../../lib/api/schema';

type Schemas = components['schemas'];

export type Script = Whole<Schemas['BotScriptView']>;
export type Step = Script['steps'][number];
export type StepKind = Step['kind'];
export type Do = StepKind['do'];
export type KindOf<D extends Do> = Extract<StepKind, { do: D }>;
export type Bubble = Extract<StepKind, { do: 'say' }>['bubbles'][number];
export type Question = KindOf<'ask'>;
export type Choice = Question['choices'][number];
export type AnswerKind = Question['answer'];
export type Arm = KindOf<'branch'>['arms'][number];
export type Condition = Arm['condition'];
export type Test = Extract<Condition, { of: 'page' }>['test'];
export type Property = KindOf<'set_property'>['property'];
export type Target = KindOf<'hand_over'>['to'];
export type Problem = Whole<Schemas['BotProblemView']>;
export type PreviewResult = Whole<Schemas['BotPreviewView']>;
export type Output = PreviewResult['turns'][number]['outputs'][number];
export type StepCounts = Whole<Schemas['BotStepCountsView']>;
export type Template = Whole<Schemas['BotTemplateView']>;

/** One way out of a step; `step` is null for the beginning of the script. */
export interface Slot {
  step: number | null;
  way: string;
}

export interface Way {
  slot: Slot;
  /** What the tree writes on the line. */
  label: WayLabel;
  next: number | null;
}

export type WayLabel =
  | { kind: 'plain' }
  | { kind: 'choice'; text: string }
  | { kind: 'arm'; arm: Arm; index: number }
  | { kind: 'otherwise' | 'unusable' | 'failed' | 'answered' | 'helped' | 'not_helped' | 'other_answer' };

/** What a step can be made to do. */
export const allKinds: Do[] = [
  'say',
  'ask',
  'branch',
  'search_answers',
  'set_property',
  'add_tag',
  'call_webhook',
  'hand_over',
  'end',
];

export function stepOf(script: Script, id: number | null): Step | undefined {
  return script.steps.find((step) => step.id === id);
}

/** The ways out of a step, in the order in which the tree draws them. */
export function waysOf(step: Step): Way[] {
  const { kind, id } = step;
  const way = (name: string, next: number | null, label: WayLabel): Way => ({
    slot: { step: id, way: name },
    label,
    next,
  });
  switch (kind.do) {
    case 'say':
    case 'set_property':
    case 'add_tag':
      return [way('next', kind.next, { kind: 'plain' })];
    case 'ask': {
      const own = kind.choices.flatMap((choice, index) =>
        choice.has_own_way ? [way(`choice:${index}`, choice.next, { kind: 'choice', text: choice.label })] : [],
      );
      const nothingElse = kind.choices_only && own.length > 0 && own.length === kind.choices.length;
      const rest: WayLabel = own.length > 0 ? { kind: 'other_answer' } : { kind: 'plain' };
      const ways = nothingElse ? own : [...own, way('next', kind.next, rest)];
      // Where nothing can be misread, and where both lead on together, one line is enough.
      const canBeUnusable = kind.choices_only || kind.answer.kind !== 'text';
      const isApart = kind.unusable !== kind.next || nothingElse;
      return canBeUnusable && isApart ? [...ways, way('unusable', kind.unusable, { kind: 'unusable' })] : ways;
    }
    case 'branch':
      return [
        ...kind.arms.map((arm, index) => way(`arm:${index}`, arm.next, { kind: 'arm', arm, index })),
        way('otherwise', kind.otherwise, { kind: 'otherwise' }),
      ];
    case 'call_webhook':
      return [way('next', kind.next, { kind: 'answered' }), way('failed', kind.failed, { kind: 'failed' })];
    case 'search_answers':
      return [
        way('helped', kind.helped, { kind: 'helped' }),
        way('not_helped', kind.not_helped, { kind: 'not_helped' }),
      ];
    case 'hand_over':
    case 'end':
      return [];
  }
}

/** The way that goes on when a step is put before others, or taken out from between them. */
export function mainWay(kind: StepKind): string | undefined {
  switch (kind.do) {
    case 'say':
    case 'set_property':
    case 'add_tag':
    case 'ask':
    case 'call_webhook':
      return 'next';
    case 'branch':
      return 'otherwise';
    case 'search_answers':
      return 'not_helped';
    case 'hand_over':
    case 'end':
      return undefined;
  }
}

export function nextAt(script: Script, slot: Slot): number | null {
  if (slot.step === null) return script.first;
  const step = stepOf(script, slot.step);
  if (!step) return null;
  const kind = step.kind as unknown as Record<string, unknown>;
  const [list, index] = slot.way.split(':');
  if (index !== undefined) {
    const entries = kind[list === 'arm' ? 'arms' : 'choices'] as { next: number | null }[];
    return entries[Number(index)]?.next ?? null;
  }
  return (kind[slot.way] as number | null | undefined) ?? null;
}

/** Everything that can be reached from the beginning. */
export function reachedFrom(script: Script, first: number | null = script.first): Set<number> {
  const reached = new Set<number>();
  const open = first === null ? [] : [first];
  while (open.length > 0) {
    const id = open.pop()!;
    const step = stepOf(script, id);
    if (!step || reached.has(id)) continue;
    reached.add(id);
    for (const next of allNexts(step.kind)) if (next !== null) open.push(next);
  }
  return reached;
}

/** Every number that a step leads to, also where the tree draws no line of its own. */
export function allNexts(kind: StepKind): (number | null)[] {
  switch (kind.do) {
    case 'say':
    case 'set_property':
    case 'add_tag':
      return [kind.next];
    case 'ask':
      return [...kind.choices.flatMap((one) => (one.has_own_way ? [one.next] : [])), kind.next, kind.unusable];
    case 'branch':
      return [...kind.arms.map((arm) => arm.next), kind.otherwise];
    case 'call_webhook':
      return [kind.next, kind.failed];
    case 'search_answers':
      return [kind.helped, kind.not_helped];
    case 'hand_over':
    case 'end':
      return [];
  }
}

/** The first words of a step, for its card. */
export function wordsOf(step: Step): string {
  const { kind } = step;
  const ofBubbles = (bubbles: Bubble[]) =>
    bubbles
      .map((one) => (one.kind === 'text' ? one.text : one.kind === 'link' ? one.label || one.url : one.description))
      .join(' · ');
  switch (kind.do) {
    case 'say':
    case 'ask':
    case 'end':
      return ofBubbles(kind.bubbles);
    case 'set_property':
      return `${kind.property.key} = ${kind.value}`;
    case 'add_tag':
      return kind.tag;
    case 'call_webhook':
      return kind.url.replace(/^https:\/\//, '');
    case 'search_answers':
      return kind.prompt;
    case 'hand_over':
      return kind.available_text;
    case 'branch':
      return '';
  }
}
