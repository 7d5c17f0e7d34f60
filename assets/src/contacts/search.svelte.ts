// Contacts that fit what is typed, as the server finds them. A later answer never gives way to an earlier one.
import { createQuery, keepPreviousData } from '@tanstack/svelte-query';
import { answer, api } from '../lib/api/client';

/** Fast typists wait for one answer, not for one per letter. */
const pause_ms = 120;

/** Called while a component begins. `wanted` is what is typed; nothing is asked while `active` is false. */
export function contactSearch(wanted: () => string, active: () => boolean) {
  let asked = $state('');
  $effect(() => {
    const next = wanted().trim();
    if (next === '') {
      asked = '';
      return;
    }
    const timer = setTimeout(() => (asked = next), pause_ms);
    return () => clearTimeout(timer);
  });
  const query = createQuery(() => ({
    queryKey: ['contacts', asked],
    enabled: active(),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
    queryFn: () => answer(api.GET('/api/contacts', { params: { query: { search: asked } } })),
  }));
  return {
    get found() {
      return query.data ?? [];
    },
    /** Whether what was found answers what stands there now. */
    get isFresh() {
      return query.isSuccess && !query.isPlaceholderData && asked === wanted().trim();
    },
  };
}
