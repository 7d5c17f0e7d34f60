// Whose pictures this person sees without being asked. Asked for once; the list is this person's alone.
import { problemWords } from '../../app/problems';
import { toast } from '../../app/toasts.svelte';
import { answer, api } from '../../lib/api/client';
import { t } from '../../lib/i18n/i18n.svelte';

let trusted = $state.raw<ReadonlySet<string>>();
let asking: Promise<void> | undefined;

/** Undefined until the server has said so. */
export function isTrusted(address: string): boolean | undefined {
  asking ??= answer(api.GET('/api/image_senders')).then(
    (addresses) => void (trusted = new Set(addresses)),
    () => void (trusted = new Set()),
  );
  return trusted?.has(address.toLowerCase());
}

export async function trust(address: string): Promise<void> {
  const known = trusted ?? new Set();
  trusted = new Set([...known, address.toLowerCase()]);
  try {
    await answer(api.PUT('/api/image_senders/{address}', { params: { path: { address } } }));
    toast(t('thread.images_trusted_toast', { address }), {
      action: { label: t('shell.undo'), run: () => void distrust(address) },
    });
  } catch (error) {
    trusted = known;
    toast(problemWords(error), { tone: 'bad' });
  }
}

export async function distrust(address: string): Promise<void> {
  trusted = new Set([...(trusted ?? [])].filter((one) => one !== address.toLowerCase()));
  try {
    await answer(api.DELETE('/api/image_senders/{address}', { params: { path: { address } } }));
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  }
}
