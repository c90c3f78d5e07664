import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { DatabaseDownError } from '../errors.js';
import { connect } from './connect.js';
import { databaseLocation } from './data-source-options.js';
import { isBusy, isUnavailable, failureReason } from './driver-error.js';

/** Receives the database's changes of state. */
export interface DatabaseLogger {
  log(text: string): void;
  warn(text: string): void;
}

const minPauseMs = 100;
const maxPauseMs = 2_000;
/** Time limit for one attempt; it includes waiting for another provider's migrations. */
const attemptTimeoutMs = 90_000;
const closeTimeoutMs = 500;

/**
 * A database that may be down, at the start or later. It connects in the background and retries
 * until it succeeds; meanwhile each call fails within the time limit.
 */
export class Database {
  private readonly location: string;
  private readonly stopping = new AbortController();
  private readonly ready: Promise<void>;
  private becomeReady: () => void = () => undefined;
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
    void this.connectUntilUp();
  }

  /** Resolves when the tables exist for the first time. */
  whenReady(): Promise<void> {
    return this.ready;
  }

  get isUp(): boolean {
    return this.dataSource !== undefined;
  }

  /**
   * Runs statements. Throws a DatabaseDownError if the database is unavailable, other errors as
   * they are.
   */
  async run<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
    const dataSource = this.dataSource ?? (await this.connected());
    try {
      return await within(this.timeLimitMs, work(dataSource));
    } catch (error) {
      if (error === timedOut) throw this.disconnect(dataSource, `no response within ${this.timeLimitMs} ms`);
      if (isBusy(error)) throw new DatabaseDownError(failureReason(error), { cause: error });
      if (isUnavailable(error)) throw this.disconnect(dataSource, failureReason(error), error);
      // Another call has disconnected meanwhile, which closed this connection.
      if (this.dataSource !== dataSource) throw new DatabaseDownError(this.reason, { cause: error });
      throw error;
    }
  }

  /** Closes the connections, within half a second at most. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { dataSource } = this;
    this.dataSource = undefined;
    if (dataSource) await within(closeTimeoutMs, dataSource.destroy()).catch(() => undefined);
  }

  /** Returns the connection, after waiting for a current attempt up to the time limit. */
  private async connected(): Promise<DataSource> {
    if (this.attempt) await within(this.timeLimitMs, this.attempt).catch(() => undefined);
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
      const dataSource = await within(attemptTimeoutMs, connecting);
      if (this.stopping.signal.aborted) return await dataSource.destroy();
      this.dataSource = dataSource;
      this.logger.log(`database ready: ${this.location}`);
      this.becomeReady();
    } catch (error) {
      const reason = error === timedOut ? 'no response' : failureReason(error);
      // Logged once per reason, not per attempt.
      if (reason !== this.reason) this.logger.warn(`database not reachable (${reason}): retrying`);
      this.reason = reason;
      if (error === timedOut) void connecting.then((each) => each.destroy()).catch(() => undefined);
    }
  }
}

const timedOut = new Error('time limit exceeded');

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut), limitMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
