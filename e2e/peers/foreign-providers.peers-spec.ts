import { type Candidate, fixedList, LoadBalancer } from '@eureka-nest/load-balancer';
import { killAll } from '../harness/program.js';
import { callsDuring, itArrivedOnce } from './harness/foreign-outage.js';
import {
  closesOnErrors,
  type ForeignKind,
  type ForeignProvider,
  startForeignProvider,
} from './harness/foreign-provider.js';
import { type Wire, wireKinds } from './harness/foreign-wires.js';

const kinds: readonly ForeignKind[] = ['tomcat', 'micronaut'];

describe.each(kinds)('a provider on %s', (kind) => {
  /** Closes the connection with each 5xx; the last test stops it. */
  let first: ForeignProvider;
  /** Has the defaults of its server. */
  let second: ForeignProvider;
  let third: ForeignProvider;

  beforeAll(async () => {
    [first, second, third] = await Promise.all([
      startForeignProvider(kind, 'first', closesOnErrors),
      startForeignProvider(kind, 'second'),
      startForeignProvider(kind, 'third'),
    ]);
  });
  afterAll(killAll);

  describe.each(wireKinds)('called by $name', ({ name, asksToKeep, make }) => {
    let balancer: LoadBalancer;
    let wire: Wire;

    /** A wire whose first try goes to the first of these. */
    const callThrough = (...providers: readonly ForeignProvider[]) => {
      const source = fixedList({ payment: providers.map(({ candidate }) => candidate) });
      const strategy = () => (all: readonly Candidate[]) => all[0];
      balancer = new LoadBalancer({ source, strategy });
      wire = make(balancer);
    };

    afterEach(() => {
      expect(balancer.ejected('payment')).toEqual([]);
      wire.close();
    });

    const alone = [
      ['closes its connection with a 5xx', () => first],
      ['has the defaults of its server', () => second],
    ] as const;

    describe.each(alone)('alone, if it %s', (_, provider) => {
      it.each([503, 500])('hands over a %d whole, again and again', async (status) => {
        callThrough(provider());
        for (let turn = 0; turn < 3; turn++) {
          expect(await wire.call('GET', `/answers/${status}`)).toEqual({
            status,
            text: `${provider().id} 繁忙 ${status}`,
            retryAfter: '7',
          });
          expect(await wire.call('HEAD', `/answers/${status}`)).toEqual({
            status,
            text: '',
            retryAfter: '7',
          });
          const order = `${name} to ${provider().id}, ${status} ${turn}`;
          expect(await wire.call('POST', `/orders/${status}`, order)).toMatchObject({
            status,
            retryAfter: '7',
          });
          await itArrivedOnce([order], [provider()]);
          expect(await wire.call('GET', '/name')).toMatchObject({ status: 200, text: provider().id });
        }
      });

      it('hands over the error page of its framework', async () => {
        callThrough(provider());
        const { status, text } = await wire.call('GET', '/throws');
        expect(status).toBe(500);
        expect(text).toContain('Internal Server Error');
      });
    });

    it('hands over a response in chunks whole, and its head', async () => {
      callThrough(second);
      const lines = Array.from({ length: 5000 }, (_, line) => `line ${line}\n`);
      expect(await wire.call('GET', '/chunks/5000')).toMatchObject({ status: 200, text: lines.join('') });
      expect(await wire.call('HEAD', '/chunks/5000')).toMatchObject({ status: 200, text: '' });
      expect(await wire.call('GET', '/name')).toMatchObject({ status: 200, text: 'second' });
    });

    it('hands over a response that closes the connection, and a slow one', async () => {
      callThrough(second, first);
      for (const path of ['/closing', '/closing', '/slow/200', '/closing'])
        expect(await wire.call('GET', path)).toMatchObject({ status: 200, text: 'second' });
    });

    it('yields with its 503 to one that answers better, if it closes a connection that was to be kept', async () => {
      callThrough(first, second);
      for (const method of ['GET', 'HEAD'] as const) {
        const { status, retryAfter } = await wire.call(method, '/answers/503?by=first');
        expect([status, retryAfter]).toEqual(asksToKeep ? [200, undefined] : [503, '7']);
      }
    });

    it('hands over its 503 if no other answers better', async () => {
      callThrough(first, second);
      expect(await wire.call('GET', '/answers/503')).toMatchObject({ status: 503, retryAfter: '7' });
    });

    it('hands over a 500, and the 503 of a POST, without a call of another', async () => {
      callThrough(first, second);
      expect(await wire.call('GET', '/answers/500?by=first')).toEqual({
        status: 500,
        text: 'first 繁忙 500',
        retryAfter: '7',
      });
      const id = `${name}, once`;
      expect(await wire.call('POST', '/orders/503?by=first', id)).toMatchObject({
        status: 503,
        text: 'first 繁忙 503',
      });
      await itArrivedOnce([id], [first]);
      expect(second.orders).not.toContain(id);
    });
  });

  it.each([
    ['SIGKILL', () => third],
    ['SIGTERM', () => first],
  ] as const)('ends by %s: no GET fails, no POST arrives twice', async (signal, victim) => {
    const providers = [second, victim()];
    const { failedGets, codes, answered } = await callsDuring(signal, victim(), providers, wireKinds);
    expect(failedGets).toEqual([]);
    expect([...codes].filter((code) => code !== 'LB_MAYBE_SENT')).toEqual([]);
    await itArrivedOnce(answered, providers);
  });
});
