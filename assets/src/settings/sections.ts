// Which component shows which page of the settings.
import type { Component } from 'svelte';
import NoticeSettings from '../together/NoticeSettings.svelte';
import About from './About.svelte';
import Agents from './Agents.svelte';
import Chats from './chat/Chats.svelte';
import FirstSteps from './FirstSteps.svelte';
import Inboxes from './Inboxes.svelte';
import Keys from './Keys.svelte';
import Ledger from './Ledger.svelte';
import MailDelivery from './MailDelivery.svelte';
import MyAvailability from './MyAvailability.svelte';
import Outbox from './Outbox.svelte';
import Profile from './Profile.svelte';
import Security from './Security.svelte';
import Snippets from './Snippets.svelte';
import Tags from './Tags.svelte';
import TeamAvailability from './TeamAvailability.svelte';
import Teams from './Teams.svelte';
import Tokens from './Tokens.svelte';
import Workspace from './Workspace.svelte';
import WrittenAnswers from './WrittenAnswers.svelte';
import { sectionNames, type SectionName } from './names';

export { groups } from './names';

export interface Section extends SectionName {
  component: Component;
}

const components: Record<string, Component> = {
  profile: Profile,
  keys: Keys,
  availability: MyAvailability,
  security: Security,
  notices: NoticeSettings,
  tokens: Tokens,
  available: TeamAvailability,
  colleagues: Agents,
  teams: Teams,
  'first-steps': FirstSteps,
  workspace: Workspace,
  inboxes: Inboxes,
  chat: Chats,
  tags: Tags,
  snippets: Snippets,
  answers: WrittenAnswers,
  about: About,
  mail: MailDelivery,
  outbox: Outbox,
  ledger: Ledger,
};

export const sections: Section[] = sectionNames.map((name) => {
  const component = components[name.slug];
  if (!component) throw new Error(`the section ${name.slug} has a component`);
  return { ...name, component };
});
