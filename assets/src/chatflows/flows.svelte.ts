// The chatflows as the page holds them: what the server says, fetched anew whenever somebody changed one.
import { answer, api } from '../lib/api/client';
import type { Chatflow, ChatChannel } from '../lib/api/types';
import { onFrames } from '../lib/realtime/live.svelte';

type State = { kind: 'loading' } | { kind: 'failed'; error: unknown } | { kind: 'there'; flows: Chatflow[] };

let state = $state.raw<State>({ kind: 'loading' });
let channels = $state.raw<ChatChannel[]>([]);

export function flowsState(): State {
  return state;
}

export function allFlows(): Chatflow[] {
  return state.kind === 'there' ? state.flows : [];
}

export function flow(id: string | undefined): Chatflow | undefined {
  return allFlows().find((one) => one.id === id);
}

export function allChannels(): ChatChannel[] {
  return channels;
}

export async function loadFlows(): Promise<void> {
  try {
    const [flows, chats] = await Promise.all([answer(api.GET('/api/chatflows')), answer(api.GET('/api/channels'))]);
    channels = chats;
    takeFlows(flows);
  } catch (error) {
    if (state.kind !== 'there') state = { kind: 'failed', error };
  }
}

/** Takes in the whole list as the server has just said it. */
export function takeFlows(flows: Chatflow[]): void {
  state = { kind: 'there', flows };
}

/** Takes in one chatflow; one that is new stands last until the list comes again. */
export function takeFlow(changed: Chatflow): void {
  const flows = allFlows();
  const isKnown = flows.some((one) => one.id === changed.id);
  takeFlows(isKnown ? flows.map((one) => (one.id === changed.id ? changed : one)) : [...flows, changed]);
}

/** Keeps the list current until the returned function is called. */
export function followFlows(): () => void {
  void loadFlows();
  return onFrames((frames) => {
    const types = ['chatflow_changed', 'channel_changed', 'inbox_changed', 'resync'];
    if (frames.some((frame) => types.includes(frame.type))) void loadFlows();
  });
}
