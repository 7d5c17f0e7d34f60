// Every page of the settings, with the words by which its fields are found: by the search beside them and by the palette.
// A new page is an entry here and a component in sections.ts.
import type { Key } from '../lib/i18n/i18n.svelte';

export type Group = 'you' | 'team' | 'workspace' | 'mail';

export const groups: { group: Group; label: Key }[] = [
  { group: 'you', label: 'settings.profile' },
  { group: 'team', label: 'settings.group_team' },
  { group: 'workspace', label: 'settings.workspace' },
  { group: 'mail', label: 'settings.group_mail' },
];

export interface SectionName {
  slug: string;
  label: Key;
  group: Group;
  forAdministrators: boolean;
  /** Labels of fields and cards on the page: the search finds them. */
  finds: Key[];
}

export const sectionNames: SectionName[] = [
  {
    slug: 'profile',
    label: 'settings.about_you',
    group: 'you',
    forAdministrators: false,
    finds: [
      'profile.picture',
      'account.your_name',
      'profile.chat_name',
      'profile.meeting_link',
      'profile.language_and_time',
      'settings.language',
      'people.time_zone',
      'profile.appearance',
      'profile.theme',
      'profile.density',
    ],
  },
  {
    slug: 'keys',
    label: 'profile.keys',
    group: 'you',
    forAdministrators: false,
    finds: ['profile.single_keys', 'keys.of_commands', 'keys.reset_all'],
  },
  {
    slug: 'availability',
    label: 'people.my_availability',
    group: 'you',
    forAdministrators: false,
    finds: ['people.now', 'people.working_hours', 'people.time_zone'],
  },
  {
    slug: 'security',
    label: 'security.title',
    group: 'you',
    forAdministrators: false,
    finds: [
      'settings.change_password',
      'security.factor',
      'security.recovery_codes',
      'settings.sessions',
      'settings.old_password',
      'settings.new_password',
    ],
  },
  {
    slug: 'notices',
    label: 'together.notices',
    group: 'you',
    forAdministrators: false,
    finds: [
      'together.this_browser',
      'together.push',
      'together.events',
      'together.quiet',
      'together.sound_test',
      'together.way_desktop',
    ],
  },
  {
    slug: 'tokens',
    label: 'security.tokens',
    group: 'you',
    forAdministrators: false,
    finds: ['security.new_token'],
  },
  {
    slug: 'available',
    label: 'people.team_availability',
    group: 'team',
    forAdministrators: false,
    finds: ['people.hours'],
  },
  {
    slug: 'colleagues',
    label: 'settings.colleagues',
    group: 'team',
    forAdministrators: true,
    finds: [
      'settings.invite',
      'settings.role',
      'security.reset_factor',
      'settings.deactivate',
      'settings.reset_link',
      'settings.role_administrator',
      'settings.role_agent',
    ],
  },
  {
    slug: 'teams',
    label: 'people.teams',
    group: 'team',
    forAdministrators: true,
    finds: ['people.new_team', 'people.members'],
  },
  {
    slug: 'first-steps',
    label: 'first.title',
    group: 'workspace',
    forAdministrators: true,
    finds: [],
  },
  {
    slug: 'workspace',
    label: 'settings.general',
    group: 'workspace',
    forAdministrators: true,
    finds: ['account.workspace_name', 'account.public_url', 'account.mail_domain', 'settings.workspace'],
  },
  {
    slug: 'inboxes',
    label: 'settings.inboxes',
    group: 'workspace',
    forAdministrators: true,
    finds: [
      'settings.new_inbox',
      'settings.members',
      'settings.addresses',
      'settings.sender_address',
      'settings.from_name',
      'settings.signature',
      'settings.preview',
      'settings.company',
      'settings.new_address',
    ],
  },
  {
    slug: 'chat',
    label: 'install.chat',
    group: 'workspace',
    forAdministrators: true,
    finds: ['install.new'],
  },
  {
    slug: 'tags',
    label: 'lists.tags_title',
    group: 'workspace',
    forAdministrators: true,
    finds: ['lists.new_tag'],
  },
  {
    slug: 'snippets',
    label: 'compose.snippets',
    group: 'team',
    forAdministrators: false,
    finds: ['compose.snippet_new'],
  },
  {
    slug: 'answers',
    label: 'builder.written_answers',
    group: 'team',
    forAdministrators: false,
    finds: ['builder.try_question'],
  },
  {
    slug: 'about',
    label: 'about.title',
    group: 'workspace',
    forAdministrators: true,
    finds: ['about.version', 'about.licence', 'about.data', 'about.outbound'],
  },
  {
    slug: 'mail',
    label: 'settings.mail_delivery',
    group: 'mail',
    forAdministrators: true,
    finds: ['settings.way_out', 'settings.mode', 'settings.relay_host', 'settings.dns', 'settings.outbox'],
  },
  {
    slug: 'outbox',
    label: 'settings.outbox',
    group: 'mail',
    forAdministrators: true,
    finds: ['outbox.try', 'outbox.give_up'],
  },
  {
    slug: 'ledger',
    label: 'settings.ledger',
    group: 'mail',
    forAdministrators: true,
    finds: ['settings.verdict', 'settings.process_again'],
  },
];
