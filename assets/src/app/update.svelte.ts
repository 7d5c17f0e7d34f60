// The server has another page than the one that runs: said in a notice, never followed by a reload of its own.
import { untrack } from 'svelte';
import { servedScript } from '../lib/api/client';
import { t } from '../lib/i18n/i18n.svelte';
import { linkState } from '../lib/realtime/live.svelte';
import { toast } from './toasts.svelte';

/** While nothing else gives a reason to look. */
const looksEvery_ms = 30 * 60_000;
/** It stays until somebody decides. */
const stays_ms = 24 * 3_600_000;

const running = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src');
let isSaid = false;

async function look(): Promise<void> {
  if (isSaid || !running) return;
  const served = await servedScript().catch(() => undefined);
  if (isSaid || served === undefined || served === running) return;
  isSaid = true;
  toast(t('shell.new_version'), {
    action: { label: t('shell.reload'), run: () => location.reload() },
    lasts_ms: stays_ms,
  });
}

/** Looks whenever the connection comes back, which is when a server was updated; called once, inside an effect root. */
export function keepUpToDate(): void {
  let wasLive = false;
  $effect(() => {
    const isLive = linkState() === 'live';
    if (isLive && wasLive) return;
    if (isLive) untrack(() => void look());
    wasLive = isLive;
  });
  $effect(() => {
    const timer = setInterval(() => void look(), looksEvery_ms);
    return () => clearInterval(timer);
  });
}
