import { anInstance } from '@eureka-nest/protocol/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { EurekaClient } from '../../src/eureka-client.js';
import { RecordingLogger } from '../builders/recording-logger.js';
import { type Behaviours, ProgrammableRegistry, Truth } from './programmable-registry.js';

/** A way to misbehave, and what it may cost beside the invariants. */
export interface HostileRow {
  readonly name: string;
  readonly behaviours: Behaviours;
  /** True if its list is well-formed, and may be right: a second registry is not asked. */
  readonly isBelieved?: boolean;
  /** True if the copy follows changes although the registry misbehaves and there is no other. */
  readonly isFollowed?: boolean;
  /** True if it lists instances that are none: they are retained for their renewal interval, 1 s. */
  readonly hasGhosts?: boolean;
  /** Log lines that it may cause, if more than usual. */
  readonly maxLines?: number;
  /** Node of its positions; without one it behaves like Java's. */
  readonly node?: string;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Interval of fetches and of heartbeats. */
const intervalMs = 50;
/** Time for which a registry misbehaves: 20 intervals. */
const badMs = 20 * intervalMs;
/** Longest time in which a client promises to stop, and slack for a busy machine. */
const stopMs = 1_500;
const slackMs = 15_000;
/** Lines about one registry that does one thing wrong, at most. */
const maxLines = 6;
const maxLineLength = 500;

/** Bytes of one connection that may be taken: the limit of a response, and buffers on the way. */
const maxBytes = 16 * 1024 * 1024;

/** What went wrong, in words; empty if all invariants hold. */
type Violations = string[];

/** A client of these registries, on the way to break an invariant. */
class Trial {
  readonly violations: Violations = [];
  readonly log = new RecordingLogger();
  readonly client: EurekaClient;
  private readonly startedAt = performance.now();

  constructor(
    private readonly registries: readonly ProgrammableRegistry[],
    private readonly truth: Truth,
  ) {
    this.client = new EurekaClient(
      {
        appName: 'cloud-payment-service',
        hostname: 'localhost',
        ipAddress: '127.0.0.1',
        instanceId: 'own',
        lingerMs: 0,
        serviceUrls: registries.map(({ url }) => url),
        connectTimeoutSecs: 1,
        readTimeoutSecs: 1,
        backOffCapMs: 2 * intervalMs,
        maxAnswerMegabytes: 4,
      },
      { logger: this.log, intervals: { heartbeatMs: intervalMs, fetchMs: intervalMs } },
    );
    void this.client.start(8001);
  }

  check(holds: boolean, violation: string): void {
    if (!holds) this.violations.push(violation);
  }

  /** The copy of the client equals what is registered. */
  get isRight(): boolean {
    const ids = this.client.allInstances().map(({ instanceId }) => instanceId);
    return ids.sort().join() === this.truth.ids.join();
  }

  async settles(what: string, promise: Promise<unknown>, limitMs: number): Promise<void> {
    const timer = new AbortController();
    const late = pause(limitMs, 'late', { signal: timer.signal }).catch(() => 'early');
    const outcome = await Promise.race([promise.catch((error: unknown) => `rejected: ${error}`), late]);
    timer.abort();
    this.check(outcome !== 'late', `${what} took more than ${limitMs} ms`);
    this.check(!String(outcome).startsWith('rejected'), `${what} ${outcome}`);
  }

  /** Waits until the copy is right; at most so many fetches of either kind may be needed. */
  async becomesRight(when: string, maxReads: number): Promise<void> {
    const reads = () => Math.max(...this.registries.map((each) => each.reads));
    const before = reads();
    const end = performance.now() + slackMs;
    let last = 0;
    while (!this.isRight && performance.now() < end) {
      last = reads() - before;
      await pause(5);
    }
    this.check(this.isRight, `${when} the copy is not right: ${this.client.allInstances().length} instances`);
    this.check(last <= maxReads, `${when} the copy is right after ${last} fetches, not ${maxReads}`);
  }

  /** Lines and requests are bounded by the intervals that have passed. */
  checkBounds(linesLimit = maxLines): void {
    const { shown, lines } = this.log;
    this.check(
      shown.length <= linesLimit,
      `${shown.length} log lines, such as ${shown.slice(-3).join(' / ')}`,
    );
    for (const line of lines) {
      const [level] = line.split(' ');
      const allowed = level === 'debug' ? 3 * maxLineLength : maxLineLength;
      this.check(line.length <= allowed, `a line of ${line.length} characters: ${line.slice(0, 80)}`);
      this.check(!/[\0-\x1f\x7f]/.test(line), `a control character in ${JSON.stringify(line.slice(0, 200))}`);
      this.check(level !== 'error', line);
    }
    const { client } = this;
    for (const { uri } of client.services().flatMap((service) => client.instances(service)))
      this.check(URL.canParse(uri) && new URL(uri).pathname === '/', `an address that is none: ${uri}`);
    const intervals = (performance.now() - this.startedAt) / intervalMs;
    const limit = (each: number) => 10 + each * intervals;
    for (const { reads, writes, received, mostBytes } of this.registries) {
      this.check(mostBytes <= maxBytes, `${mostBytes} bytes of one connection were read`);
      this.check(reads <= limit(3), `${reads} fetches in ${intervals} intervals`);
      this.check(writes <= limit(2), `${writes} writes in ${intervals} intervals`);
      // A request whose reused connection breaks is sent once more.
      this.check(received.feed <= limit(1.4), `${received.feed} feed requests in ${intervals} intervals`);
    }
  }

