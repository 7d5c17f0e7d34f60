// Being told in this browser when no page is open: through the push service of its maker, to which the server writes.
import { pushedFor, setPushedFor } from '../app/pushed';
import { answer, api, ApiError } from '../lib/api/client';
import type { PushBrowser } from '../lib/api/types';
import { t } from '../lib/i18n/i18n.svelte';
import { problemWords } from '../app/problems';

/** Whether this browser can be told at all. */
export type PushAbility = 'missing' | 'denied' | 'possible';

/** What keeps the browser itself from it. */
export class PushObstacle extends Error {
  override name = 'PushObstacle';
  constructor(readonly what: 'denied' | 'dismissed' | 'no_worker' | 'no_service') {
    super(what);
  }
}

/** The server may not call the push service of this browser. */
export class ForeignHost extends Error {
  override name = 'ForeignHost';
  constructor(readonly host: string) {
    super(host);
  }
}

export function pushAbility(): PushAbility {
  const has = isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (!has) return 'missing';
  return Notification.permission === 'denied' ? 'denied' : 'possible';
}

/** Asks to be told here, for an agent. What was refused leaves nothing behind. */
export async function tellHere(publicKey: string, agentId: string): Promise<PushBrowser> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new PushObstacle(permission === 'denied' ? 'denied' : 'dismissed');
  const subscription = await subscribed(publicKey);
  const { endpoint, keys } = subscription.toJSON();
  try {
    const told = await answer(
      api.POST('/api/me/push-subscriptions', {
        body: { endpoint: endpoint ?? '', p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
      }),
    );
    setPushedFor(agentId);
    return told;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 'offline') throw error;
    await subscription.unsubscribe();
    throw error.field === 'endpoint' ? new ForeignHost(new URL(subscription.endpoint).host) : error;
  }
}

/** This browser is told nothing more, whatever the server still knows of it. */
export async function hearNothingHere(): Promise<void> {
  setPushedFor(undefined);
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

/**
 * When a page begins: browsers renew their addresses now and then, and a session that ended took its browser with it.
 * Whoever else signs in here is not told what was somebody else's.
 */
export async function keepTelling(agentId: string): Promise<void> {
  if (pushedFor() !== agentId) return hearNothingHere();
  if (pushAbility() !== 'possible' || Notification.permission !== 'granted') return;
  const { public_key } = await answer(api.GET('/api/me/push'));
  if (public_key) await tellHere(public_key, agentId);
}

/** What went wrong, in the reader's words. */
export function pushProblem(error: unknown): string {
  if (error instanceof PushObstacle) {
    switch (error.what) {
      case 'denied':
        return t('together.desktop_denied');
      case 'dismissed':
        return t('together.push_dismissed');
      case 'no_worker':
        return t('together.push_no_worker');
      case 'no_service':
        return t('together.push_no_service');
    }
  }
  if (error instanceof ForeignHost) return t('together.push_host_not_named', { host: error.host });
  if (error instanceof ApiError) {
    if (error.code === 'push_unreachable') return t('together.push_unreachable');
    if (error.code === 'push_refused') return t('together.push_refused');
  }
  return problemWords(error);
}

async function subscribed(publicKey: string): Promise<PushSubscription> {
  if (!(await navigator.serviceWorker.getRegistration())) throw new PushObstacle('no_worker');
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && keyOf(before) === publicKey) return before;
  await before?.unsubscribe();
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  } catch (error) {
    const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
    throw new PushObstacle(isDenied ? 'denied' : 'no_service');
  }
}

/** The key that a subscription was made for, in the letters in which the server writes its own. */
function keyOf(subscription: PushSubscription): string {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
