/** @typedef {import('@eureka-nest/protocol/console').LabProcess} LabProcess */

/** Time within which an app listens after its start. */
export const startLimitMs = 60_000;

/**
 * @param {LabProcess} process
 * @param {LabProcess['state']} state
 * @param {number} now
 * @param {number} [pid]
 * @returns {LabProcess}
 */
const inState = ({ pid: _, ...process }, state, now, pid) => ({
  ...process,
  state,
  since: now,
  ...(pid !== undefined && { pid }),
});

/**
 * The process after a look at its port and its id.
 *
 * @param {LabProcess} process
 * @param {number | undefined} pid of the process that is there; undefined if there is none
 * @param {number} now
 * @returns {LabProcess} the same object if nothing has changed
 */
export function seen(process, pid, now) {
  const { state } = process;
  if (pid !== undefined) {
    const isKnown = process.pid === pid && (state === 'running' || state === 'stopping');
    return isKnown ? process : inState(process, 'running', now, pid);
  }
  if (state === 'starting')
    return now - process.since > startLimitMs ? inState(process, 'stopped', now) : process;
  return state === 'running' || state === 'stopping' ? inState(process, 'stopped', now) : process;
}

/** @type {Readonly<Record<'stop' | 'drain' | 'kill' | 'start', LabProcess['state']>>} */
const asked = { stop: 'stopping', drain: 'stopping', kill: 'killed', start: 'starting' };

/**
 * The process once it was asked to do something.
 *
 * @param {LabProcess} process
 * @param {keyof typeof asked} action
 * @param {number} now
 */
export const askedTo = (process, action, now) =>
  inState(process, asked[action], now, asked[action] === 'stopping' ? process.pid : undefined);

/**
 * The process once its start has failed.
 *
 * @param {LabProcess} process
 * @param {number} now
 */
export const startFailed = (process, now) =>
  process.state === 'starting' ? inState(process, 'stopped', now) : process;
