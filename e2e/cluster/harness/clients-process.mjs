// Many Eureka clients in one process: each registers once, sends its heartbeats, and goes to the next registry when one
// fails it. What it is to do comes by message, and what became of it goes back the same way.
import { Agent, request } from 'node:http';

/** Spreads the clients over time and over registries alike: no two neighbours are close (the golden ratio). */
const spread = (/** @type {number} */ index) => (index * 0.618_033_988_75) % 1;

let plan;
let window = emptyWindow();
const windows = new Map();

class Client {
  constructor(index) {
    this.id = `${plan.prefix}${index}`;
    this.app = `${plan.prefix}app-${index % plan.apps}`.toUpperCase();
    this.beatsAfterMs = spread(index) * plan.intervalMs;
    this.at = index % plan.servers.length;
  }

  async register() {
    this.dirty = Date.now();
    return this.somewhere('POST', `/eureka/apps/${this.app}`, JSON.stringify(this.body()));
  }

  live() {
    setTimeout(() => this.beat(performance.now()), this.beatsAfterMs);
  }

  async beat(startedAt) {
    const path = `/eureka/apps/${this.app}/${this.id}?status=UP&lastDirtyTimestamp=${this.dirty}`;
    const status = await this.somewhere('PUT', path);
    if (status === 200) window.heartbeats += 1;
    if (status === 404) {
      window.registeredAgain += 1;
      await this.register();
    }
    const inMs = startedAt + plan.intervalMs - performance.now();
    setTimeout(() => this.beat(performance.now()), Math.max(0, inMs));
  }

  /** As Java's clients do: the one that answered last is asked first, then each of the others once. */
  async somewhere(method, path, body) {
    const reasons = [];
    for (let tries = 0; tries < plan.servers.length; tries++) {
      const of = window;
      const startedAt = performance.now();
      const answer = await ask(plan.servers[this.at], method, path, body);
      if (answer.status < 300 || answer.status === 404) {
        if (method === 'PUT') of.latencies[this.at].push(performance.now() - startedAt);
        return answer.status;
      }
      reasons.push(answer.why ?? `answered ${answer.status}`);
      of.failures[reasons.at(-1)] = (of.failures[reasons.at(-1)] ?? 0) + 1;
      this.at = (this.at + 1) % plan.servers.length;
    }
    window.stranded.push(`${method} of ${this.id}: ${reasons.join(', ')}`);
    return 0;
  }

  body() {
    return {
      instance: {
        instanceId: this.id,
        app: this.app,
        hostName: this.id,
        ipAddr: '127.0.0.1',
        status: 'UP',
        overriddenStatus: 'UNKNOWN',
        port: { $: 8080, '@enabled': 'true' },
        vipAddress: this.app.toLowerCase(),
        dataCenterInfo: {
          '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
          name: 'MyOwn',
        },
        leaseInfo: plan.lease,
        metadata: { zone: 'default' },
        lastUpdatedTimestamp: String(this.dirty),
        lastDirtyTimestamp: String(this.dirty),
      },
    };
  }
}

/** Resolves, whatever happens: with a status, or with why there is none. */
function ask({ base, agent }, method, path, body) {
  const json = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') };
  const signal = AbortSignal.timeout(plan.patienceMs);
  return new Promise((resolve) => {
    const failed = (error) => resolve({ why: signal.aborted ? 'no answer in time' : error.code });
    const asked = request(base + path, { method, agent, signal, headers: body ? json : {} }, (response) => {
      response.on('error', failed);
      response.on('end', () => resolve({ status: response.statusCode }));
      response.resume();
    });
    asked.on('error', failed);
    asked.end(body);
  });
}

/** Registers all of them, so many at a time; each then lives. */
async function start(given) {
  plan = {
    ...given,
    servers: given.bases.map((base) => ({
      base,
      agent: new Agent({ keepAlive: true, maxSockets: 128, maxFreeSockets: 128 }),
    })),
  };
  open('start');
  const waiting = Array.from({ length: plan.count }, (_, index) => new Client(index));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await next.register();
      if (plan.intervalMs > 0) next.live();
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

function emptyWindow(servers = 0) {
  return {
    openedAt: performance.now(),
    heartbeats: 0,
    registeredAgain: 0,
    /** What made clients try the next one: how often. */
    failures: {},
    /** What no registry took. */
    stranded: [],
    /** Of the heartbeats that were answered, by registry. */
    latencies: Array.from({ length: servers }, () => []),
  };
}

function open(name) {
  window = emptyWindow(plan.servers.length);
  windows.set(name, window);
}

const told = {
  start,
  open: ({ name }) => {
    window.tookMs = performance.now() - window.openedAt;
    open(name);
  },
  figures: ({ name }) => {
    const { openedAt, ...figures } = windows.get(name);
    return { tookMs: performance.now() - openedAt, ...figures };
  },
};

process.on('message', async ({ number, action, ...rest }) => {
  try {
    process.send({ number, result: await told[action](rest) });
  } catch (error) {
    process.send({ number, error: error.stack });
  }
});
// Whoever started this is gone.
process.on('disconnect', () => process.exit());
