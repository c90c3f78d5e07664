import { inParallel } from '../../harness/in-parallel.js';
import { call } from '../../harness/http.js';
import { qualifiedId } from './clients.js';

const app = 'OPERATED';

/** Changes instances at one registry; the instances themselves send no heartbeats. */
export class Operator {
  constructor(private readonly base: string) {}

  register(ids: readonly string[], metadata: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.each(ids, 'POST', () => `/eureka/apps/${app}`, 204, metadata);
  }

  cancel(ids: readonly string[]): Promise<void> {
    return this.each(ids, 'DELETE', (id) => `/eureka/apps/${app}/${id}`, 200);
  }

  setOutOfService(ids: readonly string[]): Promise<void> {
    const path = (id: string) => `/eureka/apps/${app}/${id}/status?value=OUT_OF_SERVICE`;
    return this.each(ids, 'PUT', path, 200);
  }

  private async each(
    ids: readonly string[],
    method: string,
    pathOf: (id: string) => string,
    expected: number,
    metadata?: Readonly<Record<string, string>>,
  ): Promise<void> {
    await inParallel(
      16,
      (made) => made < ids.length,
      async (index) => {
        const id = `${ids[index]}`;
        const body = metadata && bodyOf(id, metadata);
        const { status, text } = await call(method, this.base + pathOf(id), { body });
        if (status !== expected) throw new Error(`${method} of ${id} at ${this.base}: ${status} ${text}`);
      },
    );
  }
}

/** Ids with a common prefix. */
export const idsOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

export const operated = (ids: readonly string[]): string[] => ids.map((id) => qualifiedId(app, id));

/** Renewal interval of 5 s, and a lease that outlives every test. */
const leaseInfo = { renewalIntervalInSecs: 5, durationInSecs: 600 };

const bodyOf = (instanceId: string, metadata: Readonly<Record<string, string>>) => ({
  instance: {
    instanceId,
    app,
    hostName: instanceId,
    ipAddr: '127.0.0.1',
    status: 'UP',
    port: { $: 8080, '@enabled': 'true' },
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
    leaseInfo,
    metadata,
    lastDirtyTimestamp: String(Date.now()),
  },
});
