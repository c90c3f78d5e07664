import { PeerList } from './peer-list.js';
import type { PeerAddress } from './peers.js';

describe('the list of the peers', () => {
  const logged: string[] = [];
  const updates: (readonly PeerAddress[])[] = [];
  let answers: (readonly string[] | Error)[];
  let asked: string[];
  let now: (() => Promise<void>) | undefined;
  const lists: PeerList[] = [];

  beforeEach(() => {
    logged.length = 0;
    updates.length = 0;
    asked = [];
    jest.useFakeTimers();
  });
  afterEach(() => {
    lists.splice(0).forEach((list) => list.stop());
    jest.useRealTimers();
  });

  function listOf(byName: string | undefined, ...given: (readonly string[] | Error)[]): PeerList {
    answers = given;
    const list = new PeerList({
      configured: ['http://fixed:1/eureka/'],
      dnsUrl: byName,
      intervalMs: 10_000,
      update: (addresses) => updates.push(addresses),
      resolve: async (name) => {
        asked.push(name);
        const answer = answers.shift() ?? [];
        if (answer instanceof Error) throw answer;
        return answer;
      },
      logger: {
        log: (line: string) => logged.push(line),
        warn: (line: string) => logged.push(`warn ${line}`),
      },
    });
    lists.push(list);
    now = () => jest.advanceTimersByTimeAsync(10_000).then(() => undefined);
    return list;
  }
  const urls = () => updates.at(-1)?.map(({ url }) => url);
  const notFound = Object.assign(new Error('queryA'), { code: 'ENOTFOUND' });

  it('is what is configured, without a DNS name', async () => {
    const list = listOf(undefined);
    expect(list.isComplete).toBe(true);
    await list.start();
    await now?.();
    expect([updates, asked]).toEqual([[[{ url: 'http://fixed:1/eureka/' }]], []]);
  });

  it('has every address of the DNS name, with the name as server name for TLS', async () => {
    const list = listOf('https://us:pw@peers.example:8761/eureka/', [
      '10.0.0.2',
      '10.0.0.1',
      'fd00::1',
      '10.0.0.1',
    ]);
    expect(list.isComplete).toBe(false);
    await list.start();
    expect([list.isComplete, asked]).toEqual([true, ['peers.example']]);
    const servername = 'peers.example';
    expect(updates.at(-1)).toEqual([
      { url: 'http://fixed:1/eureka/' },
      { url: 'https://us:pw@10.0.0.1:8761/eureka/', servername },
      { url: 'https://us:pw@10.0.0.2:8761/eureka/', servername },
      { url: 'https://us:pw@[fd00::1]:8761/eureka/', servername },
    ]);
  });

  it('is refreshed at the interval: new addresses are added, others removed', async () => {
    await listOf('http://peers:1/eureka/', ['10.0.0.1'], ['10.0.0.1', '10.0.0.2'], ['10.0.0.2']).start();
    expect(urls()).toEqual(['http://fixed:1/eureka/', 'http://10.0.0.1:1/eureka/']);
    await now?.();
    expect(urls()).toEqual([
      'http://fixed:1/eureka/',
      'http://10.0.0.1:1/eureka/',
      'http://10.0.0.2:1/eureka/',
    ]);
    await now?.();
    expect(urls()).toEqual(['http://fixed:1/eureka/', 'http://10.0.0.2:1/eureka/']);
    expect(logged).toEqual([]);
  });

  it.each<[what: string, answer: readonly string[] | Error, says: string]>([
    ['has no addresses', [], 'it has no addresses'],
    ['does not resolve', notFound, 'ENOTFOUND'],
  ])(
    'stays as it is while the name %s; start and end of that are logged once',
    async (_what, answer, says) => {
      await listOf('http://peers:1/eureka/', ['10.0.0.1'], answer, answer, answer, ['10.0.0.2']).start();
      for (let times = 0; times < 3; times++) await now?.();
      expect(urls()).toEqual(['http://fixed:1/eureka/', 'http://10.0.0.1:1/eureka/']);
      const warning = `warn peers: cannot resolve peers (${says}): keeping the last known peers, retrying`;
      expect(logged).toEqual([warning]);
      await now?.();
      expect(urls()).toEqual(['http://fixed:1/eureka/', 'http://10.0.0.2:1/eureka/']);
      expect(logged).toEqual([warning, 'peers: peers resolves again']);
    },
  );

  it('is incomplete until the name resolves for the first time', async () => {
    const list = listOf('http://peers:1/eureka/', notFound, ['10.0.0.1']);
    await list.start();
    expect(list.isComplete).toBe(false);
    expect(logged).toEqual([
      'warn peers: cannot resolve peers (ENOTFOUND): no peers by that name yet, retrying',
    ]);
    await now?.();
    expect(list.isComplete).toBe(true);
  });

  it.each<[what: string, answer: readonly string[] | Error]>([
    ['finds addresses', ['10.0.0.1']],
    ['finds none', []],
    ['fails', notFound],
  ])('is not changed by a lookup that %s after a stop', async (_what, answer) => {
    const list = listOf('http://peers:1/eureka/', answer);
    const started = list.start();
    list.stop();
    await started;
    await now?.();
    expect([urls(), logged, asked.length]).toEqual([['http://fixed:1/eureka/'], [], 1]);
  });

  it('looks nothing up if it is started after a stop', async () => {
    const list = listOf('http://peers:1/eureka/', ['10.0.0.1']);
    list.stop();
    await list.start();
    expect(asked).toEqual([]);
  });

  it('is not refreshed after a stop', async () => {
    const list = listOf('http://peers:1/eureka/', ['10.0.0.1']);
    await list.start();
    list.stop();
    await now?.();
    expect(asked).toHaveLength(1);
  });
});
