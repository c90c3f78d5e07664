import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { DatabaseDownError } from '../errors.js';
import { connect } from './connect.js';
import { databaseLocation } from './data-source-options.js';
import { isBusy, isUnavailable, failureReason } from './driver-error.js';

/** Where the database's changes of state are told. */
export interface DatabaseLogger {
  log(text: string): void;
  warn(text: string): void;
}

const minPauseMs = 100;
const maxPauseMs = 2_000;
const attemptTimeoutMs = 90_000; // waiting for other providers to migrate included
const closeTimeoutMs = 500;

/**
 * A database that may be down, at the start or later. It is connected to in the background, again and again until it is
 * there; meanwhile whoever asks it is told so within the time limit, instead of waiting.
 */
export class Database {
  private readonly location: string;
  private readonly stopping = new AbortController();
  private readonly ready: Promise<void>;
  private becomeReady: () => void = () => undefined;
  private dataSource: DataSource | undefined;
  /** Settles when the connection that is being tried stands or has failed; none while waiting for the next try. */
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

  /** Begins to connect, and does not wait for it. */
  start(): void {
    void this.connectUntilUp();
  }

  /** Settles when the tables are there for the first time. */
  whenReady(): Promise<void> {
    return this.ready;
  }

  get isUp(): boolean {
    return this.dataSource !== undefined;
  }

  /** Asks the database. What it refuses is thrown as it is; where it cannot be asked, a DatabaseDownError. */
  async run<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
    const dataSource = this.dataSource ?? (await this.connected());
    try {
      return await within(this.timeLimitMs, work(dataSource));
    } catch (error) {
      if (error === timedOut) throw this.disconnect(dataSource, `no answer within ${this.timeLimitMs} ms`);
      if (isBusy(error)) throw new DatabaseDownError(failureReason(error), { cause: error });
      if (isUnavailable(error)) throw this.disconnect(dataSource, failureReason(error), error);
      // Another question lost it meanwhile, and took the connections away.
      if (this.dataSource !== dataSource) throw new DatabaseDownError(this.reason, { cause: error });
      throw error;
    }
  }

  /** Takes leave of the database, for half a second at most. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { dataSource } = this;
    this.dataSource = undefined;
    if (dataSource) await within(closeTimeoutMs, dataSource.destroy()).catch(() => undefined);
  }

  /** A question that comes while a connection is being tried waits for that, and no longer than for an answer. */
  private async connected(): Promise<DataSource> {
    if (this.attempt) await within(this.timeLimitMs, this.attempt).catch(() => undefined);
    if (!this.dataSource) throw new DatabaseDownError(this.reason);
    return this.dataSource;
  }

  private disconnect(dataSource: DataSource, reason: string, cause?: unknown): DatabaseDownError {
    // Of many queries that fail together the first one does this.
    if (this.dataSource === dataSource) {
      this.dataSource = undefined;
      this.reason = reason;
      this.logger.warn(`database lost (${reason}): connecting again`);
      // All its connections go: each is as broken, or on its way to a server that is another one by now.
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
      const reason = error === timedOut ? 'no answer' : failureReason(error);
      // One line for each reason, however often it is tried.
      if (reason !== this.reason) this.logger.warn(`database not reachable (${reason}): retrying`);
      this.reason = reason;
      if (error === timedOut) void connecting.then((each) => each.destroy()).catch(() => undefined);
    }
  }
}

const timedOut = new Error('late');

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut), limitMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
