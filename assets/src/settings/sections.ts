// Every page of the settings, with the words by which its fields are found. A new page is a line here.
import type { Component } from 'svelte';
import type { Key } from '../lib/i18n/i18n.svelte';
import NoticeSettings from '../together/NoticeSettings.svelte';
import About from './About.svelte';
import Agents from './Agents.svelte';
import Chats from './chat/Chats.svelte';
import FirstSteps from './FirstSteps.svelte';
import Inboxes from './Inboxes.svelte';
import Ledger from './Ledger.svelte';
import MailDelivery from './MailDelivery.svelte';
import MyAvailability from './MyAvailability.svelte';
import Outbox from './Outbox.svelte';
import Profile from './Profile.svelte';
import Security from './Security.svelte';
import TeamAvailability from './TeamAvailability.svelte';
import Snippets from './Snippets.svelte';
import Tags from './Tags.svelte';
import Teams from './Teams.svelte';
import Tokens from './Tokens.svelte';
import Workspace from './Workspace.svelte';
import WrittenAnswers from './WrittenAnswers.svelte';

export type Group = 'you' | 'team' | 'workspace' | 'mail';

export const groups: { group: Group; label: Key }[] = [
  { group: 'you', label: 'settings.profile' },
  { group: 'team', label: 'settings.group_team' },
  { group: 'workspace', label: 'settings.workspace' },
  { group: 'mail', label: 'settings.group_mail' },
];

export interface Section {
  slug: string;
  label: Key;
  group: Group;
  component: Component;
  forAdministrators: boolean;
  /** Labels of fields and cards on the page: the search finds them. */
  finds: Key[];
}

export const sections: Section[] = [
  {
    slug: 'profile',
    label: 'settings.about_you',
    group: 'you',
    component: Profile,
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
      'profile.keys',
    ],
  },
  {
    slug: 'availability',
    label: 'people.my_availability',
    group: 'you',
    component: MyAvailability,
    forAdministrators: false,
    finds: ['people.now', 'people.working_hours', 'people.time_zone'],
  },
  {
    slug: 'security',
    label: 'security.title',
    group: 'you',
    component: Security,
    forAdministrators: false,
    finds: ['settings.change_password', 'security.factor', 'security.recovery_codes', 'settings.sessions'],
  },
  {
    slug: 'notices',
    label: 'together.notices',
    group: 'you',
    component: NoticeSettings,
    forAdministrators: false,
    finds: [],
  },
  {
    slug: 'tokens',
    label: 'security.tokens',
    group: 'you',
    component: Tokens,
    forAdministrators: false,
    finds: ['security.new_token'],
  },
  {
    slug: 'available',
    label: 'people.team_availability',
    group: 'team',
    component: TeamAvailability,
    forAdministrators: false,
    finds: ['people.hours'],
  },
  {
    slug: 'colleagues',
    label: 'settings.colleagues',
    group: 'team',
    component: Agents,
    forAdministrators: true,
    finds: ['settings.invite', 'settings.role', 'security.reset_factor', 'settings.deactivate', 'settings.reset_link'],
  },
  {
    slug: 'teams',
    label: 'people.teams',
    group: 'team',
    component: Teams,
    forAdministrators: true,
    finds: ['people.new_team', 'people.members'],
  },
  {
    slug: 'first-steps',
    label: 'first.title',
    group: 'workspace',
    component: FirstSteps,
    forAdministrators: true,
    finds: [],
  },
  {
    slug: 'workspace',
    label: 'settings.general',
    group: 'workspace',
    component: Workspace,
    forAdministrators: true,
    finds: ['account.workspace_name', 'account.public_url', 'account.mail_domain'],
  },
  {
    slug: 'inboxes',
    label: 'settings.inboxes',
    group: 'workspace',
    component: Inboxes,
    forAdministrators: true,
    finds: [
      'settings.new_inbox',
      'settings.members',
      'settings.addresses',
      'settings.sender_address',
      'settings.from_name',
      'settings.signature',
    ],
  },
  {
    slug: 'chat',
    label: 'install.chat',
    group: 'workspace',
    component: Chats,
    forAdministrators: true,
    finds: [],
  },
  {
    slug: 'tags',
    label: 'lists.tags_title',
    group: 'workspace',
    component: Tags,
    forAdministrators: true,
    finds: [],
  },
  {
    slug: 'snippets',
    label: 'compose.snippets',
    group: 'team',
    component: Snippets,
    forAdministrators: false,
    finds: [],
  },
  {
    slug: 'answers',
    label: 'builder.written_answers',
    group: 'team',
    component: WrittenAnswers,
    forAdministrators: false,
    finds: [],
  },
  {
    slug: 'about',
    label: 'about.title',
    group: 'workspace',
    component: About,
    forAdministrators: true,
    finds: ['about.version', 'about.licence', 'about.data', 'about.outbound'],
  },
  {
    slug: 'mail',
    label: 'settings.mail_delivery',
    group: 'mail',
    component: MailDelivery,
    forAdministrators: true,
    finds: ['settings.way_out', 'settings.mode', 'settings.relay_host', 'settings.dns'],
  },
  {
    slug: 'outbox',
    label: 'settings.outbox',
    group: 'mail',
    component: Outbox,
    forAdministrators: true,
    finds: ['outbox.try', 'outbox.give_up'],
  },
  {
    slug: 'ledger',
    label: 'settings.ledger',
    group: 'mail',
    component: Ledger,
    forAdministrators: true,
    finds: ['settings.verdict', 'settings.process_again'],
  },
];
