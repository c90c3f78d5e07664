import { consumer, providers } from '../harness/app-names.js';
import { eventually } from '../harness/eventually.js';
import { freePorts } from '../harness/free-ports.js';
import { get } from '../harness/http.js';
import { Program } from '../harness/program.js';
import { cached } from './harness/cached.js';
import { smallJvm } from './harness/java-settings.js';
import { OurRegistries, zoneOf } from './harness/registries.js';

/** An application as Spring Boot Admin lists it. */
interface Listed {
  readonly registration: { readonly name: string; readonly serviceUrl: string };
  readonly statusInfo: { readonly status: string };
  readonly endpoints: readonly { readonly id: string; readonly url: string }[];
}

describe('Spring Boot Admin, which finds applications in our registry', () => {
  let registries: OurRegistries;
  let admin: Program;
  let base: string;

  async function listed(): Promise<Listed[]> {
    const { status, body } = await get(`${base}/instances`);
    expect(status).toBe(200);
    return body as Listed[];
  }

  beforeAll(async () => {
    registries = await OurRegistries.prepare(1, {
      registries: { EUREKA_CLIENT_REGISTER_WITH_EUREKA: 'true' },
    });
    await registries.start();
    const [port = 0] = await freePorts(1);
    base = `http://127.0.0.1:${port}`;
    admin = new Program('boot-admin', 'java', [
      ...smallJvm,
      '-Dspring.application.name=boot-admin',
      '-Dserver.address=127.0.0.1',
      `-Dserver.port=${port}`,
      `-Deureka.client.service-url.defaultZone=${zoneOf(registries).join()}`,
      '-Deureka.client.register-with-eureka=false',
      '-Deureka.client.registry-fetch-interval-seconds=1',
      '-Dspring.boot.admin.monitor.status-interval=3s',
      '-jar',
      cached('boot-admin', 'boot-admin.jar'),
    ]);
    await admin.until(() => listed(), 150_000);
  }, 180_000);
  afterAll(async () => {
    await admin.kill();
    await registries.close();
  });

  const apps = [providers[0], consumer] as const;

  it.each(apps)(
    '%s is up, with the endpoints that it has',
    async (app) => {
      const { demo } = registries;
      await demo.start(app);
      await eventually(async () => {
        const found = (await listed()).find(
          ({ registration }) => new URL(registration.serviceUrl).port === `${demo.port(app)}`,
        );
        expect(found?.statusInfo).toMatchObject({ status: 'UP' });
        expect(found?.endpoints.map(({ id }) => id).sort()).toEqual(['health', 'info']);
      }, 120_000);
    },
    150_000,
  );

  it('a stopped application is gone', async () => {
    const { demo } = registries;
    await demo.process(apps[0]).stop();
    await eventually(async () => {
      const ports = (await listed()).map(({ registration }) => new URL(registration.serviceUrl).port);
      expect(ports).not.toContain(`${demo.port(apps[0])}`);
    }, 120_000);
  }, 150_000);
});
