// Whether somebody takes new conversations, in words.
import { agent, me } from '../app/session.svelte';
import { fullTime, shortMoment } from '../lib/i18n/dates';
import { t } from '../lib/i18n/i18n.svelte';
import type { Agent } from '../lib/api/types';

/** "Available" or "Away". */
export function stateWords({ availability }: Agent): string {
  return availability.state === 'available' ? t('people.available') : t('people.away');
}

/** Why, and until when: "outside working hours, back Mon 9:00". */
export function reasonWords({ id, availability }: Agent): string {
  const { reason, state, changes_at, since, by_agent_id } = availability;
  const when = changes_at ? shortMoment(changes_at) : '';
  switch (reason) {
    case 'switched': {
      const at = since ? fullTime(since) : '';
      if (by_agent_id === id)
        return id === me().agent.id ? t('people.chosen_by_you', { at }) : t('people.chosen_themselves', { at });
      return t('people.chosen_by', { name: agent(by_agent_id)?.name ?? '', at });
    }
    case 'no_hours':
      return t('people.no_hours');
    case 'within_hours':
      return when ? t('people.within_hours', { when }) : t('people.within_hours_always');
    case 'outside_hours':
      return when ? t('people.outside_hours', { when }) : t('people.outside_hours_always');
    case 'not_active':
      return state === 'away' ? t('people.not_active') : '';
  }
}
