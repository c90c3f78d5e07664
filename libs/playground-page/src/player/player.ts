import type { Message } from '@eureka-nest/cluster-view';
import type { LogLevel, Moment, PaceName, PlayEvent, PlayMessage } from '@eureka-nest/playground';
import { computed, onUnmounted, shallowRef } from 'vue';
import { FLIGHT_MS, Flights } from '../session/flights.js';
import { advanced, nextStop, previousStop } from '../session/playback.js';
import { type PaceChoice, scenarioOf, type Session } from '../session/session.js';
import { type Moments, Runs } from './runs.js';

/** Interval at which messages move, shorter than the eye sees. */
const FRAME_MS = 30;
/** Interval at which everything else follows the time: drawing all of it costs more. */
const MOMENT_MS = 120;
/** Messages of a step that set out: those of its last moment. */
const STEP_MS = 20;

/**
 * Messages of a moment that reach the picture: all since the moment before, those of its last
 * instant, or also those that were sent before a jump and still are on their way.
 */
type Arrival = 'play' | 'step' | 'seek';

export type Player = ReturnType<typeof usePlayer>;

/** A session that plays: its runs, its time, and the messages that travel in the pictures. */
export function usePlayer(first: Session) {
  const setup = shallowRef<Omit<Session, 'at'>>(first);
  const at = shallowRef(first.at);
  const moments = shallowRef<Moments>({});
  const isPlaying = shallowRef(false);
  const problem = shallowRef('');
  /** Time of the reader's clock for which the pictures are drawn. */
  const wall = shallowRef(0);

  const scenario = computed(() => scenarioOf({ ...setup.value, at: 0 }));
  const session = computed<Session>(() => ({ ...setup.value, at: at.value }));
  const paces = computed<readonly PaceName[]>(() => pacesOf(setup.value.pace));
  const isOver = computed(() => at.value >= scenario.value.endMs);

  let runs = new Runs(scenario.value);
  const flights: Record<PaceName, Flights> = { java: new Flights(), ours: new Flights() };
  let wanted: { readonly ms: number; readonly arrival: Arrival } | undefined;
  let computing: Promise<void> | undefined;
  let frame = 0;
  let lastFrame = 0;
  let lastMoment = 0;

  /** Moments are calculated one after the other; of several that wait only the last is. */
  function seek(ms: number, arrival: Arrival): Promise<void> {
    wanted = { ms, arrival };
    return (computing ??= compute());
  }

  function failed(error: unknown): void {
    isPlaying.value = false;
    problem.value = error instanceof Error ? error.message : String(error);
  }

  function go(ms: number, arrival: Arrival): void {
    seek(ms, arrival).catch(failed);
  }

  async function compute(): Promise<void> {
    try {
      while (wanted) {
        const next: { readonly ms: number; readonly arrival: Arrival } = wanted;
        const [asked, askedPaces] = [runs, paces.value];
        wanted = undefined;
        const found = await asked.at(next.ms, askedPaces);
        if (asked === runs && askedPaces === paces.value) show(found, next.ms, next.arrival);
        else wanted ??= next;
      }
    } finally {
      computing = undefined;
    }
  }

  function show(found: Moments, ms: number, arrival: Arrival): void {
    wall.value = performance.now();
    for (const pace of ['java', 'ours'] as const) {
      const moment = found[pace];
      if (moment) setOut(flights[pace], moment, moments.value[pace]?.now ?? ms, arrival);
    }
    moments.value = found;
    at.value = ms;
    animate();
  }

  function setOut(flying: Flights, moment: Moment, before: number, arrival: Arrival): void {
    const { now, past, messages } = moment;
    const known = [...past, ...messages].sort((one, other) => one.id - other.id);
    const since = arrival === 'play' ? before : Math.max(now - STEP_MS, arrival === 'step' ? before : 0);
    const isNew = ({ sentAt }: PlayMessage) => sentAt > since || (sentAt === 0 && now === 0);
    if (arrival !== 'play') flying.reset(known.filter((each) => !isNew(each)));
    flying.add(known.filter(isNew), wall.value, setup.value.speed >= 30 ? FLIGHT_MS / 2 : FLIGHT_MS);
  }

  function animate(): void {
    if (frame === 0) frame = requestAnimationFrame(tick);
  }

  function tick(time: number): void {
    frame = 0;
    const isMoving = isPlaying.value || Object.values(flights).some((each) => !each.isIdle(wall.value));
    if (!isMoving) return;
    if (time - lastFrame >= FRAME_MS) {
      lastFrame = time;
      wall.value = performance.now();
    }
    const elapsed = time - lastMoment;
    if (isPlaying.value && !computing && elapsed >= MOMENT_MS) {
      lastMoment = time;
      const { endMs } = scenario.value;
      if (at.value >= endMs) isPlaying.value = false;
      else go(advanced(at.value, elapsed, setup.value.speed, endMs), 'play');
    }
    animate();
  }

  function play(): void {
    problem.value = '';
    isPlaying.value = true;
    lastMoment = performance.now();
    if (isOver.value) go(0, 'seek');
    animate();
  }

  function pause(): void {
    isPlaying.value = false;
    // Whole milliseconds, so that a link restores the very same moment; later ones, as going back
    // replays the run.
    if (!Number.isInteger(at.value)) go(Math.ceil(at.value), 'play');
  }

  const step = (direction: 1 | -1, levels: ReadonlySet<LogLevel>): void =>
    void move(direction, levels).catch(failed);

  async function move(direction: 1 | -1, levels: ReadonlySet<LogLevel>): Promise<void> {
    isPlaying.value = false;
    const logs = await runs.wholeLogs(paces.value);
    const { endMs } = scenario.value;
    if (direction > 0) go(nextStop(logs, at.value, levels, endMs), 'step');
    else go(previousStop(logs, at.value, levels), 'seek');
  }

  /** Replaces the scenario or its events; the time stays if it can. */
  function change(next: Omit<Session, 'at'>, ms = at.value): void {
    problem.value = '';
    setup.value = next;
    runs = new Runs(scenario.value);
    go(Math.min(ms, scenario.value.endMs), 'seek');
  }

  const open = (next: Session): void => {
    isPlaying.value = false;
    change(next, next.at);
  };
  const setPace = (pace: PaceChoice): void => {
    setup.value = { ...setup.value, pace };
    go(at.value, 'seek');
  };
  const setSpeed = (speed: number): void => void (setup.value = { ...setup.value, speed });
  const goTo = (ms: number): Promise<void> => seek(Math.min(Math.max(ms, 0), scenario.value.endMs), 'seek');

  /** Makes an action of the reader an event of now. */
  function act(event: (now: number) => PlayEvent): void {
    const now = Math.ceil(at.value);
    change({ ...setup.value, added: [...setup.value.added, event(now)] }, now);
  }

  const undo = (index: number): void =>
    change({ ...setup.value, added: setup.value.added.filter((_, each) => each !== index) });

  /** Messages of a pace for its picture. */
  const travelling = (pace: PaceName): readonly Message[] =>
    flights[pace].shown(wall.value, moments.value[pace]?.now ?? 0);

  onUnmounted(() => {
    isPlaying.value = false;
    cancelAnimationFrame(frame);
  });
  go(at.value, 'seek');

  return {
    ...{ session, scenario, paces, at, moments, isPlaying, isOver, problem },
    ...{ play, pause, step, goTo, open, setPace, setSpeed, act, undo, travelling },
    wholeLogs: () => runs.wholeLogs(paces.value),
  };
}

const pacesOf = (choice: PaceChoice): readonly PaceName[] =>
  choice === 'both' ? ['java', 'ours'] : [choice];
