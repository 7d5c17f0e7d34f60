// The tags of the workspace: known by heart, loaded anew when somebody changes them.
import { answer, api } from '../../lib/api/client';
import type { Frame, Tag, TagColour } from '../../lib/api/types';
import { t } from '../../lib/i18n/i18n.svelte';
import { onFrames } from '../../lib/realtime/live.svelte';

let tags = $state.raw<readonly Tag[]>([]);
const byId = $derived(new Map(tags.map((tag) => [tag.id, tag])));

export function allTags(): readonly Tag[] {
  return tags;
}

export function tag(id: string | null | undefined): Tag | undefined {
  return id ? byId.get(id) : undefined;
}

export function tagName(id: string | null | undefined): string {
  return tag(id)?.name ?? t('lists.removed_tag');
}

export async function loadTags(): Promise<void> {
  tags = await answer(api.GET('/api/tags'));
}

export async function createTag(name: string, colour?: TagColour): Promise<Tag> {
  const made = await answer(api.POST('/api/tags', { body: { name, ...(colour ? { colour } : {}) } }));
  if (!byId.has(made.id)) tags = [...tags, made].toSorted((one, other) => one.name.localeCompare(other.name));
  return made;
}

export async function changeTag(id: string, change: { name?: string; colour?: TagColour }): Promise<void> {
  const changed = await answer(api.PATCH('/api/tags/{id}', { params: { path: { id } }, body: change }));
  tags = tags.map((one) => (one.id === id ? changed : one));
}

export async function removeTag(id: string): Promise<void> {
  await answer(api.DELETE('/api/tags/{id}', { params: { path: { id } } }));
  tags = tags.filter((one) => one.id !== id);
}

function take(frames: Frame[]): void {
  if (!frames.some((frame) => frame.type === 'tags_changed' || frame.type === 'resync')) return;
  loadTags().catch(() => {
    // The old names stand until the next event.
  });
}

onFrames(take);
