// The visitor of the chat on the screen: what is known of them, whether they type, what they have seen.
import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import { answer, api } from '../../lib/api/client';
import { onFrames } from '../../lib/realtime/live.svelte';

/** A sign of typing fades when it is not renewed. */
const typingFades_ms = 6_000;

/** The facts of a chat's visitor, kept true by the feed. Call while a component is made. */
export function visitorOf(id: () => string, isChat: () => boolean) {
  const queries = useQueryClient();
  const facts = createQuery(() => ({
    queryKey: ['visitor', id()],
    queryFn: () => answer(api.GET('/api/conversations/{id}/visitor', { params: { path: { id: id() } } })),
    enabled: isChat(),
  }));
  $effect(() => {
    const shown = id();
    return onFrames((frames) => {
      const isOurs = frames.some(
        (frame) =>
          (frame.type === 'visitor_changed' && frame.conversation_id === shown) ||
          (frame.type === 'conversation_changed' && frame.conversation.id === shown) ||
          (frame.type === 'entry_added' && frame.conversation.id === shown),
      );
      if (isOurs) void queries.invalidateQueries({ queryKey: ['visitor', shown] });
    });
  });
  return facts;
}

/** Whether the visitor of a conversation types now. Call while a component is made. */
export function visitorTypes(id: () => string): { readonly now: boolean } {
  let types = $state(false);
  $effect(() => {
    const shown = id();
    let fade: ReturnType<typeof setTimeout> | undefined;
    types = false;
    const stop = onFrames((frames) => {
      for (const frame of frames) {
        if (frame.type === 'visitor_typing' && frame.conversation_id === shown) {
          types = frame.is_typing;
          clearTimeout(fade);
          if (types) fade = setTimeout(() => (types = false), typingFades_ms);
        }
        if (frame.type === 'entry_added' && frame.conversation.id === shown && frame.entry.chat) types = false;
      }
    });
    return () => {
      clearTimeout(fade);
      stop();
    };
  });
  return {
    get now() {
      return types;
    },
  };
}

const tellEvery_ms = 3_000;

/** Tells the visitor of a conversation that somebody of us types, and that they have stopped. */
export function typingTeller(id: () => string): { types: () => void; stops: () => void } {
  let told_ms = 0;
  const tell = (isTyping: boolean) => {
    const params = { path: { id: id() } };
    answer(api.POST('/api/conversations/{id}/chat-typing', { params, body: { is_typing: isTyping } })).catch(() => {
      // A sign that does not arrive is not missed.
    });
  };
  return {
    types: () => {
      if (Date.now() - told_ms < tellEvery_ms) return;
      told_ms = Date.now();
      tell(true);
    },
    stops: () => {
      if (told_ms === 0) return;
      told_ms = 0;
      tell(false);
    },
  };
}
