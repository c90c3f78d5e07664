import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const idlePerSecond = 2;
const mostPerService = 100;

/**
 * Calls services through a consumer, some thousand times a second in all: those to which something happens most often. Of each service it
 * keeps when the instance in question was last met (answered, or was tried in vain), and what failed.
 */
export class Calls {
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #seen = new Map();
  #underWay = 0;

  /** @param path of a service at the consumer */
  constructor(port, perSecond, path = (service) => `/consumer/who/${service}`) {
    this.port = port;
    this.perSecond = perSecond;
    this.path = path;
  }

  /** From now on; `id` is the instance to look for. */
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
        for (; seen.owed >= 1; seen.owed -= 1) if (this.#underWay < 256) void this.#call(service, seen);
      }
    }
    this.#agent.destroy();
  }

  async #call(service, seen) {
    this.#underWay += 1;
    const startedAt = performance.now();
    const { status, text, tries } = await this.#ask(service);
    this.#underWay -= 1;
    if (!seen.active || startedAt < seen.since) return;
    seen.calls += 1;
    if (status !== 200) seen.failed += 1;
    const isMet = text === seen.id;
    if (isMet) seen.first ??= performance.now() - seen.since;
    if (isMet || status !== 200 || tries > 1) seen.last = startedAt - seen.since;
  }

  #ask(service) {
    return new Promise((resolve) => {
      const asked = request(
        { host: '127.0.0.1', port: this.port, path: this.path(service), agent: this.#agent },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part) => (text += part));
          answer.on('end', () =>
            resolve({ status: answer.statusCode, text, tries: Number(answer.headers.tries ?? 1) }),
          );
        },
      );
      asked.on('error', () => resolve({ status: 0, text: '', tries: 1 }));
      asked.setTimeout(10_000, () => asked.destroy());
      asked.end();
    });
  }
}
