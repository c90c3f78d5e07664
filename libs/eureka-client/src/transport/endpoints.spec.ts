import { manualClock } from '@eureka-nest/runtime/testing';
import { Endpoints, endpointName } from './endpoints.js';

describe('the servers behind service URLs', () => {
  const clock = manualClock();
  const names: Record<string, readonly string[]> = {};
  let asked: string[];
  const lookUp = async (name: string) => {
    asked.push(name);
    const found = names[name];
    if (!found) throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
    return found;
  };
  const endpointsOf = (...urls: string[]) =>
    new Endpoints(async () => urls, lookUp, { pollMs: 300_000, lookUpMs: 1000 }, clock);
  const namesOf = async (endpoints: Endpoints) => (await endpoints.all()).map(endpointName);

  beforeEach(() => {
    asked = [];
    names['many'] = ['10.0.0.2', '10.0.0.1', '::1', '10.0.0.2'];
    names['one'] = ['10.0.0.9', 'fe80::9'];
  });

  it('are one per address of a name with several, of one family, in the order of the URLs', async () => {
    expect(await namesOf(endpointsOf('http://many:7001/eureka/', 'http://one:7001/eureka/'))).toEqual([
      'http://many:7001/eureka/ (10.0.0.1)',
      'http://many:7001/eureka/ (10.0.0.2)',
      'http://one:7001/eureka/',
    ]);
  });

  it('are not resolved if there is nothing to resolve', async () => {
    const urls = ['http://localhost:1/eureka/', 'http://10.0.0.1:1/eureka/', 'http://[::1]:1/eureka/'];
    expect(await namesOf(endpointsOf(...urls))).toEqual(urls);
    expect(asked).toEqual([]);
  });

  it('show no login', async () => {
    expect(await namesOf(endpointsOf('http://user:secret@many:1/eureka/'))).toEqual([
      'http://many:1/eureka/ (10.0.0.1)',
      'http://many:1/eureka/ (10.0.0.2)',
    ]);
  });

  it('are the name itself if it does not resolve, and the process survives', async () => {
    expect(await namesOf(endpointsOf('http://nowhere:1/eureka/'))).toEqual(['http://nowhere:1/eureka/']);
  });

  it('are the name itself if its lookup hangs', async () => {
    const hanging = new Endpoints(
      async () => ['http://slow:1/eureka/'],
      () => new Promise(() => undefined),
      { pollMs: 1, lookUpMs: 5 },
      clock,
    );
    expect(await namesOf(hanging)).toEqual(['http://slow:1/eureka/']);
  });

  it('are resolved again after a while, or when none responded; once for all concurrent callers', async () => {
    const endpoints = endpointsOf('http://many:1/eureka/');
    await Promise.all([endpoints.all(), endpoints.all()]);
    clock.advance(299_999);
    await endpoints.all();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    names['many'] = ['10.0.0.3', '10.0.0.4'];
    expect((await endpoints.all()).map(({ address }) => address)).toEqual(['10.0.0.3', '10.0.0.4']);
    endpoints.expire();
    await endpoints.all();
    expect(asked).toHaveLength(3);
  });

  it('are resolved once more if they expire while they are being resolved', async () => {
    let release = (): void => undefined;
    const slow = async (name: string) => {
      asked.push(name);
      if (asked.length === 1) await new Promise<void>((resolve) => (release = resolve));
      return asked.length === 1 ? ['10.0.0.1', '10.0.0.2'] : ['10.0.0.3', '10.0.0.4'];
    };
    const limits = { pollMs: 300_000, lookUpMs: 1000 };
    const endpoints = new Endpoints(async () => ['http://many:1/eureka/'], slow, limits, clock);
    const before = endpoints.all();
    await Promise.resolve();
    endpoints.expire();
    const after = await endpoints.all();
    release();
    await before;
    expect(asked).toHaveLength(2);
    expect(after.map(({ address }) => address)).toEqual(['10.0.0.3', '10.0.0.4']);
    expect(await endpoints.all()).toBe(after);
  });

  it('are those of the last URLs while the source of the URLs hangs', async () => {
    let asks = 0;
    const urls = () =>
      asks++ === 0 ? Promise.resolve(['http://localhost:1/eureka/']) : new Promise<never>(() => undefined);
    const endpoints = new Endpoints(urls, lookUp, { pollMs: 0, lookUpMs: 5, urlsMs: 5 }, clock);
    for (let times = 0; times < 2; times++)
      expect(await namesOf(endpoints)).toEqual(['http://localhost:1/eureka/']);
  });
});
