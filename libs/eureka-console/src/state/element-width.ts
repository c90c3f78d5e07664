import { onMounted, onUnmounted, shallowRef, type ShallowRef } from 'vue';

/**
 * Width of an element in pixels, kept current; 0 at first. What is drawn to it comes in a frame of
 * its own, so that a view and its drawings do not block the page together.
 */
export function useWidth(element: Readonly<ShallowRef<HTMLElement | null>>): ShallowRef<number> {
  const width = shallowRef(0);
  let frame = 0;
  const observer = new ResizeObserver(([entry]) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => (width.value = Math.floor(entry!.contentRect.width)));
  });
  onMounted(() => element.value && observer.observe(element.value));
  onUnmounted(() => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  });
  return width;
}
