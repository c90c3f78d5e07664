import { setTimeout as pause } from 'node:timers/promises';
import { call, type Answer } from '../../harness/http.js';

/** What an instance says of itself; the rest is the same for all. */
export interface Registration {
  readonly id: string;
  /** When it last changed, epoch ms: of two versions the one with the greater stamp wins. */
  readonly stamp: number;
  readonly status?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

const app = 'SHOP';

/** Speaks to one registry as anybody could with curl, and takes no answer but the right one. */
export class WireClient {
  constructor(private readonly base: string) {}

  async register(registration: Registration): Promise<void> {
    await this.expecting(204, 'POST', '', { body: { instance: instanceOf(registration) } });
  }

  /** As a peer that passes it on would: it stays here. */
  async registerHereOnly(registration: Registration): Promise<void> {
    const headers = { 'x-netflix-discovery-replication': 'true' };
    await this.expecting(204, 'POST', '', { body: { instance: instanceOf(registration) }, headers });
  }

  async heartbeat(id: string): Promise<void> {
    await this.expecting(200, 'PUT', `/${id}`);
  }

  async setStatus(id: string, status: string): Promise<void> {
    await this.expecting(200, 'PUT', `/${id}/status?value=${status}`);
  }

  /** @param status the one that it has from then on */
  async removeOverride(id: string, status: string): Promise<void> {
    await this.expecting(200, 'DELETE', `/${id}/status?value=${status}`);
  }

  async setMetadata(id: string, key: string, value: string): Promise<void> {
    await this.expecting(200, 'PUT', `/${id}/metadata?${key}=${value}`);
  }

  async cancel(id: string): Promise<void> {
    await this.expecting(200, 'DELETE', `/${id}`);
  }

  private async expecting(
    status: number,
    method: string,
    path: string,
    how: Parameters<typeof call>[2] = {},
  ) {
    const url = `${this.base}/eureka/apps/${app}${path}`;
    const answer: Answer = await call(method, url, how);
    if (answer.status !== status)
      throw new Error(`${method} ${url} was answered ${answer.status} ${answer.text}`);
  }
}

/**
 * Rarely enough for Java: it passes a change on when that has waited for 500 ms, and a newer one in its place starts anew, so the
 * heartbeats of a client that beats twice a second would never reach its peers.
 */
const BEAT_MS = 600;

/** Renews these at one registry for as long as `meanwhile` takes; a refused heartbeat fails. */
export async function beating(base: string, ids: readonly string[], meanwhile: () => Promise<void>) {
  const client = new WireClient(base);
  let over = false;
  const beats = (async () => {
    while (!over) {
      await Promise.all(ids.map((id) => client.heartbeat(id)));
      await pause(BEAT_MS);
    }
  })();
  await Promise.all([meanwhile().finally(() => (over = true)), beats]);
}

/** A lease that outlives the suite: whoever is gone was lost, not evicted. */
const leaseInfo = { renewalIntervalInSecs: 30, durationInSecs: 600 };

const instanceOf = ({ id, stamp, status = 'UP', metadata = {} }: Registration) => ({
  instanceId: id,
  app,
  hostName: 'localhost',
  ipAddr: '127.0.0.1',
  status,
  port: { $: 1, '@enabled': 'true' },
  vipAddress: 'shop',
  dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
  leaseInfo,
  metadata,
  lastDirtyTimestamp: String(stamp),
});
