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

/** Peers as they come, the heartbeats on record. */
const started = (place: Place, peers: readonly string[], env: Env = {}) =>
  new Member(place, {
    EUREKA_SERVER_MY_URL: wireOf(place),
    EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: peers.join(','),
    LOG_LEVEL: 'debug',
    ...env,
  });

const withName = ({ port }: Place) => `http://localhost:${port}/eureka/`;

async function heartbeatsOf(ids: readonly string[], base: string): Promise<void> {
  for (const name of operated(ids)) {
    expect((await call('PUT', `${base}/eureka/apps/${name}?status=UP`)).status).toBe(200);
  }
}

/** How many heartbeats it had, from clients or from peers. */
const heard = (member: Member, from: 'client' | 'peer') =>
  member.linesWith(new RegExp(` heartbeat of .*\\(from ${from}\\)`)).length;

/** Some time for what must not happen to happen: batches leave twice a second. */
const aWhile = () => pause(3_000);

describe('a peer that is not what it should be', () => {
  let one: Place;
  let other: Place;

  const bothReady = (peersOfOne: readonly string[]) =>
    Promise.all([started(one, peersOfOne).ready(), started(other, [wireOf(one)]).ready()]);

  beforeEach(async () => {
    const [first = 0, second = 0] = await freePorts(2);
    [one, other] = [loopbackPlace(first), loopbackPlace(second)];
  });

  it('listens and never answers: the registry is ready all the same, with all that another peer has', async () => {
    const callers = new Set<Socket>();
    const silent = createServer((caller) => callers.add(caller.on('error', () => caller.destroy())));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const address = silent.address();
    const silentPeer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/eureka/`;
    try {
      // Its own URL as its only peer: that is how a lone Eureka server is configured.
      const full = await started(other, [wireOf(other)]).ready();
      await new Operator(full.base).register(twenty);
      const begun = performance.now();
      const member = await started(one, [silentPeer, wireOf(other)]).ready(20_000);
      figure('ready beside a peer that never answers', performance.now() - begun, 'ms');
      await agreed([member.base, full.base], operated(twenty), 0);
      // Time enough to give it up more than once.
      await pause(15_000);
      expect(member.linesWith(silentPeer.replace(/\/$/, ''))).toHaveLength(1);
      await agreed([member.base], operated(twenty), 0);
    } finally {
      callers.forEach((each) => each.destroy());
      silent.close();
    }
  });

  it('is the same one under two addresses: it is told of everything once', async () => {
    const [first, second] = await bothReady([wireOf(other), withName(other)]);
    await new Operator(first.base).register(twenty);
    await agreed([first.base, second.base], operated(twenty));
    await heartbeatsOf(twenty, first.base);
    await eventually(() => expect(heard(second, 'peer')).toBeGreaterThanOrEqual(twenty.length));
    await aWhile();
    expect(heard(second, 'peer')).toBe(twenty.length);
    // Both start at once: the other may not be there yet. Whose second address it is shows once it answered.
    const said = first.linesWith(withName(other)).filter((line) => !line.includes('is not up yet'));
    expect(said).toEqual([
      expect.stringContaining('is up'),
      expect.stringContaining('is an alias of another peer'),
    ]);
  });

  it('is the registry itself by another address: it does not talk to itself', async () => {
    const [first, second] = await bothReady([withName(one), wireOf(other)]);
    await new Operator(first.base).register(twenty);
    await agreed([first.base, second.base], operated(twenty));
    await heartbeatsOf(twenty, first.base);
    await eventually(() => expect(heard(second, 'peer')).toBe(twenty.length));
    await aWhile();
    expect(heard(first, 'client')).toBe(twenty.length);
    expect(heard(first, 'peer')).toBe(0);
    expect(first.linesWith(withName(one))).toHaveLength(1);
  });
});

it('a peer whose name does not resolve costs one line in the log', async () => {
  // A network without a name server: it must not depend on whom this machine asks.
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
