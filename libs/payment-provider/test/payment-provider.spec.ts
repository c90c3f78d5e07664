import { EurekaClient, type EurekaClientOptions } from '@eureka-nest/client';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { LessonsController } from '../src/lessons.controller.js';
import type { OwnPort } from '../src/own-port.js';
import { itIsAPaymentProvider } from './payment-provider.contract.js';
import { Database } from '../src/persistence/database.js';
import { type DatabaseOptions } from '../src/persistence/database.options.js';
import { sqlite, type TestDatabase } from './builders/dialect.js';
import { testProvider, type TestProvider } from './builders/provider.js';
import { until } from './builders/until.js';

itIsAPaymentProvider('SQLite', sqlite('libsql'));

describe('a payment provider', () => {
  let test: TestDatabase;
  let app: NestFastifyApplication;
  let lines: TestProvider['lines'];

  const listening = async (
    database: DatabaseOptions,
    eureka?: Partial<EurekaClientOptions>,
  ): Promise<string> => {
    ({ app, lines } = await testProvider(database, eureka));
    await app.listen(0, '127.0.0.1');
    return `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  };

  beforeEach(async () => {
    test = await sqlite('libsql')();
  });
  afterEach(async () => {
    await app.close();
    await test.drop();
  });

  it('returns the port it listens on', async () => {
    const url = await listening(test.options);
    expect(await (await fetch(`${url}/payment/lb`)).text()).toBe(url.split(':').at(-1));
  });

  it('returns code 444 if no row was stored', async () => {
    const url = await listening(test.options);
    await app.get(Database).whenReady();
    await app
      .get(Database)
      .run((of) => of.query('CREATE TRIGGER none BEFORE INSERT ON payment BEGIN SELECT RAISE(IGNORE); END'));
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/payment/create`, { method: 'POST', headers, body: '{"serial":"x"}' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('{"code":444,"message":"插入数据库失败","data":null}');
  });

  it('sends the slow response at once when it is stopped', async () => {
    const url = await listening(test.options);
    const began = performance.now();
    const slow = fetch(`${url}/payment/feign/timeout`).then((answer) => answer.text());
    await until(() => app.get(LessonsController).pendingCount > 0);
    await app.close();
    expect(await slow).toBe(url.split(':').at(-1));
    // Without the stop it would take 3 s.
    expect(performance.now() - began).toBeLessThan(2950);
  });

  it('responds 503 while its database is down, with one log line each, and recovers by itself', async () => {
    // A file takes the place of the folder.
    await writeFile(dirname(test.options.file), '');
    const url = await listening(test.options);
    await until(() => lines.some(({ level }) => level === 'warn'));
    lines.splice(0);
    const answer = await fetch(`${url}/payment/get/31`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      code: 503,
      message: expect.stringMatching(/^the payment database is down \(EEXIST.*\): is it running\?/),
      data: null,
    });
    expect(lines).toEqual([{ level: 'error', text: expect.stringContaining('GET /payment/get/31: 503 the payment database is down') }]); // prettier-ignore
    expect((await fetch(`${url}/payment/lb`)).status).toBe(200);

    await rm(dirname(test.options.file));
    await until(async () => (await fetch(`${url}/payment/get/31`)).status === 200);
  });

  describe('with a registry', () => {
    let registry: Server;
    let registered: unknown[];
    let eureka: Partial<EurekaClientOptions>;

    beforeEach(async () => {
      registered = [];
      registry = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          if (request.method === 'POST') registered.push(JSON.parse(String(Buffer.concat(parts))));
          response.writeHead(request.method === 'POST' ? 204 : 200, { 'content-type': 'application/json' });
          response.end(request.method === 'GET' ? JSON.stringify(applications(registered)) : undefined);
        });
      }).listen(0, '127.0.0.1');
      await once(registry, 'listening');
      const { port } = registry.address() as AddressInfo;
      eureka = {
        appName: 'cloud-payment-service',
        serviceUrls: [`http://127.0.0.1:${port}/eureka/`],
        hostname: 'localhost',
        ipAddress: '127.0.0.1',
      };
    });
    afterEach(async () => {
      await app.close();
      registry.closeAllConnections();
      registry.close();
    });

    it('listens at once, and registers when its database is ready', async () => {
      await mkdir(dirname(dirname(test.options.file)), { recursive: true });
      await writeFile(dirname(test.options.file), '');
      const url = await listening(test.options, eureka);
      await app.get(EurekaClient).whenFetched();
      await until(() => lines.some(({ text }) => text.includes('retrying')));
      expect((await fetch(`${url}/payment/lb`)).status).toBe(200);
      expect(registered).toEqual([]);

      await rm(dirname(test.options.file));
      await app.get(EurekaClient).whenRegistered();
      expect(app.get(Database).isUp).toBe(true);
      expect(registered).toMatchObject([
        { instance: { app: 'CLOUD-PAYMENT-SERVICE', hostName: 'localhost' } },
      ]);
    });

    it('returns and logs the known instances', async () => {
      const url = await listening(test.options, eureka);
      await app.get(EurekaClient).whenRegistered();
      await until(async () => {
        await app.get(EurekaClient).refresh();
        return app.get(EurekaClient).services().length > 0;
      });
      lines.splice(0);
      const port = Number(url.split(':').at(-1));
      const discovery = (await (await fetch(`${url}/payment/discovery`)).json()) as object;
      expect(Object.keys(discovery)).toEqual(['discoveryClients', 'services', 'order', 'instances']);
      expect(discovery).toEqual({
        discoveryClients: [
          { services: ['cloud-payment-service'], order: 0 },
          { services: [], order: 0 },
        ],
        services: ['cloud-payment-service'],
        order: 0,
        instances: [expect.objectContaining({ serviceId: 'CLOUD-PAYMENT-SERVICE', host: 'localhost', port })],
      });
      expect(lines.map(({ text }) => text)).toEqual([
        '*****element: cloud-payment-service',
        `CLOUD-PAYMENT-SERVICE\tlocalhost\t${port}\thttp://localhost:${port}`,
      ]);
    });
  });
});

describe('the slow response', () => {
  afterEach(() => jest.useRealTimers());

  it('takes three seconds', async () => {
    jest.useFakeTimers();
    const lessons = new LessonsController({} as EurekaClient, { value: 8001 } as OwnPort);
    let answer: string | undefined;
    void lessons.feignTimeout().then((text) => (answer = text));
    await jest.advanceTimersByTimeAsync(2999);
    expect(answer).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(answer).toBe('8001');
    expect(lessons.pendingCount).toBe(0);
  });
});

/** The registered instance, as a registry returns it. */
const applications = (registered: readonly unknown[]) => ({
  applications: {
    versions__delta: '1',
    apps__hashcode: registered.length ? `UP_${registered.length}_` : '',
    application: registered.length
      ? [
          {
            name: 'CLOUD-PAYMENT-SERVICE',
            instance: registered.map((each) => (each as { instance: unknown }).instance),
          },
        ]
      : [],
  },
});
