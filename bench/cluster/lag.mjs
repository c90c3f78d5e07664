import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '../registry/connection.mjs';
import { InvalidFigureError, refuseWrongResponses } from '../registry/validity.mjs';
import { pace } from '../registry/load.mjs';
import { median } from '../registry/statistics.mjs';
import { register } from '../registry/requests.mjs';
import { readApp, readInstance } from './requests.mjs';
import { quantile } from './statistics.mjs';

/** Poll interval as a share of the age of the change. */
const step = 0.05;
const leastStepMs = 1;
/** Longer than the read cache of a Java server delays a change. */
const limitMs = 40_000;

/** Sends requests on connections that are opened as they are needed. */
class Client {
  #all = [];

  constructor(port) {
    this.port = port;
  }

  ask(bytes) {
    let free = this.#all.find(({ isIdle }) => isIdle);
    if (!free) this.#all.push((free = new Connection(this.port)));
    return free.ask(bytes);
  }

  close() {
    this.#all.forEach((each) => each.close());
  }
}

/** @returns time from `since` until a response contained the word; Infinity if none did */
export async function timeUntilVisible(ask, word, since) {
  for (;;) {
    const { status, body } = await ask();
    const age = performance.now() - since;
    if (status !== 200) throw new InvalidFigureError(`a read of a change got ${status}`);
    if (body.includes(word)) return age;
    if (age > limitMs) return Infinity;
    await pause(Math.max(leastStepMs, age * step));
  }
}

/** Makes one change at A and, from its acknowledgement on, polls for it at B. */
async function follow({ atA, atB }, number, word, readsApp) {
  const [askInstance, askApp] = [readInstance, readApp].map((read) => () => atB.ask(read(atB.port, number)));
  // A read before the change fills the read cache of a Java server, as other clients would.
  if (readsApp) await askApp();
  const { status } = await atA.ask(register(atA.port, number, word));
  const since = performance.now();
  if (status !== 204) throw new InvalidFigureError(`a change got ${status}`);
  const polls = [timeUntilVisible(askInstance, word, since)];
  if (readsApp) polls.push(timeUntilVisible(askApp, word, since));
  const [instance, app] = await Promise.all(polls);
  return { instance, app };
}

/**
 * Measures the lag from a change at A until B shows it.
 *
 * @param from number of the first followed instance, up to `to`; other changes do not touch these
 * @param appEvery every which followed change is also read through its application
 * @param others changes per second, of the instances below `from`, that are not followed
 */
export async function measureLag(pair, { from, to, perSecond, appEvery, others = 0, durationMs, word }) {
  const clients = { atA: new Client(pair.a.port), atB: new Client(pair.b.port) };
  const background =
    others > 0
      ? pace({ port: pair.a.port, streams: [changes(pair.a.port, from, others, word)], durationMs })
      : Promise.resolve([]);
  const followed = [];
  const most = (durationMs / 1000) * perSecond;
  const start = performance.now();
  for (let n = 0; n < most; n++) {
    await pause(Math.max(0, start + (n * 1000) / perSecond - performance.now()));
    const one = follow(clients, from + (n % (to - from)), `${word}-${n}-followed`, n % appEvery === 0);
    // Errors are thrown below, when all have ended.
    followed.push(one.catch((error) => ({ error })));
  }
  for (const tally of await background) refuseWrongResponses(`${pair.kind}: changes`, tally);
  const seen = await Promise.all(followed);
  Object.values(clients).forEach((client) => client.close());
  const wrong = seen.find(({ error }) => error);
  if (wrong) throw wrong.error;
  const apps = seen.map(({ app }) => app).filter((ms) => ms !== undefined);
  return { instance: summed(seen.map(({ instance }) => instance)), app: summed(apps) };
}

const changes = (port, count, perSecond, word) => ({
  perSecond,
  expected: 204,
  next: (n) => register(port, n % count, `${word}-${n}`),
});

/** Changes that never became visible count with the time limit. */
function summed(all) {
  const ms = all.map((each) => Math.min(each, limitMs));
  return {
    count: ms.length,
    never: all.filter((each) => each === Infinity).length,
    median: median(ms),
    p99: quantile(ms, 0.99),
    most: Math.max(...ms),
  };
}
