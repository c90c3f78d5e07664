import { defineAsyncComponent, type Component } from 'vue';

const name = 'eureka-console-reloaded';
const pauseMs = 30_000;

/**
 * View whose file is loaded when it is first shown. If that is gone, the registry has become another
 * version since the page was opened: the page loads itself anew, though not again and again.
 */
export const lazyView = (load: () => Promise<Component | { readonly default: Component }>): Component =>
  defineAsyncComponent(async () => {
    try {
      return (await load()) as Component;
    } catch (error) {
      reloadOnce();
      throw error;
    }
  });

function reloadOnce(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(name)) < pauseMs) return;
    sessionStorage.setItem(name, String(Date.now()));
  } catch {
    return; // Without a storage nothing would stop it from loading for ever.
  }
  location.reload();
}
