import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figure.js';
import { freePorts } from '../harness/free-ports.js';
import { call } from '../harness/http.js';
import type { Env } from '../harness/program.js';
import { agreed } from './harness/agreement.js';
import { loopbackPlace } from './harness/cluster.js';
import { Member, wireOf, type Place } from './harness/member.js';
import { Network } from './harness/network.js';
import { idsOf, operated, Operator } from './harness/operator.js';

const twenty = idsOf('one', 20);

/** Starts a registry with these peers, and logs its heartbeats. */
const started = (place: Place, peers: readonly string[], env: Env = {}) =>
  new Member(place, {
    EUREKA_SERVER_MY_URL: wireOf(place),
    EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: peers.join(','),
    LOG_LEVEL: 'debug',
    ...env,
  });

const byHostName = ({ port }: Place) => `http://localhost:${port}/eureka/`;

async function heartbeatsOf(ids: readonly string[], base: string): Promise<void> {
  for (const name of operated(ids)) {
    expect((await call('PUT', `${base}/eureka/apps/${name}?status=UP`)).status).toBe(200);
  }
}

/** Number of heartbeats that a registry received from clients or peers. */
const heartbeatsAt = (member: Member, from: 'client' | 'peer') =>
  member.linesWith(new RegExp(` heartbeat of .*\\(from ${from}\\)`)).length;

/** Waits long enough for a wrong replica to arrive: batches are sent twice a second. */
const aWhile = () => pause(3_000);

describe('a peer that is misconfigured', () => {
  let one: Place;
  let other: Place;

  const bothReady = (peersOfOne: readonly string[]) =>
    Promise.all([started(one, peersOfOne).ready(), started(other, [wireOf(one)]).ready()]);

  beforeEach(async () => {
    const [first = 0, second = 0] = await freePorts(2);
    [one, other] = [loopbackPlace(first), loopbackPlace(second)];
  });

  it('that never responds does not keep the registry from copying another peer and being ready', async () => {
    const clients = new Set<Socket>();
    const silent = createServer((client) => clients.add(client.on('error', () => client.destroy())));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const address = silent.address();
    const silentPeer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/eureka/`;
    try {
      // A lone Eureka server is configured with its own URL as its only peer.
      const full = await started(other, [wireOf(other)]).ready();
      await new Operator(full.base).register(twenty);
      const begun = performance.now();
      const member = await started(one, [silentPeer, wireOf(other)]).ready(20_000);
      figure('ready beside a peer that never responds', performance.now() - begun, 'ms');
      await agreed([member.base, full.base], operated(twenty), 0);
      // The registry gives up more than once during this time.
      await pause(15_000);
      expect(member.linesWith(silentPeer.replace(/\/$/, ''))).toHaveLength(1);
      await agreed([member.base], operated(twenty), 0);
    } finally {
      clients.forEach((each) => each.destroy());
      silent.close();
    }
  });

  it('with two addresses receives each replica once', async () => {
    const [first, second] = await bothReady([wireOf(other), byHostName(other)]);
    await new Operator(first.base).register(twenty);
    await agreed([first.base, second.base], operated(twenty));
    await heartbeatsOf(twenty, first.base);
    await eventually(() => expect(heartbeatsAt(second, 'peer')).toBeGreaterThanOrEqual(twenty.length));
    await aWhile();
    expect(heartbeatsAt(second, 'peer')).toBe(twenty.length);
    // Both start at once, so the peer may not be up yet; the alias is detected once it responds.
    const logged = first.linesWith(byHostName(other)).filter((line) => !line.includes('is not up yet'));
    expect(logged).toEqual([
      expect.stringContaining('is up'),
      expect.stringContaining('is an alias of another peer'),
    ]);
  });

  it('that is the registry itself by another address receives nothing', async () => {
    const [first, second] = await bothReady([byHostName(one), wireOf(other)]);
    await new Operator(first.base).register(twenty);
    await agreed([first.base, second.base], operated(twenty));
    await heartbeatsOf(twenty, first.base);
    await eventually(() => expect(heartbeatsAt(second, 'peer')).toBe(twenty.length));
    await aWhile();
    expect(heartbeatsAt(first, 'client')).toBe(twenty.length);
    expect(heartbeatsAt(first, 'peer')).toBe(0);
    expect(first.linesWith(byHostName(one))).toHaveLength(1);
  });
});

it('a peer whose name does not resolve costs one line in the log', async () => {
  // The network has no name server, so that the result does not depend on this machine.
  const [place] = (await Network.of(1)).places;
  if (!place) throw new Error('the network has no host');
  const begun = performance.now();
  const member = await started(place, ['http://registry.invalid:8761/eureka/']).ready();
  figure('ready beside a peer that does not resolve', performance.now() - begun, 'ms');
  await new Operator(member.base).register(twenty);
  await pause(10_000);
  await agreed([member.base], operated(twenty), 0);
  expect(member.linesWith('registry.invalid')).toHaveLength(1);
});
