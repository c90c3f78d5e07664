import type { ConsoleComparison, ConsolePeer } from '@eureka-nest/protocol/console';
import { encoderOf, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { freePort } from '@eureka-nest/runtime/testing';
import { systemClock } from '@eureka-nest/runtime/time';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ConsoleTarget } from './console-target.js';

const shop = (id: string, more: Partial<InstanceInfo> = {}) =>
  anInstance({ app: 'SHOP', instanceId: id, ...more });
const asked = (target: ConsoleTarget) => target.send('GET', '/console/api/peers/0/comparison');
const compared = async (target: ConsoleTarget) => JSON.parse((await asked(target)).text) as ConsoleComparison;

/** The state of the first peer, once it is what the test waits for. */
async function peerOf(target: ConsoleTarget, is: (peer: ConsolePeer) => boolean): Promise<ConsolePeer> {
  const open = target.console();
  for (let count = 0; count < 30; count++) {
    const [peer] = (await open.next('state')).peers;
    if (peer && is(peer)) return peer;
  }
  throw new Error('the peer never came to that state');
}

describe('the comparison of two registries of this project', () => {
  let here: ConsoleTarget;
  let there: ConsoleTarget;

  beforeEach(async () => {
    const [one, other] = [await freePort(), await freePort()];
    // Anti-entropy is off, so that differences stay.
    const open = (port: number, peer: number) =>
      new ConsoleTarget(
        { port, peers: [`http://127.0.0.1:${peer}/eureka/`], peerComparisonIntervalMs: 0 },
        { clock: systemClock },
      ).open(port);
    [here, there] = await Promise.all([open(one, other), open(other, one)]);
    here.server.start();
    there.server.start();
    await peerOf(here, ({ state }) => state === 'in-step');
  });
  afterEach(() => Promise.all([here.close(), there.close()]));

  const put = (target: ConsoleTarget, ...instances: readonly InstanceInfo[]) =>
    instances.forEach((each) => target.server.registry.register(each, 'client'));

  it('is empty for equal ones', async () => {
    put(here, shop('a'));
    put(there, shop('a'));
    const url = new URL(here.server.peers.all[0]?.url ?? '').href;
    expect(await compared(here)).toMatchObject({ peer: url, here: 1, there: 1, total: 0, differences: [] });
  });

  it('names each difference, and the newer side', async () => {
    const { lastDirtyTimestamp: stamp } = shop('a');
    put(here, shop('here'), shop('older'), shop('newer', { lastDirtyTimestamp: stamp + 1 }), shop('forced'));
    put(
      there,
      shop('there'),
      shop('older', { lastDirtyTimestamp: stamp + 1 }),
      shop('newer'),
      shop('forced'),
    );
    here.server.registry.setStatus('SHOP', 'forced', 'OUT_OF_SERVICE', { from: 'client' });
    const { differences, total } = await compared(here);
    const rows = differences.map(({ key, kind, newer }) => [key, kind, newer].join(' ')).sort();
    expect(rows).toEqual([
      'SHOP/forced override here',
      'SHOP/here missing-there here',
      'SHOP/newer content here',
      'SHOP/older content there',
      'SHOP/there missing-here there',
    ]);
    expect(total).toBe(5);
    expect(differences.find(({ key }) => key === 'SHOP/forced')).toMatchObject({
      here: { status: 'OUT_OF_SERVICE', override: 'OUT_OF_SERVICE', dirtyAt: stamp },
      there: { status: 'UP', dirtyAt: stamp },
    });
    expect(here.server.registry.reads.size).toBe(4);
  });

  it('knows that an instance left on purpose', async () => {
    put(here, shop('left'));
    put(there, shop('left'));
    there.server.registry.cancel('SHOP', 'left');
    expect((await compared(here)).differences).toMatchObject([
      { key: 'SHOP/left', kind: 'missing-there', newer: 'there' },
    ]);
  });

  it('is of configured peers alone, one at a time', async () => {
    for (const index of ['1', '-1', 'x', '0x0', '..%2f']) {
      const path = `/console/api/peers/${index}/comparison`;
      expect(await here.send('GET', path)).toMatchObject({ status: 404 });
    }
    const replies = await Promise.all([asked(here), asked(here)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 503]);
  });

  it('says why there is none, once the peer is gone', async () => {
    await there.close();
    const { reason } = await peerOf(here, ({ state }) => state === 'unreachable');
    expect(reason).toBeDefined();
    expect(await asked(here)).toMatchObject({
      status: 502,
      text: '{"ok":false,"message":"the peer does not respond","code":"peer-down"}',
    });
  });
});

describe('the comparison with a Java registry', () => {
  let java: Server;
  let here: ConsoleTarget;
  let listed: readonly InstanceInfo[];

  beforeEach(async () => {
    listed = [];
    java = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.method === 'POST') return void response.end('{"responseList":[]}');
      const applications = [{ name: 'SHOP', instances: listed }];
      const encoder = encoderOf({ format: 'json', detail: 'full', version: 'v2' });
      response.end(encoder.applications({ version: '1', hashCode: '', applications }));
    }).listen(0, '127.0.0.1');
    await once(java, 'listening');
    const { port } = java.address() as AddressInfo;
    here = await new ConsoleTarget(
      { peers: [`http://127.0.0.1:${port}/eureka/`] },
      { clock: systemClock },
    ).open();
    here.server.start();
    await peerOf(here, ({ lastContactAt }) => lastContactAt !== undefined);
  });
  afterEach(async () => {
    await here.close();
    java.closeAllConnections();
    java.close();
  });

  it('goes by its list, and by the versions alone', async () => {
    const { lastDirtyTimestamp: stamp } = shop('a');
    here.server.registry.register(shop('same'), 'client');
    here.server.registry.register(shop('here'), 'client');
    here.server.registry.register(shop('newer', { lastDirtyTimestamp: stamp + 1 }), 'client');
    listed = [shop('same'), shop('there'), { ...shop('newer'), status: 'DOWN' }];
    const { differences, there } = await compared(here);
    expect(differences.map(({ key, kind, newer }) => [key, kind, newer].join(' ')).sort()).toEqual([
      'SHOP/here missing-there unknown',
      'SHOP/newer status here',
      'SHOP/there missing-here unknown',
    ]);
    expect(there).toBe(3);
    expect((await here.console().next('state')).peers).toMatchObject([{ isOurs: false }]);
  });

  it('is given up when this registry stops, which does not wait for a peer that hangs', async () => {
    const isAsked = new Promise((resolve) => {
      java.removeAllListeners('request').on('request', ({ method }) => method === 'GET' && resolve(method));
    });
    const reply = asked(here);
    await isAsked;
    const before = performance.now();
    await here.server.stop();
    expect((await reply).text).toBe('{"ok":false,"message":"this registry is stopping","code":"stopping"}');
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
