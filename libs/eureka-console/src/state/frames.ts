import { onUnmounted, shallowRef, type ShallowRef } from 'vue';
import type { Console } from './console.js';

const motion = matchMedia('(prefers-reduced-motion: reduce)');

/** True while the reader wants nothing to move. */
export function useStillness(): ShallowRef<boolean> {
  const isStill = shallowRef(motion.matches);
  const change = () => (isStill.value = motion.matches);
  motion.addEventListener('change', change);
  onUnmounted(() => motion.removeEventListener('change', change));
  return isStill;
}

/** The registry's time, frame by frame while a message is on its way, else in steps of a second. */
export function useFrameTime({ clock, flights, now }: Console): ShallowRef<number> {
  const time = shallowRef(now.value);
  let frame = 0;
  const step = () => {
    const at = clock.now();
    // Thirty pictures a second are enough for the eye; rings between messages need fewer.
    if (flights.prune(at) ? at - time.value >= 30 || at < time.value : Math.abs(at - time.value) >= 500)
      time.value = at;
    frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  onUnmounted(() => cancelAnimationFrame(frame));
  return time;
}
