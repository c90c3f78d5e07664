import { steady } from './batch.mjs';
import { lengthOfAll, plain } from './look.mjs';
import { read, register } from './requests.mjs';

/** A change can be found in what is read by this word, which stands in the instance's metadata. */
const wordOf = (change) => `change-${String(change).padStart(8, '0')}`;

/** A prime: one change after the other meets another application. */
const stride = 7919;

/** A stream of registrations, each of another instance and with a word of its own; remembers when each was acknowledged. */
export class Changes {
  /** Never falls back, so that a word is never found twice. */
  static #last = 0;
  /** By number, counted from `first`. */
  acknowledgedAt = [];

  constructor(server, count, perSecond = 10) {
    this.first = Changes.#last;
    this.stream = {
      perSecond,
      expected: 204,
      next: (n) => {
        Changes.#last = Math.max(Changes.#last, this.first + n + 1);
        return register(server.port, ((this.first + n) * stride) % count, wordOf(this.first + n));
      },
      whenAnswered: (n) => (this.acknowledgedAt[n] = performance.now()),
    };
  }

  /**
   * How long before an answer arrived the first change that it lacks was acknowledged; 0 if it lacks none.
   *
   * @param bytes the plain answer
   */
  ageOf(bytes, arrivedAt) {
    const known = this.acknowledgedAt.filter((at) => at < arrivedAt).length;
    // A copy of the registry that holds a change holds all before it.
    let lacking = 0;
    for (let upTo = known; lacking < upTo; ) {
      const middle = (lacking + upTo) >> 1;
      if (bytes.includes(wordOf(this.first + middle))) lacking = middle + 1;
      else upTo = middle;
    }
    return lacking < known ? arrivedAt - this.acknowledgedAt[lacking] : 0;
  }
}

/**
 * Reads of the whole registry while it changes: the part of a core that they take together, and how old the answers are.
 *
 * @param form of the answer, as `{ format, gzip }`
 */
export async function readWhileChanging(server, { count, form, durationMs, perSecond = 10 }) {
  await lengthOfAll(server, count, form);
  const changes = new Changes(server, count, perSecond);
  const answers = [];
  const reads = {
    perSecond,
    expected: 200,
    keepsBody: true,
    next: () => read(server.port, 'apps/', form),
    whenAnswered: (n, answer, sentAt) => answers.push({ answer, sentAt, arrivedAt: performance.now() }),
  };
  const name = `apps ${form.format}${form.gzip ? ' gzip' : ''} under churn`;
  const { tallies, ...busy } = await steady(server, name, [changes.stream, reads], durationMs);
  // Looked at afterwards: unpacking takes longer than some servers take to answer.
  let oldestMs = 0;
  let slowestMs = 0;
  for (const { answer, sentAt, arrivedAt } of answers) {
    oldestMs = Math.max(oldestMs, changes.ageOf(await plain(answer), arrivedAt));
    slowestMs = Math.max(slowestMs, arrivedAt - sentAt);
  }
  return { ...busy, oldestMs, slowestMs, reads: tallies[1].answered };
}
