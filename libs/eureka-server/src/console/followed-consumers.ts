import type { ConsoleConsumer } from '@eureka-nest/protocol/console';
import { HttpClient } from '@eureka-nest/runtime/http';
import { every, type Stop } from '@eureka-nest/runtime/time';
import { isIP } from 'node:net';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import type { LivenessWatch } from '../liveness/liveness-watch.js';
import type { ServerLogger } from '../log/server-logger.js';
import { oneLine } from '../service/log-format.js';
import { followCalls } from './calls-reader.js';
import { consoleKey } from './instance-view.js';

/** Metadata with the path of a consumer's calls, on its own address. */
const METADATA = 'eureka-nest.calls';
/** A path that ends in `calls` and has no dots or escapes: no registration can name another one. */
const PATH = /^(?=.{1,200}$)(\/[\w~-][\w.~-]*)*\/calls$/;
const MAX_FOLLOWED = 20;
const MAX_LOGGED = 100;
const CHECK_MS = 1_000;
const PUBLISH_MS = 250;
/** Pause before a consumer that failed is asked again. */
const RETRY_MS = 10_000;

interface FollowedParts {
  readonly registry: RegistryReads;
  /** Says whether an address is the consumer's own; left out, only `anyAddress` follows any. */
  readonly liveness?: Pick<LivenessWatch, 'isAtItsAddress'>;
  /** Follows consumers at addresses that nothing speaks for. */
  readonly anyAddress?: boolean;
  readonly logger: Pick<ServerLogger, 'warn' | 'error'>;
}

interface Followed {
  readonly url: string;
  readonly stop: AbortController;
}

/**
 * Follows the calls of registered consumers while a console is open. A consumer is asked only at an
 * address from which it follows the change feed itself, so that no registration can make this
 * server send requests to others; unless the operator trusts all who can register.
 */
export class FollowedConsumers {
  private readonly candidates = new Map<string, { readonly app: string; readonly id: string }>();
  private readonly followed = new Map<string, Followed>();
  private readonly pausedUntil = new Map<string, number>();
  /** Calls that were not published yet. */
  private readonly heard = new Map<string, ConsoleConsumer>();
  /** The last calls of each, for a console that opens later. */
  private readonly latest = new Map<string, ConsoleConsumer>();
  private readonly logged = new Set<string>();

  constructor(private readonly parts: FollowedParts) {}

  start(publish: (consumers: readonly ConsoleConsumer[]) => void): Stop {
    const { registry, logger } = this.parts;
    const http = new HttpClient();
    for (const entry of registry.entries()) this.consider(entry.app, entry.id);
    const stops = [
      registry.whenChanged(({ app, id }) => this.consider(app, id)),
      every(CHECK_MS, () => this.check(http), logger),
      every(PUBLISH_MS, () => this.publish(publish), logger),
    ];
    this.check(http);
    return () => {
      stops.forEach((stop) => stop());
      for (const { stop } of this.followed.values()) stop.abort(new Error('no console is open'));
      http.close();
      this.followed.clear();
      this.candidates.clear();
      this.pausedUntil.clear();
      this.heard.clear();
      this.latest.clear();
    };
  }

  recent(): readonly ConsoleConsumer[] {
    return [...this.latest.values()];
  }

  private consider(app: string, id: string): void {
    const isCandidate = this.parts.registry.peekListed(app, id)?.metadata[METADATA] !== undefined;
    if (isCandidate) this.candidates.set(consoleKey(app, id), { app, id });
    else this.candidates.delete(consoleKey(app, id));
  }

  private check(http: HttpClient): void {
    for (const [key, { url, stop }] of this.followed) {
      if (this.urlOf(key) !== url) stop.abort(new Error('it moved or left'));
    }
    const now = performance.now();
    for (const key of this.candidates.keys()) {
      if (this.followed.size >= MAX_FOLLOWED) return;
      if (this.followed.has(key) || now < (this.pausedUntil.get(key) ?? 0)) continue;
      const url = this.urlOf(key);
      if (url !== undefined) this.follow(http, key, url);
    }
    for (const key of this.pausedUntil.keys()) if (!this.candidates.has(key)) this.pausedUntil.delete(key);
  }

  private follow(http: HttpClient, key: string, url: string): void {
    const stop = new AbortController();
    const followed = { url, stop };
    this.followed.set(key, followed);
    followCalls(http, { key, url }, stop.signal, (consumer) => {
      this.heard.set(key, merged(this.heard.get(key), consumer, MAX_UNPUBLISHED));
      this.latest.set(key, merged(this.latest.get(key), consumer, MAX_RECENT));
    })
      .then((why) => {
        if (this.followed.get(key) !== followed) return;
        this.followed.delete(key);
        this.latest.delete(key);
        this.pausedUntil.set(key, performance.now() + RETRY_MS);
        if (!stop.signal.aborted) this.logOnce(key, why);
      })
      .catch((error: unknown) => this.parts.logger.error(String(error)));
  }

  private logOnce(key: string, why: string): void {
    const line = oneLine(`console: calls of ${key} are not shown (${why})`);
    if (this.logged.has(line) || this.logged.size >= MAX_LOGGED) return;
    this.logged.add(line);
    this.parts.logger.warn(line);
  }

  private publish(publish: (consumers: readonly ConsoleConsumer[]) => void): void {
    if (this.heard.size === 0) return;
    publish([...this.heard.values()]);
    this.heard.clear();
  }

  /** Address of a consumer's calls; undefined unless it is an address that speaks for itself. */
  private urlOf(key: string): string | undefined {
    const candidate = this.candidates.get(key);
    const { registry, liveness, anyAddress } = this.parts;
    const listed = candidate && registry.peekListed(candidate.app, candidate.id);
    if (!listed || !(anyAddress || liveness?.isAtItsAddress(candidate))) return undefined;
    const path = listed.metadata[METADATA] ?? '';
    const host = listed.ipAddr.replace(/^\[(.*)\]$/, '$1');
    const { enabled, number } = listed.port;
    if (!PATH.test(path) || !enabled || number < 1 || number > 65_535) return undefined;
    if (isIP(host) === 0) return undefined;
    return `http://${isIP(host) === 6 ? `[${host}]` : host}:${number}${path}`;
  }
}

/** Calls since the last publication, of one consumer. */
const MAX_UNPUBLISHED = 200;
/** Calls that the picture of the rotation shows. */
const MAX_RECENT = 50;

const merged = (
  before: ConsoleConsumer | undefined,
  now: ConsoleConsumer,
  most: number,
): ConsoleConsumer => ({
  ...now,
  calls: [...(before?.calls ?? []), ...now.calls].slice(-most),
});
