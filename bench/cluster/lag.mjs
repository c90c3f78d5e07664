import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '../registry/connection.mjs';
import { NotAFigureError, refuseWrongAnswers } from '../registry/judge.mjs';
import { pace } from '../registry/load.mjs';
import { median } from '../registry/statistics.mjs';
import { register } from '../registry/requests.mjs';
import { readApp, readInstance } from './requests.mjs';
import { quantile } from './statistics.mjs';

/** Of the age of what is looked for: who waits for long need not look often. */
const step = 0.05;
const leastStepMs = 1;
/** Above what the read cache of a Java server adds. */
const patienceMs = 40_000;

/** Asks on connections that are opened as they are needed. */
class Asker {
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

/** @returns after how long the word was read, from `since` on; Infinity where it never was */
export async function sightOf(ask, word, since) {
  for (;;) {
    const { status, body } = await ask();
    const age = performance.now() - since;
    if (status !== 200) throw new NotAFigureError(`a look at a change was answered with ${status}`);
    if (body.includes(word)) return age;
    if (age > patienceMs) return Infinity;
    await pause(Math.max(leastStepMs, age * step));
  }
}

/** Makes one change at A and looks for it at B, from its acknowledgement on. */
async function follow({ atA, atB }, number, word, looksAtApp) {
  const [askInstance, askApp] = [readInstance, readApp].map((read) => () => atB.ask(read(atB.port, number)));
  // So that the read cache of a Java server holds the answer before the change, as it does for whoever reads now and then.
  if (looksAtApp) await askApp();
  const { status } = await atA.ask(register(atA.port, number, word));
  const since = performance.now();
  if (status !== 204) throw new NotAFigureError(`a change was answered with ${status}`);
  const looks = [sightOf(askInstance, word, since)];
  if (looksAtApp) looks.push(sightOf(askApp, word, since));
  const [instance, app] = await Promise.all(looks);
  return { instance, app };
}

/**
 * The lag from a change at A to its sight at B.
 *
 * @param from the first instance that is followed, up to `to`; each is changed by its follower alone
 * @param appEvery of how many that are followed one is looked for in the answers of its application too
 * @param others changes a second, of the instances below `from`, that nobody follows
 */
export async function measureLag(pair, { from, to, perSecond, appEvery, others = 0, durationMs, word }) {
  const askers = { atA: new Asker(pair.a.port), atB: new Asker(pair.b.port) };
  const background =
    others > 0
      ? pace({ port: pair.a.port, streams: [changes(pair.a.port, from, others, word)], durationMs })
      : Promise.resolve([]);
  const followed = [];
  const most = (durationMs / 1000) * perSecond;
  const start = performance.now();
  for (let n = 0; n < most; n++) {
    await pause(Math.max(0, start + (n * 1000) / perSecond - performance.now()));
    const one = follow(askers, from + (n % (to - from)), `${word}-${n}-followed`, n % appEvery === 0);
    // What goes wrong is thrown below, when all have ended.
    followed.push(one.catch((error) => ({ error })));
  }
  for (const tally of await background) refuseWrongAnswers(`${pair.kind}: changes`, tally);
  const seen = await Promise.all(followed);
  Object.values(askers).forEach((asker) => asker.close());
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

/** Who was never seen counts as seen when patience ended. */
function summed(all) {
  const ms = all.map((each) => Math.min(each, patienceMs));
  return {
    count: ms.length,
    never: all.filter((each) => each === Infinity).length,
    median: median(ms),
    p99: quantile(ms, 0.99),
    most: Math.max(...ms),
  };
}
