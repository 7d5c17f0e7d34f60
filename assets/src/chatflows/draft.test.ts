import { beforeEach, describe, expect, test } from 'vitest';
import { missing } from './check';
import { contentOf, Draft } from './draft.svelte';
import { someFlow } from './fixtures';
import { spoken } from './preview/spoken';

beforeEach(() => localStorage.clear());

describe('a draft', () => {
  test('is kept in the browser until it is saved', () => {
    const flow = someFlow();
    const draft = new Draft(flow, 'zoe');
    draft.content.name = 'Rent';
    draft.keep();
    const again = new Draft(flow, 'zoe');
    expect([again.content.name, again.wasKept, again.isChanged]).toEqual(['Rent', true, true]);
    expect(new Draft(flow, 'ida').content.name).toBe('Sales');
    again.settle(someFlow({ name: 'Rent', revision: 2 }));
    again.keep();
    expect(new Draft(someFlow({ name: 'Rent', revision: 2 }), 'zoe').wasKept).toBe(false);
  });

  test('takes what somebody else saved, unless something was typed here', () => {
    const draft = new Draft(someFlow(), 'zoe');
    draft.take(someFlow({ name: 'Theirs', revision: 2 }));
    expect([draft.content.name, draft.isChanged]).toEqual(['Theirs', false]);
    draft.content.name = 'Mine';
    draft.take(someFlow({ name: 'Theirs again', revision: 3 }));
    expect([draft.content.name, draft.isBehind]).toEqual(['Mine', true]);
    draft.keepMine();
    expect([draft.isBehind, draft.body().revision]).toEqual([false, 3]);
    draft.discard();
    expect(draft.content.name).toBe('Theirs again');
  });

  test('that cannot be read any more is forgotten', () => {
    localStorage.setItem(`postroom.chatflow.zoe.${someFlow().id}`, '{"content":{}}');
    expect(new Draft(someFlow(), 'zoe').content.name).toBe('Sales');
  });
});

describe('what is missing is named with its place', () => {
  const content = () => contentOf(someFlow());

  test('nothing is missing of a new one', () => {
    expect(missing(content())).toEqual([]);
  });

  test.each<[string, (one: ReturnType<typeof content>) => void, string]>([
    ['chatflows.missing_name', (one) => (one.name = ' '), 'build'],
    ['chatflows.missing_pages', (one) => (one.targeting.url_rules = []), 'target'],
    [
      'chatflows.missing_rule_text',
      (one) => one.targeting.url_rules.push({ effect: 'hide', condition: { kind: 'is', text: ' ' } }),
      'target',
    ],
    [
      'chatflows.missing_hides_all',
      (one) => one.targeting.url_rules.push({ effect: 'hide', condition: { kind: 'all_pages' } }),
      'target',
    ],
    [
      'chatflows.missing_visitor_rule',
      (one) => one.targeting.visitor_rules.push({ sense: 'is', condition: { kind: 'language', languages: [] } }),
      'target',
    ],
    ['chatflows.missing_people', (one) => (one.display.heading = { kind: 'people', agent_ids: [] }), 'display'],
    ['chatflows.missing_colour', (one) => (one.display.colour = 'red'), 'display'],
    ['chatflows.missing_link', (one) => (one.display.meeting_link = 'meet.example'), 'display'],
    [
      'chatflows.missing_staff',
      (one) => (one.availability.when = { kind: 'people', agent_ids: [], team_ids: [] }),
      'availability',
    ],
    ['chatflows.missing_consent', (one) => (one.options.storage = 'after_consent'), 'options'],
  ])('%s', (label, spoil, tab) => {
    const one = content();
    spoil(one);
    expect(missing(one).map((fault) => [fault.label, fault.tab])).toEqual([[label, tab]]);
  });
});

test('the preview says what the server would say', () => {
  const content = contentOf(someFlow());
  const [first] = content.texts;
  content.texts = [
    { ...first!, language: 'nl', welcome: 'Welkom' },
    { ...first!, language: 'fr', greeting: 'Bonjour' },
  ];
  expect(spoken(content, 'nl').welcome).toBe('Welkom');
  expect(spoken(content, 'nl').greeting).toBe('Hallo. Kunnen we helpen?');
  expect([spoken(content, 'fr').greeting, spoken(content, 'fr').welcome]).toEqual(['Bonjour', 'Welkom']);
  expect(spoken(content, 'fr').away).toBe(
    'We are not here at the moment. Leave a message and we will answer by e-mail.',
  );
});
