import { decodeApplicationsDocument, encoderOf, idOf } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { ChangeLog } from '../core/delta/change-log.js';
import { Registry } from '../core/registry/registry.js';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { sizeOfInstance } from '../core/sizes.js';
import { ChangeEvents } from './change-events.js';

describe('the greeting of a reader that reconnects', () => {
  let registry: Registry;
  let events: ChangeEvents;
  beforeEach(() => {
    registry = new Registry(defaultRegistryOptions, manualClock(), () => 0);
    const log = new ChangeLog(1_000);
    registry.reads.whenChanged((held) => log.add(held));
    events = new ChangeEvents({ registry: registry.reads, log, node: 'here', keepAliveMs: 10_000 });
    change(1);
  });

  const change = (number: number) =>
    registry.register(anInstance({ app: 'SHOP', instanceId: `web-${number}` }), 'client');
  const greeted = (number: number, detail: 'full' | 'compact' = 'full') =>
    events.greeting(detail, { node: 'here', number }).toString();
  const idsIn = (text: string) => {
    const [, data = ''] = /event: delta\n.*data: (.+)\n/s.exec(text) ?? [];
    return decodeApplicationsDocument(JSON.parse(data), 0).applications.flatMap(({ instances }) =>
      instances.map(idOf),
    );
  };

  it('is encoded once for all readers with the same position', () => {
    const encode = jest.spyOn(encoderOf({ format: 'json', detail: 'full', version: 'v2' }), 'applications');
    change(2);
    expect(greeted(1)).toBe(greeted(1));
    expect(encode).toHaveBeenCalledTimes(1);
    encode.mockRestore();
  });

  it('has the changes since the reader’s position', () => {
    change(2);
    expect(idsIn(greeted(1))).toEqual(['web-2']);
    change(3);
    expect(idsIn(greeted(1))).toEqual(['web-2', 'web-3']);
    expect(idsIn(greeted(2))).toEqual(['web-3']);
  });

  it('has the detail that the reader asked for', () => {
    change(2);
    expect(greeted(1, 'compact')).not.toContain('metadata');
    expect(greeted(1, 'full')).toContain('metadata');
  });

  it('has the reader’s own position, or the registry’s if everything has to be fetched', () => {
    change(2);
    change(3);
    expect(greeted(2)).toContain('data: {"position":"here.2","keepAliveMs":10000}');
    expect(events.greeting('full', { node: 'there', number: 2 }).toString()).toBe(
      'event: hello\ndata: {"position":"here.3","apps__hashcode":"UP_3_","keepAliveMs":10000}\n\n' +
        'event: resync\ndata: {"position":"here.3","apps__hashcode":"UP_3_"}\n\n',
    );
  });

  it('is a resync if the changes are few but large', () => {
    const large = { value: 'x'.repeat(1_000_000) };
    for (const number of [2, 3, 4]) {
      registry.register(anInstance({ app: 'SHOP', instanceId: `web-${number}`, metadata: large }), 'client');
    }
    expect(greeted(1)).toContain('event: resync');
    expect(idsIn(greeted(2))).toEqual(['web-3', 'web-4']);
  });
});

it('a log and a delta retain little of many large instances that came and left', () => {
  const clock = manualClock();
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const log = new ChangeLog(10_000);
  registry.reads.whenChanged((entry) => log.add(entry));
  const metadata = { value: 'x'.repeat(300_000) };
  for (let index = 0; index < 300; index++) {
    registry.register(anInstance({ app: 'SHOP', instanceId: `web-${index}`, metadata }), 'client');
    registry.cancel('SHOP', `web-${index}`);
  }
  const left = () => log.since(0)?.map(({ info }) => info) ?? [];
  const size = () => left().reduce((sum, info) => sum + sizeOfInstance(info), 0);
  expect(left()).toHaveLength(300);
  expect(size()).toBeLessThan(8 * 1024 * 1024);
  expect(registry.reads.delta().applications[0]?.instances).toEqual(left());
  clock.advance(180_001);
  registry.sweepChanges();
  expect(left()).toHaveLength(300);
  expect(size()).toBeLessThan(30_000);
});
