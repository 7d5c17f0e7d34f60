// What a notice does outside the list: a tone and a notice of the desktop, from one tab of this browser alone, and
// neither for a conversation that is on the screen.
import { agent } from '../app/session.svelte';
import { pushedFor } from '../app/pushed';
import { go, href } from '../app/router.svelte';
import type { Notice } from '../lib/api/types';
import { t } from '../lib/i18n/i18n.svelte';
import { isOnScreen } from '../lib/realtime/live.svelte';

/** Other tabs hear of the same notice within this time. */
const claim_ms = 5_000;
/** Two short notes, a fifth apart. */
const notes_hz = [659.3, 987.8];
const note_s = 0.14;
const loudness = 0.12;

let audio: AudioContext | undefined;

/** Browsers let a page sound once somebody has touched it. */
export function prepareSound(): void {
  if (audio || typeof AudioContext === 'undefined') return;
  audio = new AudioContext();
}

export function canSound(): boolean {
  return audio?.state === 'running';
}

export function playTone(): void {
  if (!audio) return;
  void audio.resume();
  notes_hz.forEach((hz, index) => {
    const from = audio!.currentTime + index * note_s;
    const tone = audio!.createOscillator();
    const volume = audio!.createGain();
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(loudness, from + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, from + note_s * 2);
    tone.connect(volume).connect(audio!.destination);
    tone.start(from);
    tone.stop(from + note_s * 2);
  });
}

/** Whether this browser can show notices outside the page, and may. */
export function desktopState(): 'missing' | NotificationPermission {
  return 'Notification' in window && isSecureContext ? Notification.permission : 'missing';
}

export async function askForDesktop(): Promise<NotificationPermission> {
  return Notification.requestPermission();
}

export function makeNoise(notice: Notice): void {
  if (isOnScreen(notice.conversation_id)) return;
  if (notice.sound && canSound()) void claimed(`sound.${notice.id}`, playTone);
  if (notice.desktop && desktopState() === 'granted') void claimed(`desktop.${notice.id}`, () => showOnDesktop(notice));
}

export function headingOf(notice: Notice): string {
  const who = agent(notice.by_agent_id)?.name ?? notice.contact_name;
  switch (notice.what) {
    case 'assigned':
      return t('together.notice_assigned', { who });
    case 'unassigned':
      return t('together.notice_unassigned', { who });
    case 'message':
      return t('together.notice_message', { who });
    case 'comment':
      return t('together.notice_comment', { who });
    case 'mention':
      return t('together.notice_mention', { who });
    case 'delivery_failed':
      return t('together.notice_delivery_failed', { who: notice.contact_name });
  }
}

export function reasonOf(notice: Notice): string {
  switch (notice.why) {
    case 'named':
      return t('together.why_named');
    case 'assignee':
      return t('together.why_assignee');
    case 'writer':
      return t('together.why_writer');
    case 'follower':
      return t('together.why_follower');
    case 'member':
      return t('together.why_member');
  }
}

export function addressOf(notice: Notice): string {
  return href('inbox', { view: 'open', conversation: notice.conversation_id });
}

function showOnDesktop(notice: Notice): void {
  // Of the two that come where this browser is told by push as well, the second takes the place of the first: only
  // notices of the worker do that with each other.
  if (pushedFor()) return void showByWorker(notice);
  try {
    const shown = new Notification(headingOf(notice), {
      body: notice.subject || notice.preview,
      tag: notice.id,
      silent: true,
    });
    shown.onclick = () => {
      focus();
      go(addressOf(notice));
      shown.close();
    };
  } catch {
    // Some phones show notices only through a service worker; a click there comes back from it.
    void showByWorker(notice);
  }
}

async function showByWorker(notice: Notice): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.showNotification(headingOf(notice), {
    body: notice.subject || notice.preview,
    tag: notice.id,
    silent: true,
    icon: 'icon-192.png',
    data: { address: new URL(addressOf(notice), location.origin).href },
  });
}

/** Does something in the first tab that asks. */
async function claimed(name: string, work: () => void): Promise<void> {
  if (!('locks' in navigator)) {
    const key = `postroom.claimed.${name}`;
    if (sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, '1');
    work();
    return;
  }
  await navigator.locks.request(`postroom.${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    work();
    await new Promise((resolve) => setTimeout(resolve, claim_ms));
  });
}
