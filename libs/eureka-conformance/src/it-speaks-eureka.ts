import { AssertionError, strict as assert } from 'node:assert';
import type { Check } from './check.js';
import { checkGroups } from './checks/checks.js';
import { ConformanceFailure } from './failure.js';
import { TestSession } from './test-session.js';

/** Interface of a test runner; Jest, Vitest and node:test have it. */
export interface Runner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}

/** Reason for each known deviation of a server, by the id of the check. */
export type Deviations = Readonly<Record<string, string>>;

export interface ConformanceOptions {
  /** Known deviations. A listed check has to fail, so that the list stays accurate. */
  readonly deviations?: Deviations;
  /** The runner's `describe` and `it`; defaults to the global ones. */
  readonly runner?: Runner;
}

/**
 * Defines the conformance suite, which tests a running server over HTTP only. The server may be in
 * use: each check registers an application of its own and cancels it. Changes have to be visible at
 * once (`eureka.server.use-read-only-response-cache=false` on Java's servers).
 *
 * @param baseUrl such as `http://localhost:8761/eureka/`; a function if it is known only at run
 * time
 */
export function itSpeaksEureka(
  baseUrl: string | (() => string),
  { deviations = {}, runner = globalThis as unknown as Runner }: ConformanceOptions = {},
): void {
  const knownIds = checkGroups.flatMap(({ checks }) => checks.map(({ id }) => id));
  const unknownIds = Object.keys(deviations).filter((id) => !knownIds.includes(id));
  assert.deepEqual(unknownIds, [], 'the list of deviations names unknown checks');
  const base = () => new URL(typeof baseUrl === 'string' ? baseUrl : baseUrl());
  runner.describe('it speaks Eureka', () => {
    for (const { title, checks } of checkGroups) {
      runner.describe(title, () => {
        for (const check of checks) {
          defineTest(check, deviations[check.id], runner, () => runCheck(check, title, base()));
        }
      });
    }
  });
}

function defineTest(
  { id, requirement }: Check,
  deviation: string | undefined,
  { it }: Runner,
  run: () => Promise<ConformanceFailure | undefined>,
): void {
  if (deviation === undefined) {
    it(`${id}: ${requirement}`, async () => {
      const failure = await run();
      if (failure) throw failure;
    });
  } else {
    it(`${id}: deviates (${deviation})`, async () => {
      assert.ok(await run(), `now ${requirement}: remove ${id} from the list of deviations`);
    });
  }
}

/** Runs one check. An unreachable server or a failed preparation is no deviation: it throws. */
async function runCheck(check: Check, title: string, base: URL): Promise<ConformanceFailure | undefined> {
  const session = new TestSession(base);
  try {
    await check.run(session);
  } catch (error) {
    const { lastExchange } = session;
    // The error of the check wins over one of the clean-up.
    await session.cancelAll().catch(() => undefined);
    if (error instanceof AssertionError) return new ConformanceFailure(check, title, error, lastExchange);
    throw error;
  }
  await session.cancelAll();
  return undefined;
}
