import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const idlePerSecond = 2;
const mostPerService = 100;

/**
 * Calls services through a consumer at a fixed total rate, mostly services with an event in
 * progress. For each service it records the last call that the watched instance received or that
 * failed.
 */
export class Calls {
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #seen = new Map();
  #inFlight = 0;

  /** @param path gives the path of a service at the consumer */
  constructor(port, perSecond, path = (service) => `/consumer/who/${service}`) {
    this.port = port;
    this.perSecond = perSecond;
    this.path = path;
  }

  /** Starts to call a service; `id` is the instance to watch. */
  watch(service, id) {
    const seen = {
      id,
      since: performance.now(),
      first: undefined,
      last: undefined,
      calls: 0,
      failed: 0,
      owed: 0,
    };
    this.#seen.set(service, seen);
    return seen;
  }

  async run(signal) {
    let at = performance.now();
    while (!signal.aborted) {
      await pause(5);
      const now = performance.now();
      const seconds = (now - at) / 1000;
      at = now;
      const all = [...this.#seen];
      const active = all.filter(([, seen]) => seen.active);
      const idle = all.length - active.length;
      const each = Math.min(
        mostPerService,
        (this.perSecond - idle * idlePerSecond) / Math.max(1, active.length),
      );
      for (const [service, seen] of all) {
        seen.owed += seconds * (seen.active ? each : idlePerSecond);
        for (; seen.owed >= 1; seen.owed -= 1) if (this.#inFlight < 256) void this.#call(service, seen);
      }
    }
    this.#agent.destroy();
  }

  async #call(service, seen) {
    this.#inFlight += 1;
    const startedAt = performance.now();
    const { status, text, tries } = await this.#request(service);
    this.#inFlight -= 1;
    if (!seen.active || startedAt < seen.since) return;
    seen.calls += 1;
    if (status !== 200) seen.failed += 1;
    const isWatched = text === seen.id;
    if (isWatched) seen.first ??= performance.now() - seen.since;
    if (isWatched || status !== 200 || tries > 1) seen.last = startedAt - seen.since;
  }

  #request(service) {
    return new Promise((resolve) => {
      const sent = request(
        { host: '127.0.0.1', port: this.port, path: this.path(service), agent: this.#agent },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part) => (text += part));
          response.on('end', () =>
            resolve({ status: response.statusCode, text, tries: Number(response.headers.tries ?? 1) }),
          );
        },
      );
      sent.on('error', () => resolve({ status: 0, text: '', tries: 1 }));
      sent.setTimeout(10_000, () => sent.destroy());
      sent.end();
    });
  }
}
