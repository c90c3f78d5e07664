import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBalancedAxios } from '../src/adapters/axios/create-axios.js';
import { balancedFetch } from '../src/adapters/fetch/index.js';
import { type Candidate, fixedList } from '../src/core/instance-source.js';
import { LoadBalancer, payments, provider, service } from './builders/balancer-in-order.js';

describe('instances whose address makes no URL', () => {
  const call = { idempotent: true };
  const lines: string[] = [];
  const logger = {
    log: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };
  const listed = (...bad: object[]) => [payments[0]!, ...(bad as Candidate[])];
  const bad = (instanceId: string, host: unknown = 'a b', port: unknown = 8001) => ({
    instanceId,
    host,
    port,
  });
  const balancerOf = (list: readonly Candidate[], more: object = {}) =>
    new LoadBalancer({ source: fixedList({ [service]: list }), logger, ...more });

  beforeEach(() => lines.splice(0));

  it.each([
    ['a b', 8001],
    ['', 8001],
    [null, 8001],
    [undefined, 8001],
    ['[::1', 8001],
    ['user@127.0.0.1', 8001],
    ['127.0.0.1/x', 8001],
    ['127.0.0.1', -1],
    ['127.0.0.1', 99_999],
    ['127.0.0.1', 0],
    ['127.0.0.1', NaN],
  ])('get no call, retry or pick, and one line: %j, %j', async (host, port) => {
    const balancer = balancerOf(listed({ instanceId: 'odd', host, port }));
    const { tried, attempt } = provider({ 8001: () => new Error('connect ECONNREFUSED') });
    for (let round = 0; round < 3; round++) await balancer.run(service, call, attempt).catch(() => undefined);
    expect(new Set(tried)).toEqual(new Set([8001]));
    for (let round = 0; round < 3; round++) expect(balancer.choose(service)?.instanceId).toBe('payment8001');
    expect(lines.filter((line) => line.includes('odd'))).toEqual([
      `odd of ${service} left out: its address ${JSON.stringify(`${host}:${port}`)} makes no URL`,
    ]);
  });

  it('are counted where a service has no other', async () => {
    const balancer = balancerOf([bad('one'), bad('two'), bad('three', 'a', -1)] as Candidate[]);
    for (let round = 0; round < 3; round++)
      await expect(balancer.run(service, call, provider().attempt)).rejects.toMatchObject({
        code: 'LB_NO_INSTANCE',
        filteredOut: [{ why: 'its address makes no URL', count: 3 }],
      });
    expect(lines).toEqual([`one and 2 more of ${service} left out: its address "a b:8001" makes no URL`]);
  });

  it('are logged again when they are others, and called once their address is right', () => {
    let list = listed(bad('one'));
    const balancer = new LoadBalancer({ source: { instances: () => list, services: () => [] }, logger });
    const pick = () => [1, 2].map(() => balancer.choose(service)?.instanceId);
    pick();
    list = listed(bad('one'), bad('two'));
    pick();
    list = listed(bad('one', '127.0.0.1', 8002), bad('two'));
    expect(new Set(pick())).toEqual(new Set(['payment8001', 'one']));
    list = listed(bad('one'), bad('two'));
    pick();
    expect(lines.map((line) => line.split(' of ')[0])).toEqual(['one', 'two', 'one']);
  });

  it('are left out for axios and fetch alike, as URLs of a fixed list too', async () => {
    const server = http.createServer((_, response) => void response.end('fine'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const urls = [`http://127.0.0.1:${port}`, 'http://127.0.0.1:99999', 'http://a b:80'];
    const { axios, balancer, close } = createBalancedAxios({ source: fixedList({ [service]: urls }) });
    for (let round = 0; round < 3; round++) {
      expect((await axios.get(`http://${service}/`)).data).toBe('fine');
      expect(await (await balancedFetch(balancer)(`http://${service}/`)).text()).toBe('fine');
    }
    close();
    await new Promise((done) => void server.close(done));
  });
});
