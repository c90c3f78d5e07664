import { defineAsyncComponent, type Component } from 'vue';

const name = 'eureka-console-reloaded';
const pauseMs = 30_000;

/**
 * View whose file is loaded when it is first shown. If the file is gone, the registry was upgraded
 * since the page was opened: the page loads itself anew, though not again and again.
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
    return; // Loading would go on for ever: nothing remembers the last time.
  }
  location.reload();
}
