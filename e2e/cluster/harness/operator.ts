import { crowd } from '../../harness/crowd.js';
import { call } from '../../harness/http.js';
import { nameOf } from './clients.js';

const app = 'OPERATED';

/** Instances that send no heartbeats: what happens to them is what a test does at one registry or another. */
export class Operator {
  constructor(private readonly base: string) {}

  register(ids: readonly string[], metadata: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.each(ids, 'POST', () => `/eureka/apps/${app}`, 204, metadata);
  }

  cancel(ids: readonly string[]): Promise<void> {
    return this.each(ids, 'DELETE', (id) => `/eureka/apps/${app}/${id}`, 200);
  }

  takeOut(ids: readonly string[]): Promise<void> {
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
    await crowd(
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

/** So many ids with one beginning. */
export const idsOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

export const operated = (ids: readonly string[]): string[] => ids.map((id) => nameOf(app, id));

/** A change is worth telling for 5 s, the lease outlasts every test. */
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
