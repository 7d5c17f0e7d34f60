// Which component shows which route. What most people need first comes with the first load; the rest when it is asked for.
import type { Component } from 'svelte';
import Inbox from '../inbox/Inbox.svelte';
import type { RouteName } from './routes';

interface Page {
  load: () => Component | Promise<{ default: Component }>;
  /** Whether the page stands inside the shell with its rail, for somebody who is signed in. */
  inside: boolean;
}

export const pages: Partial<Record<RouteName, Page>> = {
  inbox: { load: () => Inbox, inside: true },
  chatflows: { load: () => import('../chatflows/Chatflows.svelte'), inside: true },
  settings: { load: () => import('../settings/Settings.svelte'), inside: true },
  sign_in: { load: () => import('../account/SignIn.svelte'), inside: false },
  setup: { load: () => import('../account/Setup.svelte'), inside: false },
  forgotten: { load: () => import('../account/Forgotten.svelte'), inside: false },
  reset: { load: () => import('../account/Reset.svelte'), inside: false },
  invitation: { load: () => import('../account/Invitation.svelte'), inside: false },
};
