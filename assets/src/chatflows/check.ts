// What is missing before a chatflow may be published, while it is being typed. The server decides by the same rules.
import type { Key } from '../lib/i18n/i18n.svelte';
import type { Content } from './draft.svelte';

export type TabName = 'build' | 'target' | 'display' | 'availability' | 'options' | 'preview';

export const tabNames: TabName[] = ['build', 'target', 'display', 'availability', 'options', 'preview'];

export interface Missing {
  tab: TabName;
  label: Key;
  values: Record<string, number>;
}

/** `botFaults`: so many things are wrong with the script, as the server said when it last walked it. */
export function missing(content: Content, botFaults = 0): Missing[] {
  const found: Missing[] = [];
  const add = (tab: TabName, label: Key, rule?: number) =>
    found.push({ tab, label, values: rule === undefined ? {} : { rule: rule + 1 } });
  const { url_rules, visitor_rules } = content.targeting;
  if (!content.name.trim()) add('build', 'chatflows.missing_name');
  if (content.bot && (content.bot.steps.length === 0 || botFaults > 0)) add('build', 'chatflows.missing_bot');
  if (!url_rules.some((rule) => rule.effect === 'show')) add('target', 'chatflows.missing_pages');
  url_rules.forEach(({ effect, condition }, at) => {
    const text = condition.kind === 'all_pages' ? 'all' : 'text' in condition ? condition.text : condition.name;
    if (!text.trim()) add('target', 'chatflows.missing_rule_text', at);
    if (effect === 'hide' && condition.kind === 'all_pages') add('target', 'chatflows.missing_hides_all', at);
  });
  visitor_rules.forEach(({ condition }, at) => {
    if (namesNothing(condition)) add('target', 'chatflows.missing_visitor_rule', at);
  });
  const { heading, colour, meeting_link } = content.display;
  if (heading.kind === 'people' && heading.agent_ids.length === 0) add('display', 'chatflows.missing_people');
  if (heading.kind === 'team' && !heading.team_id) add('display', 'chatflows.missing_team');
  if (heading.kind === 'custom' && !heading.name.trim()) add('display', 'chatflows.missing_heading');
  if (!isColour(colour)) add('display', 'chatflows.missing_colour');
  if (meeting_link?.trim() && !/^https?:\/\/[^\s/]+/i.test(meeting_link.trim()))
    add('display', 'chatflows.missing_link');
  const { when } = content.availability;
  if (when.kind === 'people' && when.agent_ids.length + when.team_ids.length === 0)
    add('availability', 'chatflows.missing_staff');
  if (when.kind === 'hours' && when.hours.days.every((day) => day.length === 0))
    add('availability', 'chatflows.missing_hours');
  if (content.options.storage === 'after_consent' && content.options.consent !== 'explicit')
    add('options', 'chatflows.missing_consent');
  return found;
}

export function isColour(text: string): boolean {
  return /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text.trim());
}

type VisitorCondition = Content['targeting']['visitor_rules'][number]['condition'];

function namesNothing(condition: VisitorCondition): boolean {
  switch (condition.kind) {
    case 'language':
      return condition.languages.length === 0;
    case 'country':
      return condition.countries.length === 0;
    case 'device':
      return condition.devices.length === 0;
    case 'referrer_contains':
      return !condition.text.trim();
    case 'known_contact':
    case 'signed_in':
    case 'returning':
    case 'no_referrer':
      return false;
  }
}