  async stops(): Promise<void> {
    const { client } = this;
    const [registered, fetched] = [client.whenRegistered(), client.whenFetched()];
    await this.settles('stop', client.stop(), stopMs + slackMs);
    await this.settles('whenRegistered', registered, slackMs);
    await this.settles('whenFetched', fetched, slackMs);
    const sent = () =>
      this.registries.map(({ reads, writes, received }) => reads + writes + received.feed).join();
    // What was sent before may arrive late on a busy machine.
    for (const each of this.registries) await each.settled();
    const before = sent();
    await pause(3 * intervalMs);
    for (const each of this.registries) await each.settled();
    this.check(sent() === before, `requests after stop: ${before} then ${sent()}`);
  }
}

function aTruth(): Truth {
  const truth = new Truth();
  for (const port of [8101, 8102]) truth.put(anInstance({ port, leaseSecs: 3 }));
  return truth;
}

/** The registry is alone: it is endured, and followed as soon as it is good. */
async function alone({
  behaviours,
  isFollowed,
  isBelieved,
  hasGhosts,
  maxLines,
  ...options
}: HostileRow): Promise<Violations> {
  const truth = aTruth();
  const hostile = await ProgrammableRegistry.start(truth, options);
  hostile.behaviours = behaviours;
  const trial = new Trial([hostile], truth);
  await pause(badMs);
  await trial.settles('refresh', trial.client.refresh(), 2_000 + slackMs);
  if (isFollowed) {
    truth.put(anInstance({ port: 8104, leaseSecs: 3 }));
    await trial.becomesRight('after a change', 10);
  }
  trial.checkBounds(maxLines);
  if (!options.tls) {
    truth.put(anInstance({ port: 8103, leaseSecs: 3 }));
    hostile.turn({});
    await trial.settles('whenRegistered', trial.client.whenRegistered(), slackMs);
    await trial.settles('whenFetched', trial.client.whenFetched(), slackMs);
    await trial.becomesRight('after it turned good', isBelieved || hasGhosts ? 60 : 5);
    truth.drop('payment8101');
    await trial.becomesRight('two intervals later', 5);
    hostile.turn(behaviours);
    await pause(2 * intervalMs);
  }
  await trial.stops();
  await hostile.close();
  return trial.violations;
}

/** A good registry follows in the list: it takes over. */
async function withGoodOne({
  behaviours,
  isBelieved,
  maxLines,
  ...options
}: HostileRow): Promise<Violations> {
  const truth = aTruth();
  const hostile = await ProgrammableRegistry.start(truth, options);
  const good = await ProgrammableRegistry.start(truth, { ...(options.node && { node: 'good' }) });
  hostile.behaviours = behaviours;
  const trial = new Trial([hostile, good], truth);
  await trial.settles('whenRegistered', trial.client.whenRegistered(), slackMs);
  await trial.settles('whenFetched', trial.client.whenFetched(), slackMs);
  if (!isBelieved) await trial.becomesRight('with a good registry', 10);
  truth.put(anInstance({ port: 8103, leaseSecs: 3 }));
  if (!isBelieved) await trial.becomesRight('after a change, with a good registry', 10);
  await pause(badMs / 2);
  trial.checkBounds(maxLines);
  await trial.stops();
  await Promise.all([hostile.close(), good.close()]);
  return trial.violations;
}

/** Trials that run at the same time: most of them wait for time limits. */
const maxRunning = 24;

/** Tries all rows. Each spec of a row awaits the trial of its own. */
export function itEndures(rows: readonly HostileRow[]): void {
  let running = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async (run: () => Promise<Violations>): Promise<Violations> => {
    if (running >= maxRunning) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await run();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
  const trials = new Map<HostileRow, Promise<readonly [Violations, Violations]>>();
  beforeAll(() => {
    for (const row of rows)
      trials.set(row, Promise.all([inTurn(() => alone(row)), inTurn(() => withGoodOne(row))]));
  });
  const none = { alone: [], withGoodOne: [] };
  it.each(rows)(
    '$name',
    async (row) => {
      const [alone = [], withGoodOne = []] = (await trials.get(row)) ?? [];
      expect({ alone: [...new Set(alone)], withGoodOne: [...new Set(withGoodOne)] }).toEqual(none);
    },
    120_000,
  );
}
