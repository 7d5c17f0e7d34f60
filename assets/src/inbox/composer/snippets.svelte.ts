// The snippets that this person can use: fetched when they are first asked for, and again after they changed.
import { answer, api } from '../../lib/api/client';
import type { Snippet } from '../../lib/api/types';
import { onFrames } from '../../lib/realtime/live.svelte';

let known: Promise<Snippet[]> | undefined;
let version = $state(0);

export function snippets(): Promise<Snippet[]> {
  known ??= answer(api.GET('/api/snippets')).catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** Changes whenever the snippets may be others. */
export function snippetsVersion(): number {
  return version;
}

export function snippetsChanged(): void {
  known = undefined;
  version += 1;
}

onFrames((frames) => {
  if (frames.some((frame) => frame.type === 'snippets_changed' || frame.type === 'resync')) snippetsChanged();
});
