import { within } from '@eureka-nest/runtime/time';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { DatabaseDownError, StatementRefusedError } from '../errors.js';
import { connect } from './connect.js';
import { databaseLocation } from './data-source-options.js';
import { isBusy, isUnavailable, failureReason } from './driver-error.js';
import { LockQueue } from './lock-queue.js';

/** Receives the database's changes of state. */
interface DatabaseLogger {
  log(text: string): void;
  warn(text: string): void;
}

const minPauseMs = 100;
const maxPauseMs = 2_000;
/** Time limit for one attempt; it includes waiting for another provider's migrations. */
const attemptTimeoutMs = 90_000;
const closeTimeoutMs = 500;
const timedOut = Symbol('time limit exceeded');
export const fullHint = 'is its disk full, or is it read-only? Reads go on';
export const lockedHint = 'its file is locked by another process: is a backup or a SQLite shell open on it?';

/**
 * A database that may be down, at the start or later. It connects in the background and retries
 * until it succeeds; meanwhile each call fails within the time limit.
 */
export class Database {
  private readonly location: string;
  private readonly stopping = new AbortController();
  private readonly ready: Promise<void>;
  private becomeReady: () => void = () => undefined;
  private readonly locked = new LockQueue();
  private dataSource: DataSource | undefined;
  /** Settles when the current attempt succeeds or fails; undefined between attempts. */
  private attempt: Promise<void> | undefined;
  private reason = 'not connected yet';

  constructor(
    private readonly options: DataSourceOptions,
    private readonly timeLimitMs: number,
    private readonly logger: DatabaseLogger,
  ) {
    this.location = databaseLocation(options);
    this.ready = new Promise((resolve) => (this.becomeReady = resolve));
  }

  /** Starts to connect, without waiting. */
  start(): void {
    this.connectUntilUp().catch((error: unknown) => this.notReachable(failureReason(error)));
  }

  /** Resolves when the tables exist for the first time. */
  whenReady(): Promise<void> {
    return this.ready;
  }

  get isUp(): boolean {
    return this.dataSource !== undefined;
  }

  /**
   * Runs one statement or one transaction, again while SQLite's file is locked. Throws a
   * DatabaseDownError if the database is unavailable, a StatementRefusedError if it is up but
   * cannot carry this out now, other errors as they are.
   */
  async run<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.timeLimitMs;
    const dataSource = this.dataSource ?? (await this.connected());
    try {
      const result = await this.locked.run(deadline, () =>
        within(this.timeLimitMs, work(dataSource), timedOut),
      );
      if (result !== timedOut) return result;
    } catch (error) {
      throw await this.translate(error, dataSource);
    }
    throw this.disconnect(dataSource, `no response within ${this.timeLimitMs} ms`);
  }

  private async translate(error: unknown, dataSource: DataSource): Promise<unknown> {
    const reason = failureReason(error);
    if (isBusy(error)) return new StatementRefusedError(reason, lockedHint, { cause: error });
    if (isUnavailable(error)) {
      // A full disk stops writes only. Reconnecting needs to write, so it would stop reads as well.
      if (await this.isReadable(dataSource))
        return new StatementRefusedError(reason, fullHint, { cause: error });
      return this.disconnect(dataSource, reason, error);
    }
    // Another call has disconnected meanwhile, which closed this connection.
    if (this.dataSource !== dataSource) return new DatabaseDownError(this.reason, { cause: error });
    return error;
  }

  private isReadable(dataSource: DataSource): Promise<boolean> {
    const read = dataSource.query('SELECT id FROM payment LIMIT 1').then(() => true);
    return within(this.timeLimitMs, read, false).catch(() => false);
  }

  /** Closes the connections, within half a second at most. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { dataSource } = this;
    this.dataSource = undefined;
    if (dataSource) await within(closeTimeoutMs, dataSource.destroy(), undefined).catch(() => undefined);
  }

  /** Returns the connection, after waiting for a current attempt up to the time limit. */
  private async connected(): Promise<DataSource> {
    if (this.attempt) await within(this.timeLimitMs, this.attempt, undefined);
    if (!this.dataSource) throw new DatabaseDownError(this.reason);
    return this.dataSource;
  }

  private disconnect(dataSource: DataSource, reason: string, cause?: unknown): DatabaseDownError {
    // Only the first of several calls that fail together reconnects.
    if (this.dataSource === dataSource) {
      this.dataSource = undefined;
      this.reason = reason;
      this.logger.warn(`database connection lost (${reason}): reconnecting`);
      // All connections of the pool are closed: the others are broken too.
      void dataSource.destroy().catch(() => undefined);
      this.start();
    }
    return new DatabaseDownError(reason, { cause });
  }

  private async connectUntilUp(): Promise<void> {
    const { signal } = this.stopping;
    for (let pauseMs = minPauseMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
      this.attempt = this.connectOnce();
      await this.attempt;
      this.attempt = undefined;
      if (this.dataSource) return;
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async connectOnce(): Promise<void> {
    const connecting = connect(this.options);
    try {
      const dataSource = await within(attemptTimeoutMs, connecting, timedOut);
      if (dataSource === timedOut) {
        void connecting.then((late) => late.destroy()).catch(() => undefined);
        return this.notReachable('no response');
      }
      if (this.stopping.signal.aborted) return await dataSource.destroy();
      this.dataSource = dataSource;
      this.logger.log(`database ready: ${this.location}`);
      this.becomeReady();
    } catch (error) {
      this.notReachable(failureReason(error));
    }
  }

  /** Logged once per reason, not per attempt. */
  private notReachable(reason: string): void {
    if (reason !== this.reason) this.logger.warn(`database not reachable (${reason}): retrying`);
    this.reason = reason;
  }
}
