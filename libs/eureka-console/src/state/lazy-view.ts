import { defineAsyncComponent, type Component } from 'vue';

const name = 'eureka-console-reloaded';
const pauseMs = 30_000;
const retryMs = 1_000;

/**
 * View whose file is loaded when it is first shown. If the registry does not respond, it is tried
 * again; if the file is gone, the registry was upgraded since the page was opened: the page loads
 * itself anew, though not again and again.
 */
export const lazyView = (load: () => Promise<Component | { readonly default: Component }>): Component =>
  defineAsyncComponent(async () => {
    for (;;) {
      try {
        return (await load()) as Component;
      } catch (error) {
        if (await isServed()) {
          reloadOnce();
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  });

const isServed = (): Promise<boolean> =>
  fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

function reloadOnce(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(name)) < pauseMs) return;
    sessionStorage.setItem(name, String(Date.now()));
  } catch {
    return; // Loading would go on for ever: nothing remembers the last time.
  }
  location.reload();
}
