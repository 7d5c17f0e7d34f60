import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { ServerPreferences } from '../lib/api/types';
import { adoptPreferences, forgetServerPreferences, keepPreferences, preferences } from './preferences.svelte';

type Sent = { body: Partial<ServerPreferences> };
const sent: { theme: unknown; density: unknown; arrives: () => void; fails: (error: Error) => void }[] = [];

// A server whose answers come when the test says so.
vi.mock('../lib/api/client', () => ({
  api: {
    PATCH: (_path: string, { body: { theme, density } }: Sent) =>
      new Promise<void>((arrives, fails) => sent.push({ theme, density, arrives, fails })),
  },
  answer: (request: Promise<void>) => request,
}));

const server = { theme: 'system', density: 'comfortable', single_keys: true, keys: {} } as ServerPreferences;
let stop = () => {};

/** What the server has answered has been heard. */
const heard = () => new Promise((later) => setTimeout(later));

afterEach(async () => {
  stop();
  forgetServerPreferences();
  for (const one of sent) one.arrives();
  await heard();
  sent.length = 0;
});

function signIn() {
  adoptPreferences(server);
  stop = $effect.root(keepPreferences);
  flushSync();
}

function choose(change: Partial<typeof preferences>) {
  flushSync(() => Object.assign(preferences, change));
}

it('sends one choice after the other, so that the last one made is what the server keeps', async () => {
  signIn();
  choose({ theme: 'dark' });
  choose({ density: 'compact' });
  expect(sent).toMatchObject([{ theme: 'dark', density: 'comfortable' }]);
  sent[0]!.arrives();
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toMatchObject({ theme: 'dark', density: 'compact' });
  sent[1]!.arrives();
});

it('keeps a choice that is on its way when an older answer of the server arrives', async () => {
  signIn();
  choose({ theme: 'dark' });
  adoptPreferences(server);
  expect(preferences.theme).toBe('dark');
  sent[0]!.arrives();
  await vi.waitFor(() => {
    adoptPreferences({ ...server, theme: 'light' });
    expect(preferences.theme).toBe('light');
  });
});

it('lets the next person begin with what is theirs', () => {
  signIn();
  choose({ theme: 'dark' });
  forgetServerPreferences();
  adoptPreferences({ ...server, density: 'compact' });
  expect(preferences).toMatchObject({ theme: 'system', density: 'compact' });
});

it('tells the server again what it was not told, before anything older of its own is taken in', async () => {
  signIn();
  choose({ theme: 'dark' });
  sent[0]!.fails(new Error('offline'));
  await heard();
  expect(sent).toHaveLength(1);
  adoptPreferences(server);
  expect(preferences.theme).toBe('dark');
  expect(sent).toHaveLength(2);
  expect(sent[1]).toMatchObject({ theme: 'dark' });
  sent[1]!.arrives();
  await vi.waitFor(() => {
    adoptPreferences({ ...server, theme: 'light' });
    expect(preferences.theme).toBe('light');
  });
});

it('takes a choice back to what the server still holds without saying it again', async () => {
  signIn();
  choose({ theme: 'dark' });
  sent[0]!.fails(new Error('offline'));
  await heard();
  choose({ density: 'compact' });
  expect(sent[1]).toMatchObject({ theme: 'dark', density: 'compact' });
  sent[1]!.fails(new Error('offline'));
  await heard();
  choose({ theme: 'system', density: 'comfortable' });
  expect(sent).toHaveLength(2);
});

it('owes the next person nothing that failed for the last one', async () => {
  signIn();
  choose({ theme: 'dark' });
  sent[0]!.fails(new Error('offline'));
  await heard();
  forgetServerPreferences();
  adoptPreferences({ ...server, density: 'compact' });
  expect(preferences).toMatchObject({ theme: 'system', density: 'compact' });
  expect(sent).toHaveLength(1);
});
