import { setTimeout as pause } from 'node:timers/promises';
import { call, type Reply } from '../../harness/http.js';

/** Fields of an instance; the others are the same for all. */
export interface Registration {
  readonly id: string;
  /** Time of the last change in epoch ms: the version with the greater stamp wins. */
  readonly stamp: number;
  readonly status?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

const app = 'SHOP';

/** Client of one registry that accepts the expected status alone. */
export class WireClient {
  constructor(private readonly base: string) {}

  async register(registration: Registration): Promise<void> {
    await this.expecting(204, 'POST', '', { body: { instance: instanceOf(registration) } });
  }

  /** Registers like a peer, so that this registry does not replicate it. */
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

  /** @param status status after the removal */
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
    const reply: Reply = await call(method, url, how);
    if (reply.status !== status) throw new Error(`${method} ${url}: status ${reply.status} ${reply.text}`);
  }
}

/**
 * Heartbeat interval. Java replicates a change after 500 ms, and a newer change restarts that wait,
 * so heartbeats at twice a second would never reach its peers.
 */
const HEARTBEAT_MS = 600;

/** Sends heartbeats to one registry while `meanwhile` runs; a refused heartbeat fails. */
export async function withHeartbeats(base: string, ids: readonly string[], meanwhile: () => Promise<void>) {
  const client = new WireClient(base);
  let over = false;
  const heartbeats = (async () => {
    while (!over) {
      await Promise.all(ids.map((id) => client.heartbeat(id)));
      await pause(HEARTBEAT_MS);
    }
  })();
  await Promise.all([meanwhile().finally(() => (over = true)), heartbeats]);
}

/** A lease that outlives the suite: a missing instance was lost, not evicted. */
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
