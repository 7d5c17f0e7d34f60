// Who is at the screen, and what everybody's page knows by heart: colleagues, teams and inboxes.
import { answer, api, apiUrl, isCode, onSignedOut } from '../lib/api/client';
import type { Agent, AvailabilityChoice, Frame, Inbox, Me, Team } from '../lib/api/types';
import { locales, setLocale } from '../lib/i18n/i18n.svelte';
import { onFrames, startLive } from '../lib/realtime/live.svelte';
import { setFaces } from '../ui/faces.svelte';
import { adoptPreferences, forgetServerPreferences } from './preferences.svelte';
import { pushedFor } from './pushed';

type State =
  | { kind: 'starting' }
  | { kind: 'signed_out' }
  | { kind: 'unreachable'; error: unknown }
  | { kind: 'signed_in'; me: Me };

let state = $state.raw<State>({ kind: 'starting' });
let agents = $state.raw<Agent[]>([]);
let teams = $state.raw<Team[]>([]);
let inboxes = $state.raw<Inbox[]>([]);
/** When the working hours of somebody end or begin. */
let hoursTimer: ReturnType<typeof setTimeout> | undefined;
let stopLive: () => void = () => {};

const agentById = $derived(new Map(agents.map((agent) => [agent.id, agent])));
const teamById = $derived(new Map(teams.map((team) => [team.id, team])));
const inboxById = $derived(new Map(inboxes.map((inbox) => [inbox.id, inbox])));

export function session(): State {
  return state;
}

/** The person at the screen. Only pages inside the shell may ask, and they are shown to nobody else. */
export function me(): Me {
  if (state.kind !== 'signed_in') throw new Error('pages inside the shell are shown to signed-in people only');
  return state.me;
}

/** Who is signed in now, for what goes on while somebody else may come: nobody between two. */
export function signedInId(): string | undefined {
  return state.kind === 'signed_in' ? state.me.agent.id : undefined;
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

export function allTeams(): Team[] {
  return teams;
}

export function team(id: string | null | undefined): Team | undefined {
  return id ? teamById.get(id) : undefined;
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
    await Promise.all([loadAgents(), loadTeams(), loadInboxes(), setLocale(known(found.agent.locale))]);
    adoptPreferences(found.preferences);
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
  if (pushedFor()) {
    import('../together/push').then(
      ({ hearNothingHere }) => hearNothingHere(),
      // The server has forgotten this browser with the session: what it still holds hears nothing.
      () => {},
    );
  }
  signedOut();
}

/** Takes in a changed person or workspace without asking the server again. */
export function updateMe(change: Partial<Me>): void {
  if (state.kind === 'signed_in') state = { kind: 'signed_in', me: { ...state.me, ...change } };
}

export async function loadAgents(): Promise<void> {
  takeAgents(await answer(api.GET('/api/agents')));
}

export async function loadTeams(): Promise<void> {
  teams = await answer(api.GET('/api/teams'));
}

/** Takes in colleagues as the server has just shown them. */
export function takeAgent(changed: Agent): void {
  takeAgents(agents.map((one) => (one.id === changed.id ? changed : one)));
  if (state.kind === 'signed_in' && state.me.agent.id === changed.id) updateMe({ agent: changed });
}

/** Chooses whether the person at the screen takes new conversations. */
export async function chooseAvailability(choice: AvailabilityChoice): Promise<void> {
  takeAgent(await answer(api.PUT('/api/me/availability', { body: { choice } })));
}

function takeAgents(next: Agent[]): void {
  agents = next;
  setFaces(new Map(next.flatMap((one) => (one.picture_url ? [[one.id, apiUrl(one.picture_url)]] : []))));
  const changes = next.flatMap((one) => (one.availability.changes_at ? [Date.parse(one.availability.changes_at)] : []));
  clearTimeout(hoursTimer);
  if (changes.length === 0) return;
  // A second later: our clock is not the server's. A timer counts 24 days at most.
  const wait_ms = Math.max(0, Math.min(...changes) - Date.now()) + 1_000;
  hoursTimer = setTimeout(
    () => {
      void Promise.all([loadAgents(), refreshMe()]).catch(() => {
        // The next event or reload brings it.
      });
    },
    Math.min(wait_ms, 24 * 3_600_000),
  );
}

export async function loadInboxes(): Promise<void> {
  inboxes = await answer(api.GET('/api/inboxes'));
}

function signedOut(): void {
  stopLive();
  clearTimeout(hoursTimer);
  forgetServerPreferences();
  state = { kind: 'signed_out' };
}

async function refreshMe(): Promise<void> {
  const found = await answer(api.GET('/api/me'));
  updateMe(found);
  adoptPreferences(found.preferences);
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
  if (has('teams_changed', 'resync')) void refresh(loadTeams);
  if (has('inbox_changed', 'resync')) void refresh(loadInboxes);
  if (has('workspace_changed', 'agent_changed', 'inbox_changed', 'resync')) void refresh(refreshMe);
}

onSignedOut(() => {
  if (state.kind === 'signed_in') signedOut();
});
onFrames(take);
