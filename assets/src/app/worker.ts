// The service worker: what begins the page without a network, and shows notices where only a worker may.
import { go } from './router.svelte';

/** Begins it once; called when somebody has signed in. Where there is none, everything else works all the same. */
export function startWorker(): void {
  if (!('serviceWorker' in navigator) || !isSecureContext || import.meta.env.DEV) return;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('message', (event) => {
    const { type, address } = (event.data ?? {}) as { type?: string; address?: string };
    if (type === 'go' && address && new URL(address).origin === location.origin) {
      const { pathname, search } = new URL(address);
      go(pathname + search);
    }
  });
  serviceWorker.register(trusted('worker.js'), { updateViaCache: 'none' }).catch(() => {
    // A browser that keeps nothing, such as in a private window: the page is loaded anew each time.
  });
}

/** Somebody wants the new version: the worker that waits may take over. */
export async function letNewWorkerIn(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.waiting?.postMessage({ type: 'take_over' });
}

/** The address of our own worker; the page's policy lets nothing else become one. */
function trusted(name: string): string {
  const address = new URL(name, document.baseURI).href;
  const types = (window as unknown as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return address;
  policy ??= types.createPolicy('postroom-worker', {
    createScriptURL: (wanted) => {
      if (wanted !== new URL('worker.js', document.baseURI).href) throw new TypeError('no other script may run here');
      return wanted;
    },
  });
  return policy.createScriptURL(address) as unknown as string;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (wanted: string) => string },
  ): {
    createScriptURL(wanted: string): unknown;
  };
}
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
