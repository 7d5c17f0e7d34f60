// What somebody has before their eyes is seen: the visitor is told.
import { answer, api } from '../../lib/api/client';

/** Tells that the words of a visitor were seen, once somebody really looks; for the life of a component. */
export function tellSeen(of: () => { id: string; entryId: string } | undefined): void {
  const entryId = $derived(of()?.entryId);
  $effect(() => {
    const seen = of();
    if (!seen || !entryId) return;
    const tell = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      const request = { params: { path: { id: seen.id } }, body: { entry_id: entryId } };
      answer(api.PUT('/api/conversations/{id}/chat-seen', request)).catch(() => {
        // The next look tells it.
      });
      stop();
    };
    const stop = () => {
      window.removeEventListener('focus', tell);
      document.removeEventListener('visibilitychange', tell);
    };
    window.addEventListener('focus', tell);
    document.addEventListener('visibilitychange', tell);
    tell();
    return stop;
  });
}
