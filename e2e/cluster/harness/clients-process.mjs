// Many Eureka clients in one process: each registers once, sends heartbeats, and fails over to the
// next registry. The parent process sends actions and receives their results as messages.
import { Agent, request } from 'node:http';

/** Spreads neighbouring clients evenly over an interval (golden ratio). */
const spread = (/** @type {number} */ index) => (index * 0.618_033_988_75) % 1;

let plan;
let window = emptyWindow();
const windows = new Map();

class Client {
  constructor(index) {
    this.id = `${plan.prefix}${index}`;
    this.app = `${plan.prefix}app-${index % plan.apps}`.toUpperCase();
    this.delayMs = spread(index) * plan.intervalMs;
    this.at = index % plan.servers.length;
  }

  async register() {
    this.dirty = Date.now();
    return this.send('POST', `/eureka/apps/${this.app}`, JSON.stringify(this.body()));
  }

  startHeartbeats() {
    setTimeout(() => this.heartbeat(performance.now()), this.delayMs);
  }

  async heartbeat(startedAt) {
    const path = `/eureka/apps/${this.app}/${this.id}?status=UP&lastDirtyTimestamp=${this.dirty}`;
    const status = await this.send('PUT', path);
    if (status === 200) window.heartbeats += 1;
    if (status === 404) {
      window.registeredAgain += 1;
      await this.register();
    }
    const inMs = startedAt + plan.intervalMs - performance.now();
    setTimeout(() => this.heartbeat(performance.now()), Math.max(0, inMs));
  }

  /** Tries the last working registry first, then each of the others once, as Java's clients do. */
  async send(method, path, body) {
    const reasons = [];
    for (let tries = 0; tries < plan.servers.length; tries++) {
      const current = window;
      const startedAt = performance.now();
      const reply = await exchange(plan.servers[this.at], method, path, body);
      if (reply.status < 300 || reply.status === 404) {
        if (method === 'PUT') current.latencies[this.at].push(performance.now() - startedAt);
        return reply.status;
      }
      reasons.push(reply.error ?? `status ${reply.status}`);
      current.failures[reasons.at(-1)] = (current.failures[reasons.at(-1)] ?? 0) + 1;
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

/** Resolves with a status or an error, and never rejects. */
function exchange({ base, agent }, method, path, body) {
  const json = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') };
  const signal = AbortSignal.timeout(plan.timeoutMs);
  return new Promise((resolve) => {
    const failed = (error) => resolve({ error: signal.aborted ? 'timeout' : error.code });
    const sent = request(base + path, { method, agent, signal, headers: body ? json : {} }, (response) => {
      response.on('error', failed);
      response.on('end', () => resolve({ status: response.statusCode }));
      response.resume();
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

/** Registers all clients, 32 at a time; each then starts its heartbeats. */
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
      if (plan.intervalMs > 0) next.startHeartbeats();
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

function emptyWindow(servers = 0) {
  return {
    openedAt: performance.now(),
    heartbeats: 0,
    registeredAgain: 0,
    /** Number of failed tries by error. */
    failures: {},
    /** Requests that failed at every registry. */
    stranded: [],
    /** Response times of heartbeats, by registry. */
    latencies: Array.from({ length: servers }, () => []),
  };
}

function open(name) {
  window = emptyWindow(plan.servers.length);
  windows.set(name, window);
}

const actions = {
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
    process.send({ number, result: await actions[action](rest) });
  } catch (error) {
    process.send({ number, error: error.stack });
  }
});
// The parent process has exited.
process.on('disconnect', () => process.exit());
