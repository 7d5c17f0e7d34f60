// What the person at the screen was told: the bell's list, its count, and what makes a noise.
import { answer, api } from '../lib/api/client';
import type { Frame, Notice } from '../lib/api/types';
import { onFrames } from '../lib/realtime/live.svelte';
import { makeNoise } from './noise';

const pageRows = 30;

let notices = $state.raw<Notice[]>([]);
let unread = $state(0);
let nextBefore = $state<string | null>(null);
let loaded = $state<'not_yet' | 'loading' | 'failed' | 'loaded'>('not_yet');

export function allNotices(): Notice[] {
  return notices;
}

export function unreadNotices(): number {
  return unread;
}

export function noticesLoading() {
  return loaded;
}

export function hasMoreNotices(): boolean {
  return nextBefore !== null;
}

export async function loadNotices(part: 'newest' | 'older' = 'newest'): Promise<void> {
  if (loaded === 'loading') return;
  loaded = 'loading';
  try {
    const before = part === 'older' ? (nextBefore ?? undefined) : undefined;
    const page = await answer(
      api.GET('/api/notices', { params: { query: { limit: pageRows, ...(before ? { before } : {}) } } }),
    );
    notices = part === 'older' ? [...notices, ...page.items] : page.items;
    nextBefore = page.next_before;
    unread = page.unread;
    loaded = 'loaded';
  } catch {
    loaded = 'failed';
  }
}

/** Marks everything that was told so far as read; what is counted and not shown as well, or its number would stay. */
export async function readAll(): Promise<void> {
  const up_to = notices[0]?.id;
  const before = { notices, unread };
  notices = notices.map((notice) => ({ ...notice, is_read: true }));
  unread = 0;
  try {
    await answer(api.POST('/api/notices/read', { body: { up_to } }));
  } catch (error) {
    ({ notices, unread } = before);
    throw error;
  }
}

/** Whether a conversation has notices that are not read. */
export function hasNoticesOf(conversationId: string): boolean {
  return notices.some((notice) => !notice.is_read && notice.conversation_id === conversationId);
}

function take(frames: Frame[]): void {
  let isStale = false;
  for (const frame of frames) {
    if (frame.type === 'notice_added') {
      unread = frame.unread;
      notices = [frame.notice, ...notices.filter((notice) => notice.id !== frame.notice.id)];
      makeNoise(frame.notice);
    } else if (frame.type === 'notices_read') {
      unread = frame.unread;
      isStale = true;
    } else if (frame.type === 'resync') isStale = true;
  }
  if (isStale) void loadNotices();
}

onFrames(take);
