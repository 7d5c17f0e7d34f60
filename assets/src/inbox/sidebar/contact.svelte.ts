// What is known of one contact: asked for once, kept fresh by the live feed, changed in one way.
import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import { problemWords } from '../../app/problems';
import { toast } from '../../app/toasts.svelte';
import { answer, api } from '../../lib/api/client';
import type { Contact, ContactChange } from '../../lib/api/types';
import { t } from '../../lib/i18n/i18n.svelte';
import { onFrames } from '../../lib/realtime/live.svelte';

export type ContactCard = ReturnType<typeof contactCard>;

/** Called while a component begins. */
export function contactCard(id: () => string) {
  const queries = useQueryClient();
  const query = createQuery(() => ({
    queryKey: ['contact', id()],
    queryFn: () => answer(api.GET('/api/contacts/{id}', { params: { path: { id: id() } } })),
  }));
  const conversations = createQuery(() => ({
    queryKey: ['contact', id(), 'conversations'],
    queryFn: () =>
      answer(api.GET('/api/contacts/{id}/conversations', { params: { path: { id: id() }, query: { limit: 20 } } })),
  }));

  $effect(() => {
    // A frame can take the conversation away whose contact this is: until the page has followed, it is still that one.
    const shown = id();
    return onFrames((frames) => {
      const isOurs = frames.some(
        (frame) =>
          (frame.type === 'contact_changed' && frame.contact_id === shown) ||
          ('conversation' in frame && frame.conversation.contact.id === shown),
      );
      if (isOurs) void queries.invalidateQueries({ queryKey: ['contact', shown] });
    });
  });

  const path = () => ({ id: id() });

  /** Does something to the contact, and shows what came of it. It throws what the server refused. */
  async function deed(request: Promise<Contact>): Promise<void> {
    const changed = await request;
    queries.setQueryData(['contact', changed.id], changed);
  }

  /** The same where there is no field to stand an error at. */
  async function tried(request: Promise<Contact>): Promise<boolean> {
    try {
      await deed(request);
      return true;
    } catch (error) {
      toast(problemWords(error), { tone: 'bad' });
      return false;
    }
  }

  const put = (other: string) => ({ params: { path: { ...path(), other } } });

  async function merge(other: { id: string; name: string }): Promise<void> {
    if (!(await tried(answer(api.PUT('/api/contacts/{id}/merged/{other}', put(other.id)))))) return;
    void queries.invalidateQueries({ queryKey: ['contact', id(), 'conversations'] });
    toast(t('contact.merged', { name: other.name }), {
      action: { label: t('shell.undo'), run: () => void unmerge(other.id) },
    });
  }

  async function unmerge(other: string): Promise<void> {
    if (!(await tried(answer(api.DELETE('/api/contacts/{id}/merged/{other}', put(other)))))) return;
    void queries.invalidateQueries({ queryKey: ['contact', id(), 'conversations'] });
    toast(t('contact.unmerged'));
  }

  async function block(isBlocked: boolean): Promise<void> {
    const body = { is_blocked: isBlocked };
    if (!(await tried(answer(api.PUT('/api/contacts/{id}/block', { params: { path: path() }, body }))))) return;
    toast(t(isBlocked ? 'contact.blocked_toast' : 'contact.unblocked_toast'), {
      action: { label: t('shell.undo'), run: () => void block(!isBlocked) },
    });
  }

  return {
    query,
    conversations,
    change: (body: ContactChange) => deed(answer(api.PATCH('/api/contacts/{id}', { params: { path: path() }, body }))),
    nameCompany: (name: string) =>
      deed(answer(api.PUT('/api/contacts/{id}/company', { params: { path: path() }, body: { name } }))),
    addNote: (text: string) =>
      deed(answer(api.POST('/api/contacts/{id}/notes', { params: { path: path() }, body: { text } }))),
    changeNote: (note: string, text: string) =>
      deed(
        answer(api.PUT('/api/contacts/{id}/notes/{note}', { params: { path: { ...path(), note } }, body: { text } })),
      ),
    removeNote: (note: string) =>
      tried(answer(api.DELETE('/api/contacts/{id}/notes/{note}', { params: { path: { ...path(), note } } }))),
    keepApart: (other: string) => tried(answer(api.PUT('/api/contacts/{id}/apart/{other}', put(other)))),
    merge,
    unmerge,
    block,
  };
}
