import type { Router } from 'vitepress';

declare global {
  interface Window {
    /** Hashes of the pages of this build, by name. */
    readonly __VP_HASH_MAP__?: Readonly<Record<string, string>>;
  }
}

/**
 * Makes the pages that were visited work without a network: `docs/public/offline-worker.js` keeps
 * them, and all that they loaded.
 */
export function workOffline(router: Router): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const keep = (paths: readonly string[]) => serviceWorker.controller?.postMessage(paths);
  /** Files that arrived before the worker was there, or without it. */
  const keepLoaded = () =>
    new PerformanceObserver((list) => keep(list.getEntries().flatMap(({ name }) => ownPath(name)))).observe({
      type: 'resource',
      buffered: true,
    });

  keep([location.pathname]);
  serviceWorker.addEventListener('controllerchange', () => {
    keep([location.pathname]);
    keepLoaded();
  });
  const before = router.onAfterRouteChange;
  router.onAfterRouteChange = async (to) => {
    await before?.(to);
    keep([location.pathname]);
  };
  const worker = `${import.meta.env.BASE_URL}offline-worker.js?build=${buildId()}`;
  // A page that is not served over HTTPS, or a private window, works as before.
  serviceWorker.register(worker).catch(() => undefined);
}

function ownPath(url: string): readonly string[] {
  const { origin, pathname } = new URL(url);
  return origin === location.origin && !pathname.endsWith('/offline-worker.js') ? [pathname] : [];
}

/** Short number that changes with the pages of a build. */
function buildId(): string {
  let sum = 0;
  for (const letter of JSON.stringify(window.__VP_HASH_MAP__ ?? {}))
    sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
  return (sum >>> 0).toString(36);
}
