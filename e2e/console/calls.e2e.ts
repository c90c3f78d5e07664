import type { ConsoleConsumer } from '@eureka-nest/protocol/console';
import { consumer, providers } from '../harness/app-names.js';
import { Demo } from '../harness/demo.js';
import { eventually } from '../harness/eventually.js';
import { get } from '../harness/http.js';
import { balancedOver, respondingProviders } from '../harness/rotation.js';
import { EventStream } from './harness/event-stream.js';

jest.setTimeout(60_000);

describe('the calls that the consumer publishes', () => {
  let demo: Demo;
  let stream: EventStream;
  const key = (app: (typeof providers)[number]) => `CLOUD-PAYMENT-SERVICE/payment${demo.port(app)}`;
  const calls = () => stream.all<ConsoleConsumer>('calls').flatMap((each) => each.calls);

  beforeAll(async () => {
    // A killed provider stays listed, and so it is seen as ejected.
    demo = await Demo.running({ providers: { EUREKA_CLIENT_PRESENCE: 'false' } });
    await balancedOver(demo, providers);
    const { body } = await get(demo.url('eureka-7001', `/eureka/apps/CLOUD-ORDER-SERVICE`));
    const [{ metadata }] = (body as { application: { instance: { metadata: Record<string, string> }[] } })
      .application.instance as [{ metadata: Record<string, string> }];
    stream = await EventStream.open(demo.url(consumer, metadata['eureka-nest.calls']));
  });
  afterAll(async () => {
    stream?.close();
    await demo.close();
  });

  it('begin with the last ones, under the key of the consumer', async () => {
    const [event] = await stream.until<ConsoleConsumer>('calls', 1);
    expect(event?.key).toBe(`CLOUD-ORDER-SERVICE/order${demo.port(consumer)}`);
    const last = event!.calls.slice(-3);
    expect(last.map(({ target }) => target).sort()).toEqual(providers.map(key).sort());
    expect(last.every(({ outcome, status, ms }) => outcome === 'ok' && status === 200 && ms > 0)).toBe(true);
    expect(event!.copyAgeMs).toBeGreaterThanOrEqual(0);
  });

  it('show the rotation as it goes round, each call once', async () => {
    const before = calls().length;
    const responded = await respondingProviders(demo, 6);
    await eventually(() => expect(calls().length).toBe(before + 6));
    expect(
      calls()
        .slice(before)
        .map(({ target }) => target),
    ).toEqual(responded.map(key));
  });

  it('show a killed provider as refused, and ejected', async () => {
    const before = calls().length;
    const [, second] = providers;
    await demo.kill(second);
    await respondingProviders(demo, 3);
    await eventually(() => {
      expect(calls().slice(before)).toContainEqual(
        expect.objectContaining({ target: key(second), outcome: 'refused' }),
      );
      expect(stream.all<ConsoleConsumer>('calls').some(({ ejected }) => ejected.includes(key(second)))).toBe(
        true,
      );
    });
  });

  it('name no path and no query', () => {
    expect(JSON.stringify(stream.events)).not.toMatch(/payment\/get|\?/);
  });

  it('are not published unless they are wanted', async () => {
    await demo.restartWith(consumer, { ORDER_PUBLISH_CALLS: 'false' });
    await eventually(() => expect(stream.hasEnded).toBe(true));
    expect((await get(demo.url(consumer, '/consumer/calls'))).status).toBe(404);
  });
});
