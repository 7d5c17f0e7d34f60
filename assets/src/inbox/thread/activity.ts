// What an activity says of where a conversation went: asleep, put away, tagged, moved, merged or split.
import { inbox } from '../../app/session.svelte';
import type { Activity } from '../../lib/api/types';
import { fullTime } from '../../lib/i18n/dates';
import { t } from '../../lib/i18n/i18n.svelte';
import { tagName } from '../store/tags.svelte';

type Change = Exclude<
  Activity['change'],
  'closed' | 'reopened' | 'assigned' | 'handed_over' | 'bot_stopped' | 'bot_timed_out'
>;

/** `who` is a name, or "You" as it stands at the beginning of a sentence. */
export function orderWords(activity: Activity & { change: Change }, who: string): string {
  const { change, cause, until, tag_id, from_inbox_id, to_inbox_id } = activity;
  switch (change) {
    case 'snoozed':
      return until === null
        ? t('lists.did_snooze_reply', { who })
        : t('lists.did_snooze', { who, time: fullTime(until) });
    case 'woken':
      if (cause === 'time_came') return t('lists.did_wake_time');
      if (cause === 'new_message') return t('lists.did_wake_message');
      return t('lists.did_wake', { who });
    case 'marked_spam':
      return t(cause === 'sender_blocked' ? 'lists.did_spam_blocked' : 'lists.did_spam', { who });
    case 'unmarked_spam':
      return t('lists.did_unspam', { who });
    case 'trashed':
      return t('lists.did_trash', { who });
    case 'restored':
      return cause === 'new_message' ? t('lists.did_restore_message') : t('lists.did_restore', { who });
    case 'tagged':
      return t('lists.did_tag', { who, tag: tagName(tag_id) });
    case 'untagged':
      return t('lists.did_untag', { who, tag: tagName(tag_id) });
    case 'moved': {
      const name = (id: string | null) => inbox(id)?.name ?? t('lists.hidden_inbox');
      return t('lists.did_move', { who, from: name(from_inbox_id), to: name(to_inbox_id) });
    }
    case 'merged':
      return t('lists.did_merge', { who });
    case 'unmerged':
      return t('lists.did_unmerge', { who });
    case 'split_off':
      return t('lists.did_split_off', { who });
    case 'split_from':
      return t('lists.did_split_from', { who });
  }
}
