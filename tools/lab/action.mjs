/** @typedef {import('@eureka-nest/protocol/console').LabAction} LabAction */

const processActions = ['stop', 'kill', 'start', 'drain', 'behave'];
export const longestDelayMs = 30_000;
const mostCalls = 1_000;

/** @returns {value is Record<string, unknown>} */
const isObject = (/** @type {unknown} */ value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @type {(value: unknown, least: number, most: number) => boolean} */
const isWhole = (value, least, most) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/**
 * Checks the body of an action.
 *
 * @param {unknown} body
 * @param {readonly { name: string, kind: string }[]} apps
 * @returns {{ action: LabAction } | { wrong: string }}
 */
export function actionIn(body, apps) {
  if (!isObject(body)) return { wrong: 'the body must be a JSON object with an action' };
  const { action, name, times, timings } = body;
  if (action === 'call')
    return isWhole(times, 1, mostCalls)
      ? valid({ action, times })
      : { wrong: `times: a whole number from 1 to ${mostCalls}` };
  if (action === 'timings')
    return timings === 'classic' || timings === 'fast'
      ? valid({ action, timings })
      : { wrong: 'timings: classic or fast' };
  if (typeof action !== 'string' || !processActions.includes(action))
    return { wrong: `action: one of call, timings, ${processActions.join(', ')}` };
  const app = apps.find((each) => each.name === name);
  if (!app) return { wrong: `name: one of ${apps.map((each) => each.name).join(', ')}` };
  if (action !== 'behave' && action !== 'drain') return valid({ action, name });
  if (app.kind !== 'provider') return { wrong: `${action}: only providers can, ${app.name} is none` };
  return action === 'drain' ? valid({ action, name }) : behaviourIn(app.name, body['behaviour']);
}

/**
 * @param {string} name
 * @param {unknown} behaviour
 */
function behaviourIn(name, behaviour) {
  const { delayMs, failWith } = isObject(behaviour) ? behaviour : {};
  if (!isWhole(delayMs, 0, longestDelayMs))
    return { wrong: `behaviour.delayMs: a whole number from 0 to ${longestDelayMs}` };
  if (failWith !== undefined && !isWhole(failWith, 400, 599))
    return { wrong: 'behaviour.failWith: an HTTP status from 400 to 599' };
  return valid({
    action: 'behave',
    name,
    behaviour: failWith === undefined ? { delayMs } : { delayMs, failWith },
  });
}

/** Known fields alone are passed on. */
const valid = (/** @type {unknown} */ action) => ({ action: /** @type {LabAction} */ (action) });
