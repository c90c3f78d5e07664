import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { FakeRegistry } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';
import type { GivenEurekaConfig } from '../../src/eureka-js-client/config.js';
import { Eureka, type EurekaParts } from '../../src/eureka-js-client/eureka.js';

const instance = {
  app: 'jqservice',
  hostName: 'localhost',
  ipAddr: '127.0.0.1',
  port: 8080,
  vipAddress: 'jq.test.something.com',
  dataCenterInfo: { name: 'MyOwn' },
};

describe('the class of eureka-js-client on our client', () => {
  let registry: FakeRegistry;
  let log: RecordingLogger;
  let client: Eureka;
  let heard: string[];

  const aClient = (given: GivenEurekaConfig = {}, parts: Partial<EurekaParts> = {}) => {
    const { eureka, ...rest } = given;
    client = new Eureka(
      {
        cwd: __dirname,
        logger: { ...log, info: log.log },
        instance,
        eureka: { serviceUrls: { default: [`${registry.url}apps/`] }, requestRetryDelay: 1, ...eureka },
        ...rest,
      },
      { env: {}, ...parts },
    );
    heard = [];
    for (const event of ['started', 'registered', 'heartbeat', 'registryUpdated', 'deregistered'])
      client.on(event, () => heard.push(event));
    return client;
  };
  const started = () => new Promise<unknown>((resolve) => client.start(resolve));
  const stopped = () => new Promise<unknown>((resolve) => client.stop(resolve));
  const hosts = () => client.getInstancesByAppId('jqservice').map((each) => each['instanceId']);

  beforeEach(async () => {
    log = new RecordingLogger();
    registry = await FakeRegistry.start();
  });
  afterEach(async () => {
    await stopped();
    await registry.kill();
  });

  it('registers, fetches, calls back and emits its events', async () => {
    aClient();
    expect(await started()).toBeNull();
    expect(heard).toEqual(expect.arrayContaining(['registered', 'registryUpdated', 'started']));
    expect(registry.instances.get('localhost')).toMatchObject({
      app: 'JQSERVICE',
      port: { number: 8080, enabled: true },
    });
    expect(await stopped()).toBeNull();
    expect(heard.at(-1)).toBe('deregistered');
    expect(registry.instances.size).toBe(0);
  });

  it('renews at its interval in ms', async () => {
    aClient({ eureka: { heartbeatInterval: 5 } });
    await started();
    await once(client, 'heartbeat');
  });

  it('waits until it finds itself, if configured', async () => {
    aClient({ eureka: { waitForRegistry: true } });
    await started();
    expect(client.getInstancesByAppId('JQSERVICE')).toHaveLength(1);
    expect(client.getInstancesByVipAddress('jq.test.something.com')[0]).toMatchObject({
      hostName: 'localhost',
      port: { $: 8080, '@enabled': 'true' },
      status: 'UP',
    });
  });

  it.each([
    [true, ['payment8001']],
    [false, ['payment8001', 'payment8002']],
  ])('hides instances that are not UP, with filterUpInstances %s', async (filterUpInstances, expected) => {
    registry.put(anInstance({ app: 'shop', port: 8001 }));
    registry.put(anInstance({ app: 'shop', port: 8002, status: 'DOWN' }));
    aClient({ eureka: { registerWithEureka: false, filterUpInstances } });
    await started();
    expect(client.getInstancesByAppId('shop').map((each) => each['instanceId'])).toEqual(expected);
  });

  it('reports a missing or unknown name with the original messages', async () => {
    aClient({ eureka: { registerWithEureka: false } });
    expect(() => client.getInstancesByAppId('')).toThrow(RangeError);
    expect(() => client.getInstancesByVipAddress('')).toThrow('Unable to query instances with no vipAddress');
    expect(client.getInstancesByAppId('none')).toEqual([]);
    expect(log.lines.at(-1)).toBe('warn Unable to retrieve instances for appId: none');
  });

  it.each([
    [{ auth: { user: 'u', pass: 'p' } }, `Basic ${Buffer.from('u:p').toString('base64')}`],
    [{ auth: { username: 'u', password: 'p' } }, `Basic ${Buffer.from('u:p').toString('base64')}`],
    [{ auth: { bearer: 'abc' } }, 'Bearer abc'],
    [{ headers: { authorization: 'Own way' } }, 'Own way'],
  ])('sends what a middleware adds: %j', async (added, expected) => {
    aClient({ requestMiddleware: (request, done) => done({ ...request, ...added }) });
    await started();
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([expected, expected]);
  });

  it('fails a request whose middleware returns no object', async () => {
    aClient({ requestMiddleware: (_request, done) => done('nothing' as never), eureka: { maxRetries: 0 } });
    expect(await started()).toBeInstanceOf(Error);
    expect(log.lines.join()).toContain('requestMiddleware did not return an object');
  });

  it('fetches the EC2 metadata of its instance', async () => {
    const metadata = { 'instance-id': 'i-1', 'public-hostname': 'pub', 'public-ipv4': '3.3.3.3' };
    aClient(
      { instance: { ...instance, dataCenterInfo: { name: 'Amazon' } } },
      { awsMetadata: async () => metadata },
    );
    await started();
    expect(registry.instances.get('i-1')).toMatchObject({ hostName: 'pub', ipAddr: '3.3.3.3' });
    expect(client.instanceId).toBe('i-1');
  });

  it('calls back with an error when no registry accepts its cancellation', async () => {
    aClient();
    await started();
    await registry.kill();
    expect(await stopped()).toMatchObject({ message: expect.stringContaining('deregistration FAILED') });
  });

  describe('without its known bugs:', () => {
    const three = [8001, 8002, 8003].map((port) => anInstance({ app: 'jqservice', port }));
    const [first] = three as [InstanceInfo];

    it('a delta removes the deleted instance, and no other', async () => {
      three.forEach((each) => registry.put(each));
      aClient({ shouldUseDelta: true, eureka: { registerWithEureka: false } });
      await started();
      registry.changes.clear();
      registry.drop('payment8002');
      await new Promise<unknown>((resolve) => client.fetchRegistry(resolve));
      expect(hosts()).toEqual(['payment8001', 'payment8003']);
      registry.put({ ...first, status: 'DOWN' });
      await new Promise<unknown>((resolve) => client.fetchRegistry(resolve));
      expect(hosts()).toEqual(['payment8003']);
      expect(registry.matching(/apps\/$/)).toHaveLength(1);
    });

    it('a delta that does not match its hash code leads to a full fetch', async () => {
      three.forEach((each) => registry.put(each));
      aClient({ shouldUseDelta: true, eureka: { registerWithEureka: false } });
      await started();
      registry.instances.delete('payment8002'); // without a record of it
      registry.changes.clear();
      await new Promise<unknown>((resolve) => client.fetchRegistry(resolve));
      expect(hosts()).toEqual(['payment8001', 'payment8003']);
      expect(registry.matching(/apps\/$/)).toHaveLength(2);
    });

    it('a registry that hangs does not hang the start: the callback gets an error', async () => {
      registry.script = () => new Promise(() => undefined);
      aClient({ eureka: { maxRetries: 1 } });
      expect(await started()).toMatchObject({ message: expect.stringContaining('no registry responded') });
    });

    it('a name that does not resolve crashes nothing: the callback gets an error, and the client retries', async () => {
      const resolveTxt: EurekaParts['resolveTxt'] = () => Promise.reject(new Error('queryTxt ENOTFOUND'));
      const dns = { useDns: true, ec2Region: 'eu-west-1', host: 'nowhere.invalid', port: 1, maxRetries: 0 };
      aClient({ eureka: dns }, { resolveTxt });
      expect(await started()).toBeInstanceOf(Error);
      expect(log.lines).toContainEqual(expect.stringContaining('service URLs not found in DNS'));
    });

    it('it registers at a registry that comes up later, even after the callback got an error', async () => {
      await registry.kill();
      aClient({ eureka: { maxRetries: 0 } });
      expect(await started()).toBeInstanceOf(Error);
      const registered = once(client, 'registered');
      await registry.listen();
      await registered;
    });

    it('it sends nothing that Java rejects: a bare port, a data center without its class', async () => {
      aClient();
      await started();
      const [{ body } = { body: '{}' }] = registry.matching(/^POST/);
      expect(JSON.parse(body).instance).toMatchObject({
        port: { $: 8080, '@enabled': 'true' },
        dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
      });
    });
  });
});
