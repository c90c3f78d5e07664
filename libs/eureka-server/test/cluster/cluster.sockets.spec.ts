import { encodeInstanceDocument, replicationHeader, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { createApp } from '@eureka-nest/runtime';
import { freePort } from '@eureka-nest/runtime/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from '../../src/core/registry/registry.js';
import { EurekaServerModule } from '../../src/nest/eureka-server.module.js';

const payment = anInstance({ port: 8001 });
const order = anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80', port: 80 });

/** Two servers that know each other, over real sockets. */
describe('a cluster of two', () => {
  let ports: readonly [number, number];
  let seven: NestFastifyApplication;
  let eight: NestFastifyApplication;

  beforeEach(async () => {
    ports = [await freePort(), await freePort()];
    [seven, eight] = await Promise.all([start(0), start(1)]);
  });
  afterEach(() => Promise.all([seven.close(), eight.close()]));

  async function start(index: 0 | 1): Promise<NestFastifyApplication> {
    const [port, other] = index === 0 ? ports : [ports[1], ports[0]];
    const peers = [urlOf(port), urlOf(other)];
    const options = {
      port,
      host: '127.0.0.1',
      logLevel: 'error',
      peers,
      myUrl: urlOf(port),
      maxBatchingDelayMs: 10,
    } as const;
    const app = await createApp({
      name: `eureka-${port}`,
      imports: [EurekaServerModule.forRoot(options)],
      ...options,
    });
    await app.listen(port, '127.0.0.1');
    return app;
  }

  const urlOf = (port: number) => `http://127.0.0.1:${port}/eureka/`;
  const ask = async (server: 0 | 1, method: string, path: string, headers = {}, body?: object) =>
    fetch(`${urlOf(ports[server])}${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  const register = (server: 0 | 1, instance: InstanceInfo, headers = {}) =>
    ask(server, 'POST', `apps/${instance.app}`, headers, encodeInstanceDocument(instance));
  const statusAt = async (server: 0 | 1, { app, instanceId }: InstanceInfo): Promise<string> => {
    const answer = await ask(server, 'GET', `apps/${app}/${instanceId}`).catch(() => undefined);
    // fetch may try a connection that ended when the server restarted.
    if (!answer) return 'no answer';
    return answer.ok ? ((await answer.json()) as { instance: InstanceInfo }).instance.status : 'absent';
  };

  it('replicates registrations, status changes and cancels', async () => {
    await register(0, payment);
    await register(1, order);
    await eventually(() => statusAt(1, payment), 'UP');
    await eventually(() => statusAt(0, order), 'UP');

    await ask(0, 'PUT', 'apps/CLOUD-PAYMENT-SERVICE/payment8001/status?value=OUT_OF_SERVICE');
    await eventually(() => statusAt(1, payment), 'OUT_OF_SERVICE');
    await ask(0, 'DELETE', 'apps/CLOUD-PAYMENT-SERVICE/payment8001/status?value=UP');
    await eventually(() => statusAt(1, payment), 'UP');

    await ask(0, 'DELETE', 'apps/CLOUD-PAYMENT-SERVICE/payment8001');
    await eventually(() => statusAt(1, payment), 'absent');
    expect(await statusAt(1, order)).toBe('UP');
  });

  it('fills one that restarted from the other, at once', async () => {
    await register(0, payment);
    await register(0, order);
    await eventually(() => statusAt(1, order), 'UP');
    await seven.close();
    seven = await start(0);
    await eventually(() => statusAt(0, payment), 'UP');
    await eventually(() => statusAt(0, order), 'UP');
  });

  it('makes up for a lost registration with the next heartbeat', async () => {
    await register(0, payment);
    await eventually(() => statusAt(1, payment), 'UP');
    // An eviction, as a cancel would hold for both.
    eight.get(Registry).cancel(payment.app, 'payment8001', { how: 'evicted' });
    expect(await statusAt(1, payment)).toBe('absent');
    await ask(0, 'PUT', 'apps/CLOUD-PAYMENT-SERVICE/payment8001');
    await eventually(() => statusAt(1, payment), 'UP');
  });

  it('takes over a newer version from the other', async () => {
    await register(0, payment);
    await eventually(() => statusAt(1, payment), 'UP');
    const newer = {
      ...payment,
      metadata: { version: '2' },
      lastDirtyTimestamp: payment.lastDirtyTimestamp + 1,
    };
    await register(1, newer, { [replicationHeader]: 'true' });
    await ask(0, 'PUT', 'apps/CLOUD-PAYMENT-SERVICE/payment8001');
    const versionAtSeven = async () =>
      seven.get(Registry).reads.peek(payment.app, 'payment8001')?.metadata['version'];
    await eventually(versionAtSeven, '2');
  });

  it('goes on while one is down, and updates it when it is back', async () => {
    await eight.close();
    await register(0, payment);
    await register(0, order);
    eight = await start(1);
    await eventually(() => statusAt(1, order), 'UP');
    await eventually(() => statusAt(1, payment), 'UP');
  });

  it('accepts cancels while it stops, and replicates them', async () => {
    await register(0, payment);
    await eventually(() => statusAt(1, payment), 'UP');
    const closed = seven.close();
    expect((await ask(0, 'DELETE', 'apps/CLOUD-PAYMENT-SERVICE/payment8001')).status).toBe(200);
    await closed;
    expect(await statusAt(1, payment)).toBe('absent');
    seven = await start(0);
  });
});

async function eventually<T>(look: () => Promise<T>, wanted: T): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if ((await look()) === wanted) return;
    await sleep(10);
  }
  expect(await look()).toBe(wanted);
}
