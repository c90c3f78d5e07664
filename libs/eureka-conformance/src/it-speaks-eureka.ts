import { AssertionError, strict as assert } from 'node:assert';
import type { Check } from './check.js';
import { groups } from './checks/checks.js';
import { ConformanceFailure } from './failure.js';
import { TestSession } from './test-session.js';

/** What any test runner has: Jest, Vitest and node:test fit. */
export interface Runner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}

/** By id of a check: why this server does otherwise. */
export type Deviations = Readonly<Record<string, string>>;

export interface ConformanceOptions {
  /** The server must really do otherwise, or the check fails: the list cannot rot. */
  readonly deviations?: Deviations;
  /** The runner's `describe` and `it`; the global ones where this is left out. */
  readonly runner?: Runner;
}

/**
 * Our conformance suite: asks a running server over HTTP and nothing else. It may be a living one with others on it:
 * each check brings an application of its own and takes it away again. Reads must show a change at once
 * (`eureka.server.use-read-only-response-cache=false` in Java's servers).
 *
 * @param baseUrl such as `http://localhost:8761/eureka/`; a function where it is known only when the tests run
 */
export function itSpeaksEureka(
  baseUrl: string | (() => string),
  { deviations = {}, runner = globalThis as unknown as Runner }: ConformanceOptions = {},
): void {
  const known = groups.flatMap(({ checks }) => checks.map(({ id }) => id));
  const unknown = Object.keys(deviations).filter((id) => !known.includes(id));
  assert.deepEqual(unknown, [], 'a list of deviations names checks that are not there');
  const base = () => new URL(typeof baseUrl === 'string' ? baseUrl : baseUrl());
  runner.describe('it speaks Eureka', () => {
    for (const { about, checks } of groups) {
      runner.describe(about, () => {
        for (const check of checks) {
          offer(check, deviations[check.id], runner, () => failureOf(check, about, base()));
        }
      });
    }
  });
}

function offer(
  { id, says }: Check,
  why: string | undefined,
  { it }: Runner,
  run: () => Promise<ConformanceFailure | undefined>,
): void {
  if (why === undefined) {
    it(`${id}: ${says}`, async () => {
      const failure = await run();
      if (failure) throw failure;
    });
  } else {
    it(`${id}: does otherwise (${why})`, async () => {
      assert.ok(await run(), `now ${says}: take ${id} off the list of deviations`);
    });
  }
}

/** That a server cannot be reached, or not be prepared, is no deviation: such an error is thrown. */
async function failureOf(check: Check, about: string, base: URL): Promise<ConformanceFailure | undefined> {
  const guest = new TestSession(base);
  try {
    await check.run(guest);
  } catch (error) {
    const { lastExchange } = guest;
    // What was found first counts, also if nobody answers any more.
    await guest.leave().catch(() => undefined);
    if (error instanceof AssertionError) return new ConformanceFailure(check, about, error, lastExchange);
    throw error;
  }
  await guest.leave();
  return undefined;
}
