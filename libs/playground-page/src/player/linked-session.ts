import { type ScenarioName, scenarioNames } from '@eureka-nest/playground';
import { onMounted, onUnmounted, shallowRef, watch } from 'vue';
import { decodeSession, encodeSession, type Session, sessionOf } from '../session/session.js';
import type { Player } from './player.js';

/** Interval at which the URL follows a session that plays. */
const WRITE_MS = 1_000;

/** A session that is kept in the URL, and opened from it. */
export function useLinkedSession() {
  const problem = shallowRef('');
  const fallback = () => sessionOf(scenarioNames[0]!);
  let session: Session | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function read(): Session | undefined {
    problem.value = '';
    try {
      return decodeSession(location.hash);
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
      return fallback();
    }
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    const fragment = session && `#${encodeSession(session)}`;
    if (fragment && fragment !== location.hash) history.replaceState(history.state, '', fragment);
  }

  /** Writes what the reader does at once, and passing time now and then. */
  function follow(player: Player): void {
    const opened = () => {
      const next = read();
      if (next) player.open(next);
    };
    onMounted(() => window.addEventListener('hashchange', opened));
    onUnmounted(() => {
      window.removeEventListener('hashchange', opened);
      clearTimeout(timer);
    });
    watch(player.session, (next) => {
      session = next;
      problem.value &&= '';
      timer ??= setTimeout(write, player.isPlaying.value ? WRITE_MS : 100);
    });
  }

  const shipped = (name: ScenarioName, { pace, speed }: Session): Session => ({
    ...sessionOf(name, pace),
    speed,
  });
  return { first: read() ?? fallback(), problem, follow, write, shipped };
}
