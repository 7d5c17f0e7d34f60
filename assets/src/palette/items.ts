// What the palette can do: what the page answers to now, every view, every setting, and what the server finds.
import { commandOf } from '../app/commands';
import { allBindings, allOffers } from '../app/keys.svelte';
import { go, href } from '../app/router.svelte';
import { allInboxes, isAdministrator } from '../app/session.svelte';
import { conversationAddress, listAddress } from '../inbox/address';
import { contactName, subjectOf } from '../inbox/contactName';
import { plainKey } from '../inbox/store/state';
import { statuses, viewTitles } from '../inbox/views/names';
import type { ConversationRow, ConversationStatus, ViewName } from '../lib/api/types';
import { t, type Key } from '../lib/i18n/i18n.svelte';
import { groups as settingGroups, sectionNames } from '../settings/names';
import type { IconName } from '../ui/icons';

export type Group = 'recent' | 'actions' | 'views' | 'settings' | 'contacts' | 'conversations';

export const groupTitles: Record<Group, Key> = {
  recent: 'keys.recent',
  actions: 'keys.actions',
  views: 'keys.views',
  settings: 'keys.settings',
  contacts: 'keys.contacts',
  conversations: 'keys.conversations',
};

export interface Item {
  id: string;
  group: Group;
  label: string;
  detail?: string;
  icon: IconName;
  /** The usual key of it. */
  key?: string;
  checked?: boolean;
  run: () => void;
}

/** What stands for what: the same pictures as on the buttons. */
const iconOf: Record<string, IconName> = {
  reply: 'reply',
  reply_all: 'reply_all',
  comment: 'comment',
  forward: 'forward',
  compose: 'compose',
  close: 'circle_check',
  close_stay: 'circle_check',
  snooze: 'moon',
  assign: 'people',
  assign_me: 'person',
  tag: 'tag',
  mark_unread: 'mail',
  spam: 'ban',
  trash: 'trash',
  undo: 'undo',
  sidebar: 'sidebar',
  more: 'ellipsis',
  back: 'arrow_left',
  next: 'arrow_down',
  previous: 'arrow_up',
  choose: 'check',
  choose_all: 'check',
  go_settings: 'settings',
  go_chatflows: 'chat',
  help: 'keyboard',
};

/** Commands that lead to a view: the view stands for them. */
const keyOfView: Partial<Record<ViewName, string>> = {
  all_open: 'g i',
  mine: 'g m',
  unassigned: 'g u',
  mentions: 'g @',
  snoozed: 'g h',
  closed: 'g e',
  sent: 'g t',
};
const notListed = ['palette', 'search', ...Object.values(keyOfView).map((key) => commandOf(key)?.name)];

/** What can be done where the person is, each once. */
export function actions(): Item[] {
  const found = new Map<string, Item>();
  for (const binding of allBindings()) {
    const key = [binding.keys].flat()[0];
    const command = key === undefined ? undefined : commandOf(key);
    if (command && notListed.includes(command.name)) continue;
    // What has no name of its own acts for another that is listed.
    if (!command && (binding.group === 'list' || key === 'Escape')) continue;
    if (binding.when && !binding.when()) continue;
    const label = t(command && binding.group !== 'list' ? binding.label : (command?.label ?? binding.label));
    const id = `action:${command?.name ?? binding.label}`;
    if (!found.has(id))
      found.set(id, {
        id,
        group: 'actions',
        label,
        icon: (command && iconOf[command.name]) ?? 'arrow_right',
        key,
        run: () => binding.run(),
      });
  }
  for (const offer of allOffers()) {
    const { run, disabled, label, icon, checked } = offer;
    const id = `offer:${label}`;
    if (!run || disabled || found.has(id)) continue;
    found.set(id, { id, group: 'actions', label, icon: icon ?? 'arrow_right', checked, run });
  }
  return [...found.values()];
}

export function views(): Item[] {
  const names = Object.keys(viewTitles) as ViewName[];
  const all: Item[] = names.map((view) => ({
    id: `view:${view}`,
    group: 'views',
    label: t(viewTitles[view]),
    icon: 'inbox',
    key: keyOfView[view],
    run: () => go(listAddress(plainKey(view))),
  }));
  const inboxes = allInboxes().length > 1 ? allInboxes() : [];
  const ofInboxes = inboxes.flatMap((inbox) =>
    names.map((view): Item => ({
      id: `view:${view}:${inbox.id}`,
      group: 'views',
      label: t('keys.view_of_inbox', { view: t(viewTitles[view]), inbox: inbox.name }),
      icon: 'inbox',
      run: () => go(listAddress(plainKey(view, inbox.id))),
    })),
  );
  return [...all, ...ofInboxes];
}

export function settings(): Item[] {
  const shown = sectionNames.filter((section) => !section.forAdministrators || isAdministrator());
  return shown.flatMap((section) => {
    const { slug, label, finds, group } = section;
    const groupLabel = settingGroups.find((one) => one.group === group)?.label;
    const page: Item = {
      id: `setting:${slug}`,
      group: 'settings',
      label: t(label),
      detail: groupLabel && t(groupLabel),
      icon: 'settings',
      run: () => go(href('settings', { section: slug })),
    };
    const fields = finds
      .filter((field) => t(field) !== t(label))
      .map((field): Item => ({
        id: `setting:${slug}:${field}`,
        group: 'settings',
        label: t(field),
        detail: t(label),
        icon: 'settings',
        run: () => go(href('settings', { section: slug }, { field })),
      }));
    return [page, ...fields];
  });
}

const viewOf: Record<ConversationStatus, ViewName> = {
  open: 'all_open',
  snoozed: 'snoozed',
  closed: 'closed',
  spam: 'spam',
  trashed: 'trash',
};

export function conversationItem(row: ConversationRow): Item {
  return {
    id: `conversation:${row.id}`,
    group: 'conversations',
    label: subjectOf(row),
    detail: contactName(row),
    icon: statuses[row.status].icon,
    run: () => go(conversationAddress(plainKey(viewOf[row.status]), row.id)),
  };
}

export function contactItem(contact: { id: string; label: string; detail?: string }): Item {
  const { id, label, detail } = contact;
  const key = {
    ...plainKey('all_open'),
    contactId: id,
    statuses: ['open', 'snoozed', 'closed'] as ConversationStatus[],
  };
  return { id: `contact:${id}`, group: 'contacts', label, detail, icon: 'contact', run: () => go(listAddress(key)) };
}

/** What was used before and must not be loaded to be shown again. */
export function rememberedItem(id: string, label: string, detail?: string): Item | undefined {
  const [kind, name] = id.split(':');
  if (!name) return undefined;
  if (kind === 'contact') return { ...contactItem({ id: name, label, detail }), group: 'recent' };
  if (kind !== 'conversation') return undefined;
  const run = () => go(conversationAddress(plainKey('all_open'), name));
  return { id, group: 'recent', label, detail, icon: 'mail', run };
}
