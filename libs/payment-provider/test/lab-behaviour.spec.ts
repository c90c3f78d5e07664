import { EurekaClientOptions } from '@eureka-nest/client';
import { createApp } from '@eureka-nest/runtime';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PaymentProviderOptions } from '../src/payment-provider.options.js';
import { DatabaseOptions } from '../src/persistence/database.options.js';
import { Database } from '../src/persistence/database.js';
import { paymentProviderApp } from '../src/run-payment-provider.js';

const folder = mkdtempSync(join(tmpdir(), 'lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

const provider = async (labFolder?: string) => {
  const app = await createApp(
    paymentProviderApp({
      app: new PaymentProviderOptions({ port: 8001, logLevel: 'error', labFolder }),
      database: new DatabaseOptions({ file: ':memory:' }),
      eureka: new EurekaClientOptions({ enabled: false }),
    }),
  );
  await app.init();
  await app.get(Database).whenReady();
  return app;
};
const wish = (text: string) => writeFileSync(join(folder, '8001.json'), text);
const get = async (app: Awaited<ReturnType<typeof provider>>, url = '/payment/lb') =>
  (await app.inject({ url })).statusCode;

describe('a provider in the lab', () => {
  it('fails as long as the lab wishes, and its health stays as it is', async () => {
    const app = await provider(folder);
    expect(await get(app)).toBe(200);
    wish('{"failWith":500}');
    expect([await get(app), await get(app, '/actuator/health')]).toEqual([500, 200]);
    expect((await app.inject({ url: '/payment/lb' })).json()).toMatchObject({
      code: 500,
      message: expect.stringContaining('lab'),
    });
    wish('no JSON');
    expect(await get(app)).toBe(200);
    await app.close();
  });

  it('answers slowly, but its stop does not wait for that', async () => {
    wish('{"delayMs":600000}');
    const app = await provider(folder);
    const answer = get(app);
    await new Promise((resolve) => setImmediate(resolve));
    await app.close();
    expect(await answer).toBe(200);
  });

  it('ignores such files outside of the lab', async () => {
    wish('{"failWith":500}');
    const app = await provider();
    expect(await get(app)).toBe(200);
    await app.close();
  });
});
