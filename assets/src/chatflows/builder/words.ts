// What steps, ways and problems are called.
import type { IconName } from '../../ui/icons';
import { t, type Key } from '../../lib/i18n/i18n.svelte';
import { stepOf, wordsOf } from './script';
import type { Arm, Do, Problem, Property, Script, Step, Test, WayLabel } from './script';

export const kindIcons: Record<Do, IconName> = {
  say: 'comment',
  ask: 'info',
  branch: 'sliders',
  search_answers: 'search',
  set_property: 'pen',
  add_tag: 'plus',
  call_webhook: 'link',
  hand_over: 'people',
  end: 'circle_check',
};

export function kindName(kind: Do): string {
  return t(`builder.kind_${kind}`);
}

/** What a step is called in lists: its label, else its first words, else its kind. */
export function stepName(step: Step | undefined): string {
  if (!step) return t('builder.missing_step');
  return step.label || wordsOf(step).trim().slice(0, 60) || kindName(step.kind.do);
}

export function stepNameOf(script: Script, id: number): string {
  return stepName(stepOf(script, id));
}

/** What stands on the line of a way; nothing where there is only one. */
export function wayName(script: Script, label: WayLabel): string {
  switch (label.kind) {
    case 'plain':
      return '';
    case 'choice':
      return label.text;
    case 'arm':
      return armName(script, label.arm);
    default:
      return t(`builder.way_${label.kind}`);
  }
}

export function armName(script: Script, { condition }: Arm): string {
  switch (condition.of) {
    case 'presence':
      return t(condition.is_available ? 'builder.somebody_available' : 'builder.nobody_available');
    case 'hours':
      return t('builder.in_hours', { from: clock(condition.from_minute), until: clock(condition.until_minute) });
    case 'page':
      return t('builder.page_test', { test: testName(condition.test) });
    case 'answer':
      return t('builder.value_test', {
        value: stepNameOf(script, condition.step),
        test: testName(condition.test),
      });
    case 'property':
      return t('builder.value_test', { value: propertyName(condition.property), test: testName(condition.test) });
  }
}

export function testName(test: Test): string {
  switch (test.test) {
    case 'is_known':
    case 'is_unknown':
      return t(`builder.test_${test.test}`);
    case 'at_least':
    case 'at_most':
      return `${t(`builder.test_${test.test}`)} ${test.number}`;
    default:
      return `${t(`builder.test_${test.test}`)} “${test.text}”`;
  }
}

const knownProperties: Record<string, Key> = {
  name: 'builder.property_name',
  email: 'builder.property_email',
  phone: 'builder.property_phone',
  company: 'builder.property_company',
};

export function propertyName(property: Property): string {
  const known = property.of === 'contact' ? knownProperties[property.key] : undefined;
  return known ? t(known) : property.key;
}

export function clock(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** Minutes after midnight of what a time field holds. */
export function minuteOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

export function problemWords(script: Script, problem: Problem): string {
  switch (problem.code) {
    case 'too_long':
    case 'too_many':
      return t(`builder.fault_${problem.code}`, { limit: problem.limit ?? 0 });
    case 'unknown_token':
      return t('builder.fault_unknown_token', { token: `{${problem.token ?? ''}}` });
    case 'loop_without_answer': {
      const steps = problem.steps.map((id) => stepNameOf(script, id)).join(' → ');
      return t('builder.fault_loop_without_answer', { steps });
    }
    default:
      return t(`builder.fault_${problem.code}`);
  }
}

/** The words about one place of a step, for the field that stands there. */
export function problemAt(
  script: Script,
  problems: Problem[],
  step: number,
  place: Problem['place'],
  index?: number,
): string | undefined {
  const found = problems.find(
    (one) => one.step === step && one.place === place && (index === undefined || one.index === index),
  );
  return found && problemWords(script, found);
}
