// What the tester says, as the lines of a checklist: everything that must hold, and whether it does.
import type { Chatflow, FlowVerdict } from '../lib/api/types';
import { t } from '../lib/i18n/i18n.svelte';
import { describePageRule, describeVisitorRule } from './words';

export interface CheckLine {
  words: string;
  /** `waiting`: it would hold, but another one comes first. */
  state: 'holds' | 'fails' | 'waiting';
  /** Where it is mended. */
  tab?: 'target' | 'display' | 'availability';
}

type Targeting = Chatflow['targeting'];

export function checklist(verdict: FlowVerdict, targeting: Targeting, nameOf: (id: string) => string): CheckLine[] {
  const reason = (kind: FlowVerdict['why_not'][number]['kind']) => verdict.why_not.find((one) => one.kind === kind);
  const line = (fails: boolean, good: string, bad: string, tab?: CheckLine['tab']): CheckLine => ({
    words: fails ? bad : good,
    state: fails ? 'fails' : 'holds',
    tab: fails ? tab : undefined,
  });
  const pageRule = verdict.page_rule === null ? undefined : targeting.url_rules[verdict.page_rule];
  const hidden = reason('hidden_on_this_page');
  const lines = [
    line(!!reason('not_published'), t('chatflows.check_published'), t('chatflows.check_draft')),
    line(!!reason('other_channel'), t('chatflows.check_channel'), t('chatflows.check_other_channel')),
    line(
      !!reason('not_on_this_page') || !!hidden,
      t('chatflows.check_page', { rule: pageRule ? describePageRule(pageRule) : '' }),
      hidden
        ? t('chatflows.check_page_hidden', { rule: pageRule ? describePageRule(pageRule) : '' })
        : t('chatflows.check_page_none'),
      'target',
    ),
    ...targeting.visitor_rules.map((rule, at) => {
      const fails = verdict.why_not.some((one) => one.kind === 'not_this_visitor' && one.rule === at);
      const words = describeVisitorRule(rule);
      return line(fails, words, t('chatflows.check_visitor_fails', { rule: words }), 'target');
    }),
    line(!!reason('hidden_on_phones'), t('chatflows.check_device'), t('chatflows.check_phones'), 'display'),
    line(
      !!reason('hidden_while_away'),
      verdict.is_open ? t('chatflows.check_open') : t('chatflows.check_away_shown'),
      t('chatflows.check_away_hidden'),
      'availability',
    ),
  ];
  const behind = reason('behind');
  if (behind?.kind === 'behind')
    lines.push({ words: t('chatflows.check_behind', { name: nameOf(behind.chatflow_id) }), state: 'waiting' });
  return lines;
}

/** One line for a list: why it is not this one. */
export function summary(verdict: FlowVerdict, targeting: Targeting, nameOf: (id: string) => string): string {
  const lines = checklist(verdict, targeting, nameOf);
  return lines.find((line) => line.state !== 'holds')?.words ?? t('chatflows.wins');
}
