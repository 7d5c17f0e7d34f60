// Changes of a script: each takes a script and yields another, so that every change can be taken back.
import { allNexts, mainWay, nextAt, reachedFrom, stepOf, waysOf } from './script';
import type { Do, Script, Slot, Step, StepKind } from './script';

/** A step of a kind, as it is when it is new. */
export function newKind(kind: Do, next: number | null): StepKind {
  const text = (words = '') => [{ kind: 'text' as const, text: words, delay_ms: 600 }];
  switch (kind) {
    case 'say':
      return { do: 'say', bubbles: text(), next };
    case 'ask':
      return {
        do: 'ask',
        bubbles: text(),
        answer: { kind: 'text' },
        choices: [],
        choices_only: false,
        save_to: null,
        skip_when_known: false,
        retry_text: '',
        next,
        unusable: next,
      };
    case 'branch':
      return {
        do: 'branch',
        arms: [{ condition: { of: 'presence', is_available: true }, next: null }],
        otherwise: next,
      };
    case 'set_property':
      return { do: 'set_property', property: { of: 'conversation', key: 'topic' }, value: '', next };
    case 'add_tag':
      return { do: 'add_tag', tag: '', next };
    case 'call_webhook':
      return { do: 'call_webhook', url: 'https://', kept: [], next, failed: next };
    case 'search_answers':
      return { do: 'search_answers', prompt: '', helped: null, not_helped: next };
    case 'hand_over':
      return { do: 'hand_over', to: { kind: 'members' }, order: 'by_turn', available_text: '', away_text: '' };
    case 'end':
      return { do: 'end', bubbles: [], closes: true };
  }
}

/** A number that no step of this script has or had: counts of steps go by it. */
export function freshId(script: Script, random: () => number = Math.random): number {
  for (;;) {
    const id = 1 + Math.floor(random() * 2_000_000_000);
    if (!stepOf(script, id)) return id;
  }
}

export function changeKind(script: Script, id: number, kind: StepKind): Script {
  return { ...script, steps: script.steps.map((step) => (step.id === id ? { ...step, kind } : step)) };
}

export function changeLabel(script: Script, id: number, label: string): Script {
  return { ...script, steps: script.steps.map((step) => (step.id === id ? { ...step, label } : step)) };
}

/** Lets a way lead elsewhere. */
export function setNext(script: Script, slot: Slot, next: number | null): Script {
  if (slot.step === null) return { ...script, first: next };
  const step = stepOf(script, slot.step);
  return step ? changeKind(script, step.id, withNext(step.kind, slot.way, next)) : script;
}

function withNext(kind: StepKind, way: string, next: number | null): StepKind {
  const [list, index] = way.split(':');
  if (kind.do === 'ask' && list === 'choice') {
    const choices = kind.choices.map((one, at) => (at === Number(index) ? { ...one, has_own_way: true, next } : one));
    return { ...kind, choices };
  }
  if (kind.do === 'branch' && list === 'arm') {
    return { ...kind, arms: kind.arms.map((arm, at) => (at === Number(index) ? { ...arm, next } : arm)) };
  }
  // What went the same way goes on doing so.
  if (kind.do === 'ask' && way === 'next' && kind.unusable === kind.next) return { ...kind, next, unusable: next };
  return { ...kind, [way]: next } as StepKind;
}

/** Puts a new step where a way leads; what was there follows it. */
export function addStep(script: Script, slot: Slot, kind: Do, id: number): Script {
  const after = nextAt(script, slot);
  const step: Step = { id, label: '', kind: newKind(kind, after) };
  return setNext({ ...script, steps: [...script.steps, step] }, slot, id);
}

/** Whether a kind may be put there: an end before other steps would cut them off. */
export function canStandBefore(kind: Do, next: number | null): boolean {
  return next === null || (kind !== 'hand_over' && kind !== 'end');
}

/** Takes a step out. What led to it leads on; what could be reached through it alone goes along. */
export function removeStep(script: Script, id: number): Script {
  const step = stepOf(script, id);
  if (!step) return script;
  const before = reachedFrom(script);
  const way = mainWay(step.kind);
  const after = way === undefined ? null : nextAt(script, { step: id, way });
  const heir = after === id ? null : after;
  const lead = (next: number | null) => (next === id ? heir : next);
  const rest = script.steps.filter((one) => one.id !== id).map((one) => ({ ...one, kind: mapNexts(one.kind, lead) }));
  const without: Script = { ...script, first: lead(script.first), steps: rest };
  const still = reachedFrom(without);
  // Steps that stood loose before stay loose: nobody asked for them to go.
  return { ...without, steps: rest.filter((one) => still.has(one.id) || !before.has(one.id)) };
}

/** A copy right behind the step. */
export function duplicateStep(script: Script, id: number, copy: number): Script {
  const step = stepOf(script, id);
  const way = step && mainWay(step.kind);
  if (!step || way === undefined) return script;
  const added: Step = { ...structuredClone(step), id: copy };
  return setNext({ ...script, steps: [...script.steps, added] }, { step: id, way }, copy);
}

/** Whether a step can change places with the one that leads to it. */
export function parentToSwap(script: Script, id: number): Step | undefined {
  const step = stepOf(script, id);
  const leading = script.steps.filter((one) => allNexts(one.kind).includes(id));
  const parent = leading[0];
  if (!step || !parent || leading.length !== 1 || parent.id === id || script.first === id) return undefined;
  const [way, own] = [mainWay(parent.kind), mainWay(step.kind)];
  const isAlone = waysOf(parent).length === 1;
  return way !== undefined && own !== undefined && isAlone ? parent : undefined;
}

/** Lets a step change places with the one before it. */
export function moveEarlier(script: Script, id: number): Script {
  const parent = parentToSwap(script, id);
  const step = stepOf(script, id);
  if (!parent || !step) return script;
  const after = nextAt(script, { step: id, way: mainWay(step.kind)! });
  const lead = (next: number | null) => (next === parent.id ? id : next);
  const steps = script.steps.map((one) => {
    if (one.id === parent.id) return { ...one, kind: withNext(one.kind, mainWay(one.kind)!, after) };
    if (one.id === id) return { ...one, kind: withNext(mapNexts(one.kind, lead), mainWay(one.kind)!, parent.id) };
    return { ...one, kind: mapNexts(one.kind, lead) };
  });
  return { ...script, first: lead(script.first), steps };
}

function mapNexts(kind: StepKind, lead: (next: number | null) => number | null): StepKind {
  switch (kind.do) {
    case 'say':
    case 'set_property':
    case 'add_tag':
      return { ...kind, next: lead(kind.next) };
    case 'ask': {
      const choices = kind.choices.map((one) => (one.has_own_way ? { ...one, next: lead(one.next) } : one));
      return { ...kind, choices, next: lead(kind.next), unusable: lead(kind.unusable) };
    }
    case 'branch': {
      const arms = kind.arms.map((arm) => ({ ...arm, next: lead(arm.next) }));
      return { ...kind, arms, otherwise: lead(kind.otherwise) };
    }
    case 'call_webhook':
      return { ...kind, next: lead(kind.next), failed: lead(kind.failed) };
    case 'search_answers':
      return { ...kind, helped: lead(kind.helped), not_helped: lead(kind.not_helped) };
    case 'hand_over':
    case 'end':
      return kind;
  }
}
