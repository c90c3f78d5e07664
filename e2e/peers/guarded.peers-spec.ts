import { freePorts } from '../harness/free-ports.js';
import { get, post } from '../harness/http.js';
import { complaints, unexcused } from './harness/complaints.js';
import { aShop } from './harness/discovered-instances.js';
import { startJavaPeer, type JavaPeer } from './harness/java-peer.js';
import type { Properties } from './harness/java-settings.js';
import { listedAtAll, type Read } from './harness/listing.js';
import { rotatesOver } from './harness/reached.js';
import { OurRegistries } from './harness/registries.js';
import { TlsRegistry } from './harness/tls-registry.js';

/** Starts a provider and a consumer of the current train, each with its credentials. */
async function aProviderAndAConsumer(
  provider: { registries: readonly string[]; properties?: Properties; jvm?: readonly string[] },
  consumer = provider,
): Promise<[JavaPeer, JavaPeer]> {
  const [first = 0, second = 0] = await freePorts(2);
  return Promise.all([
    startJavaPeer('spring-cloud', 'provider', { ...provider, port: first }),
    startJavaPeer('spring-cloud', 'consumer', { ...consumer, port: second }),
  ]);
}

describe('a registry with a password', () => {
  let registries: OurRegistries;
  const base = () => String(registries.bases[0]);

  beforeAll(async () => {
    registries = await OurRegistries.prepare(1, {
      registries: { SPRING_SECURITY_USER_NAME: 'eureka', SPRING_SECURITY_USER_PASSWORD: 's3cret' },
    });
    await registries.start();
  });
  afterAll(() => registries.close());

  it('refuses a missing or a wrong password', async () => {
    expect((await get(`${base()}/eureka/apps`)).status).toBe(401);
    const wrong = `Basic ${Buffer.from('eureka:wrong').toString('base64')}`;
    expect((await get(`${base()}/eureka/apps`, { authorization: wrong })).status).toBe(401);
  });

  it('serves Java clients that have it in their defaultZone', async () => {
    const zone = `${base().replace('http://', 'http://eureka:s3cret@')}/eureka/`;
    const [provider, consumer] = await aProviderAndAConsumer({ registries: [zone] });
    const login = { authorization: `Basic ${Buffer.from('eureka:s3cret').toString('base64')}` };
    const read: Read = (url) => get(url, login);
    await listedAtAll([base()], [provider.instanceId, consumer.instanceId], read);
    await rotatesOver([provider.port], consumer.url(''));
    await Promise.all([provider.stop(), consumer.stop()]);
    await listedAtAll([base()], [], read);
    for (const { lines } of [provider, consumer]) expect(unexcused(lines, [])).toEqual([]);
  });
});

describe('a registry that speaks TLS', () => {
  async function itServes(
    registry: TlsRegistry,
    trusting: { properties?: Properties; jvm?: readonly string[] },
  ) {
    const [port = 0] = await freePorts(1);
    const { base, read } = registry;
    const provider = await startJavaPeer('spring-cloud', 'provider', {
      ...trusting,
      port,
      registries: [`${base}/eureka/`],
    });
    await listedAtAll([base], [provider.instanceId], read);
    await provider.stop();
    await listedAtAll([base], [], read);
    expect(unexcused(provider.lines, [])).toEqual([]);
  }

  it('serves a Java client whose JVM trusts its certificate', async () => {
    const registry = await TlsRegistry.started('none');
    await itServes(registry, {
      jvm: [
        `-Djavax.net.ssl.trustStore=${registry.trustStore}`,
        `-Djavax.net.ssl.trustStorePassword=${registry.password}`,
      ],
    });
  });

  it('that requires certificates refuses a client without one, and serves a Java client with `eureka.client.tls`', async () => {
    const registry = await TlsRegistry.started('need');
    const { base, trustStore, keyStore, password } = registry;
    await expect(registry.readWithoutCertificate(`${base}/eureka/apps`)).rejects.toThrow(
      /alert|hang up|reset/,
    );
    await itServes(registry, {
      properties: {
        'eureka.client.tls.enabled': true,
        'eureka.client.tls.trust-store': `file:${trustStore}`,
        'eureka.client.tls.trust-store-password': password,
        'eureka.client.tls.key-store': `file:${keyStore}`,
        'eureka.client.tls.key-store-password': password,
        'eureka.client.tls.key-password': password,
      },
    });
  });
});

describe('a read-only mirror beside a registry', () => {
  let registries: OurRegistries;
  const writable = () => String(registries.bases[0]);
  const mirror = () => String(registries.bases[1]);

  beforeAll(async () => {
    registries = await OurRegistries.prepare(2, { 'eureka-7002': { EUREKA_SERVER_READ_ONLY: 'true' } });
    await registries.start();
  });
  afterAll(() => registries.close());

  it('refuses a registration, and stays empty', async () => {
    expect((await post(`${mirror()}/eureka/apps/${aShop.app}`, aShop.body)).status).toBe(403);
    await listedAtAll(registries.bases, []);
  });

  it('makes a Java provider use the other registry, and serves a Java consumer that knows the mirror alone', async () => {
    const [provider, consumer] = await aProviderAndAConsumer(
      { registries: [`${mirror()}/eureka/`, `${writable()}/eureka/`] },
      { registries: [`${mirror()}/eureka/`], properties: { 'eureka.client.register-with-eureka': false } },
    );
    await listedAtAll(registries.bases, [provider.instanceId]);
    await rotatesOver([provider.port], consumer.url(''));
    expect(unexcused(consumer.lines, [])).toEqual([]);
    // The client shuffles the two, so it may have been refused; it must not complain about anything
    // else.
    const texts = complaints(provider.lines).map(({ text }) => text);
    for (const text of texts) expect(text).toMatch(/403/);
    await provider.stop();
    await listedAtAll(registries.bases, []);
  });
});
