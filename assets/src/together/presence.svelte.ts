// Who else is in a conversation, and where the person at the screen is: said while it holds, never kept.
import { untrack } from 'svelte';
import type { PassingFrame } from '../lib/api/types';
import { onPassing, sayWhere } from '../lib/realtime/live.svelte';
import { pageIsShown } from './reading.svelte';

export type Person = PassingFrame['people'][number];

/** Somebody who has touched nothing for so long does not look at what is on the screen. */
const awake_ms = 5 * 60_000;
/** Keys are pressed more often than this, or nobody types; the server forgets after 8 s. */
const typing_ms = 5_000;
/** While somebody types, it is said so often. */
const typingAgain_ms = 3_000;

let people = $state.raw<ReadonlyMap<string, Person[]>>(new Map());
let shown = $state<string>();
let isTyping = $state(false);
let isAwake = $state(true);

let typingTimer: ReturnType<typeof setTimeout> | undefined;
let awakeTimer: ReturnType<typeof setTimeout> | undefined;
let typedAt = 0;

/** The colleagues in a conversation, those who type first. */
export function peopleIn(conversationId: string): Person[] {
  return people.get(conversationId) ?? nobody;
}

const nobody: Person[] = [];

onPassing((frames, part) => {
  const next = new Map(part === 'all' ? [] : people);
  for (const frame of frames) {
    const byDoing = frame.people.toSorted(
      (one, other) => Number(other.doing === 'typing') - Number(one.doing === 'typing'),
    );
    if (byDoing.length > 0) next.set(frame.conversation_id, byDoing);
    else next.delete(frame.conversation_id);
  }
  people = next;
});

/** Says for the life of a component that its conversation is on the screen. */
export function sayShown(id: () => string): void {
  const current = $derived(id());
  $effect(() => {
    shown = current;
    return () => {
      if (shown === current) shown = undefined;
      stopTyping();
    };
  });
}

/** Somebody pressed a key in a composer. */
export function typed(): void {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(stopTyping, typing_ms);
  if (isTyping && Date.now() - typedAt < typingAgain_ms) return;
  typedAt = Date.now();
  if (isTyping) say();
  else isTyping = true;
}

/** What was typed is sent or put away. */
export function stopTyping(): void {
  clearTimeout(typingTimer);
  isTyping = false;
}

function touched(): void {
  clearTimeout(awakeTimer);
  awakeTimer = setTimeout(() => (isAwake = false), awake_ms);
  isAwake = true;
}

function say(): void {
  const isHere = pageIsShown() && isAwake;
  sayWhere({
    active: isHere,
    place: isHere && shown ? { conversation_id: shown, doing: isTyping ? 'typing' : 'viewing' } : null,
  });
}

/** Says where the person is whenever that changes; called once, inside an effect root. */
export function keepPresence(): void {
  $effect(() => {
    for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
      addEventListener(name, touched, { passive: true });
    touched();
    return () => {
      clearTimeout(awakeTimer);
      for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart']) removeEventListener(name, touched);
    };
  });
  $effect(() => {
    void [shown, isTyping, isAwake, pageIsShown()];
    untrack(say);
  });
}
