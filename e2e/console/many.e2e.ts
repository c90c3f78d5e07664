import type { ConsoleEvents } from '@eureka-nest/protocol/console';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Demo } from '../harness/demo.js';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figure.js';
import { get } from '../harness/http.js';
import { register } from './harness/console-page.js';
import { EventStream } from './harness/event-stream.js';

jest.setTimeout(120_000);

const consoles = 50;
const instances = 1_000;
const changes = 20;

/** Cost of many open consoles, in what is sent and kept; its processor time is in the bench. */
describe('fifty consoles on one registry', () => {
  let demo: Demo;
  const streams: EventStream[] = [];
  const registry = () => demo.url('eureka-7001', '');

  beforeAll(async () => {
    demo = await Demo.prepare();
    await demo.start('eureka-7001');
    for (let number = 0; number < instances; number++)
      await register(registry(), anInstance({ app: `APP-${number % 50}`, instanceId: `i-${number}` }));
  });
  afterAll(async () => {
    streams.forEach((stream) => stream.close());
    await demo?.close();
  });

  const openOne = async () => {
    const stream = await EventStream.open(`${registry()}/console/api/events`);
    streams.push(stream);
    return stream;
  };
  const memory = async (stream: EventStream) => {
    const before = stream.all('state').length;
    return (await stream.until<ConsoleEvents['state']>('state', before + 2)).at(-1)!.memoryBytes;
  };

  it('each get every instance and every change once, for a bounded memory', async () => {
    const first = await openOne();
    await first.until('activity', 1);
    const before = await memory(first);
    await Promise.all(Array.from({ length: consoles - 1 }, openOne));
    for (const stream of streams)
      await eventually(() => {
        const parts = stream.all<ConsoleEvents['instances']>('instances');
        expect(parts.flatMap((part) => part.instances)).toHaveLength(instances);
        expect(parts.at(-1)!.isLast).toBe(true);
        // The last event before the live ones.
        expect(stream.all('activity').length).toBeGreaterThan(0);
      }, 20_000);
    expect((await first.until<ConsoleEvents['state']>('state', 1)).at(-1)!.readers).toBeLessThanOrEqual(
      consoles,
    );

    const seenBefore = streams.map((stream) => stream.events.length);
    for (let number = 0; number < changes; number++)
      await register(registry(), anInstance({ app: 'NEW', instanceId: `new-${number}` }));
    for (const stream of streams)
      await eventually(() => {
        const put = stream.all<ConsoleEvents['changes']>('changes').flatMap((each) => each.put);
        expect(put.map(({ id }) => id).sort()).toEqual(
          Array.from({ length: changes }, (_, number) => `new-${number}`).sort(),
        );
      });
    // States and heartbeats come by the clock, whatever changes.
    const perChange = streams.map(({ events }, index) => {
      const news = events
        .slice(seenBefore[index])
        .filter(({ name }) => ['changes', 'activity'].includes(name));
      return JSON.stringify(news).length / changes;
    });
    figure('of a change, to each console', Math.max(...perChange), 'bytes');
    expect(Math.max(...perChange)).toBeLessThan(2_000);

    const grown = ((await memory(first)) - before) / 2 ** 20;
    figure('memory of 49 more consoles', Math.round(grown * 10) / 10, 'MiB');
    expect(grown).toBeLessThan(40);
  });

  it('leave nothing behind', async () => {
    const [first, ...others] = streams;
    others.forEach((stream) => stream.close());
    await eventually(() => expect(first!.all<ConsoleEvents['state']>('state').at(-1)!.readers).toBe(1));
    expect((await get(`${registry()}/eureka/apps/NEW`)).status).toBe(200);
  });
});
