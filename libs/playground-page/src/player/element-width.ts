import { onMounted, onUnmounted, shallowRef, type ShallowRef } from 'vue';

/** Width of an element in pixels, kept current. */
export function useWidth(element: Readonly<ShallowRef<HTMLElement | null>>): ShallowRef<number> {
  const width = shallowRef(0);
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    if (!element.value) return;
    width.value = Math.floor(element.value.clientWidth);
    observer = new ResizeObserver(([entry]) => (width.value = Math.floor(entry!.contentRect.width)));
    observer.observe(element.value);
  });
  onUnmounted(() => observer?.disconnect());
  return width;
}
