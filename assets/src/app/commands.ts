// Every command that has a key of its own, with the usual one. Components say what they answer to by that usual key;
// which key it really is, each person may choose.
import type { Key } from '../lib/i18n/i18n.svelte';
import type { Binding } from './keys.svelte';

export interface Command {
  /** As the server keeps it: never changes. */
  name: string;
  key: string;
  label: Key;
  group: Binding['group'];
}

const list = (name: string, key: string, label: Key): Command => ({ name, key, label, group: 'list' });
const talk = (name: string, key: string, label: Key): Command => ({ name, key, label, group: 'conversation' });
const leads = (name: string, key: string, label: Key): Command => ({ name, key, label, group: 'go' });

export const commands: readonly Command[] = [
  list('next', 'j', 'inbox.key_next'),
  list('previous', 'k', 'inbox.key_previous'),
  list('open', 'o', 'inbox.key_open'),
  list('next_open', ']', 'keys.next_open'),
  list('previous_open', '[', 'keys.previous_open'),
  list('choose', 'x', 'lists.choose'),
  list('choose_down', 'Shift+J', 'lists.choose_down'),
  list('choose_up', 'Shift+K', 'lists.choose_up'),
  list('choose_all', 'Mod+a', 'lists.choose_loaded'),
  talk('compose', 'c', 'inbox.new_conversation'),
  talk('reply', 'r', 'inbox.reply'),
  talk('reply_all', 'Shift+R', 'inbox.reply_all'),
  talk('comment', 'n', 'inbox.comment'),
  talk('forward', 'f', 'inbox.forward'),
  talk('close', 'e', 'inbox.key_close_next'),
  talk('close_stay', 'Shift+E', 'inbox.key_close_stay'),
  talk('snooze', 'h', 'lists.snooze'),
  talk('assign', 'a', 'inbox.assign'),
  talk('assign_me', 'i', 'inbox.assign_me'),
  talk('tag', 't', 'lists.tag'),
  talk('mark_unread', 'Shift+U', 'together.mark_unread'),
  talk('spam', '!', 'lists.mark_spam'),
  talk('trash', '#', 'lists.to_trash'),
  talk('undo', 'z', 'shell.key_undo'),
  talk('sidebar', 'p', 'inbox.key_sidebar'),
  talk('more', '.', 'inbox.more_actions'),
  talk('back', 'u', 'inbox.back_to_list'),
  leads('palette', 'Mod+k', 'keys.palette'),
  leads('search', '/', 'keys.search'),
  leads('go_inbox', 'g i', 'inbox.view_all_open'),
  leads('go_mine', 'g m', 'inbox.view_mine'),
  leads('go_unassigned', 'g u', 'inbox.view_unassigned'),
  leads('go_mentions', 'g @', 'together.view_mentions'),
  leads('go_snoozed', 'g h', 'lists.view_snoozed'),
  leads('go_closed', 'g e', 'inbox.view_closed'),
  leads('go_sent', 'g t', 'lists.view_sent'),
  leads('go_chatflows', 'g b', 'chatflows.title'),
  leads('go_settings', 'g s', 'shell.settings'),
  { name: 'help', key: '?', label: 'shell.keyboard', group: 'help' },
];

const byKey = new Map(commands.map((command) => [command.key, command]));

export function commandOf(usual: string): Command | undefined {
  return byKey.get(usual);
}
