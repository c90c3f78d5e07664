import { steady } from './batch.mjs';
import { lengthOfAll, plain } from './listing.mjs';
import { read, register } from './requests.mjs';

/** Word in the metadata of an instance by which its change is found in a response. */
const wordOf = (change) => `change-${String(change).padStart(8, '0')}`;

/** A prime, so that successive changes are of different applications. */
const stride = 7919;

/**
 * A stream of registrations, each of another instance and with a word of its own. It records the
 * times of the acknowledgements.
 */
export class Changes {
  /** Grows across all streams, so that no word is used twice. */
  static #last = 0;
  /** Times by number, counted from `first`. */
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
      onResponse: (n) => (this.acknowledgedAt[n] = performance.now()),
    };
  }

  /**
   * Age of a response: time from the acknowledgement of the first change that it lacks to its
   * arrival; 0 if it lacks none.
   *
   * @param bytes the uncompressed body
   */
  ageOf(bytes, arrivedAt) {
    const known = this.acknowledgedAt.filter((at) => at < arrivedAt).length;
    // A response that contains a change contains all previous ones, so a binary search finds the
    // first.
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
 * Reads the full registry while it changes: the share of a core, and the age of the responses.
 *
 * @param form of the response, as `{ format, gzip }`
 */
export async function readWhileChanging(server, { count, form, durationMs, perSecond = 10 }) {
  await lengthOfAll(server, count, form);
  const changes = new Changes(server, count, perSecond);
  const responses = [];
  const reads = {
    perSecond,
    expected: 200,
    keepsBody: true,
    next: () => read(server.port, 'apps/', form),
    onResponse: (n, response, sentAt) => responses.push({ response, sentAt, arrivedAt: performance.now() }),
  };
  const name = `apps ${form.format}${form.gzip ? ' gzip' : ''} under churn`;
  const { tallies, ...busy } = await steady(server, name, [changes.stream, reads], durationMs);
  // Responses are examined afterwards: unzipping takes longer than some servers take to respond.
  let oldestMs = 0;
  let slowestMs = 0;
  for (const { response, sentAt, arrivedAt } of responses) {
    oldestMs = Math.max(oldestMs, changes.ageOf(await plain(response), arrivedAt));
    slowestMs = Math.max(slowestMs, arrivedAt - sentAt);
  }
  return { ...busy, oldestMs, slowestMs, reads: tallies[1].answered };
}
