import type { LogLevel } from '@eureka-nest/playground';
import { computed } from 'vue';
import { disagreements } from '../session/differences.js';
import { plotOf, processStates } from '../session/processes.js';
import type { Player } from './player.js';
import { shortcutOf } from './shortcuts.js';

/**
 * Parts of a player that every playground shows, and its keys.
 *
 * @param levels levels of the log that a step stops at
 */
export function usePlayerView(player: Player, levels: () => ReadonlySet<LogLevel>) {
  const { scenario, paces, at, moments, isPlaying } = player;
  const toggle = () => (isPlaying.value ? player.pause() : player.play());
  const step = (direction: 1 | -1): void => player.step(direction, levels());
  return {
    plot: computed(() => plotOf(scenario.value)),
    states: computed(() => processStates(scenario.value, at.value)),
    rows: computed(() => disagreements(scenario.value, moments.value, at.value)),
    shownPaces: computed(() => paces.value.filter((pace) => moments.value[pace])),
    toggle,
    step,
    pressed(event: KeyboardEvent): void {
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      if (shortcut === 'toggle') toggle();
      else step(shortcut === 'step' ? 1 : -1);
    },
  };
}
