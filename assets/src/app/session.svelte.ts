// Who is at the screen, and what everybody's page knows by heart: colleagues and inboxes.
import { answer, api, isCode, onSignedOut } from '../lib/api/client';
import type { Agent, Frame, Inbox, Me } from '../lib/api/types';
import { locales, setLocale } from '../lib/i18n/i18n.svelte';
import { onFrames, startLive } from '../lib/realtime/live.svelte';

type State =
  | { kind: 'starting' }
  | { kind: 'signed_out' }
  | { kind: 'unreachable'; error: unknown }
  | { kind: 'signed_in'; me: Me };

let state = $state.raw<State>({ kind: 'starting' });
let agents = $state.raw<Agent[]>([]);
let inboxes = $state.raw<Inbox[]>([]);
let stopLive: () => void = () => {};

const agentById = $derived(new Map(agents.map((agent) => [agent.id, agent])));
const inboxById = $derived(new Map(inboxes.map((inbox) => [inbox.id, inbox])));

export function session(): State {
  return state;
}

/** The person at the screen. Only pages inside the shell may ask, and they are shown to nobody else. */
export function me(): Me {
  if (state.kind !== 'signed_in') throw new Error('pages inside the shell are shown to signed-in people only');
  return state.me;
}

export function isAdministrator(): boolean {
  return state.kind === 'signed_in' && state.me.agent.role === 'administrator';
}

export function allAgents(): Agent[] {
  return agents;
}

export function agent(id: string | null | undefined): Agent | undefined {
  return id ? agentById.get(id) : undefined;
}

export function allInboxes(): Inbox[] {
  return inboxes;
}

export function inbox(id: string | null | undefined): Inbox | undefined {
  return id ? inboxById.get(id) : undefined;
}

/** Asks the server who we are; called at the start, after signing in, after set-up and after an invitation. */
export async function enter(): Promise<void> {
  try {
    const found = await answer(api.GET('/api/me'));
    await Promise.all([loadAgents(), loadInboxes(), setLocale(known(found.agent.locale))]);
    state = { kind: 'signed_in', me: found };
    stopLive();
    stopLive = startLive(found.feed_position, found.agent.id);
  } catch (error) {
    if (isCode(error, 'not_signed_in')) signedOut();
    else state = { kind: 'unreachable', error };
  }
}

export async function signOut(): Promise<void> {
  await answer(api.DELETE('/api/sessions/current'));
  signedOut();
}

/** Takes in a changed person or workspace without asking the server again. */
export function updateMe(change: Partial<Me>): void {
  if (state.kind === 'signed_in') state = { kind: 'signed_in', me: { ...state.me, ...change } };
}

export async function loadAgents(): Promise<void> {
  agents = await answer(api.GET('/api/agents'));
}

export async function loadInboxes(): Promise<void> {
  inboxes = await answer(api.GET('/api/inboxes'));
}

function signedOut(): void {
  stopLive();
  state = { kind: 'signed_out' };
}

async function refreshMe(): Promise<void> {
  updateMe(await answer(api.GET('/api/me')));
}

function known(tag: string) {
  return locales.find((one) => one === tag) ?? 'en';
}

function take(frames: Frame[]): void {
  const has = (...types: Frame['type'][]) => frames.some((frame) => types.includes(frame.type));
  const refresh = (load: () => Promise<void>) =>
    load().catch(() => {
      // The next event or reload brings it; a notice would only interrupt.
    });
  if (has('agent_changed', 'resync')) void refresh(loadAgents);
  if (has('inbox_changed', 'resync')) void refresh(loadInboxes);
  if (has('workspace_changed', 'agent_changed', 'inbox_changed', 'resync')) void refresh(refreshMe);
}

onSignedOut(() => {
  if (state.kind === 'signed_in') signedOut();
});
onFrames(take);
