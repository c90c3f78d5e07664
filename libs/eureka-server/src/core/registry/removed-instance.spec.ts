import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { sizeOfInstance } from '../sizes.js';
import { identityOf } from './removed-instance.js';

const long = 'x'.repeat(100_000);
const gone = (given: Partial<InstanceInfo>) => anInstance({ ...given, actionType: 'DELETED' });

describe('what remains of an instance that left', () => {
  it('has its names, status, ports and times', () => {
    const { metadata, vipAddress, instanceId, hostName, status, port, lastDirtyTimestamp } = gone({});
    expect(identityOf(gone({}))).toMatchObject({ instanceId, hostName, status, port, lastDirtyTimestamp });
    expect([metadata, vipAddress]).not.toEqual([{}, undefined]);
    expect(identityOf(gone({}))).toMatchObject({ metadata: {}, actionType: 'DELETED' });
    expect(identityOf(gone({})).vipAddress).toBeUndefined();
  });

  it.each<[what: string, given: Partial<InstanceInfo>]>([
    ['an id', { instanceId: 'web-1' }],
    ['no id, but a host name', { instanceId: undefined, hostName: `h${long}` }],
    [
      'no id, but one of Amazon',
      {
        instanceId: undefined,
        dataCenterInfo: {
          name: 'Amazon',
          metadata: { 'instance-id': `i-${long}`, 'availability-zone': 'us-east-1c', other: long },
        },
      },
    ],
  ])('has the identity of an instance with %s', (_what, given) => {
    const instance = gone(given);
    const remains = identityOf(instance);
    expect(idOf(remains)).toBe(idOf(instance));
    const zoneOf = ({ dataCenterInfo }: InstanceInfo) =>
      dataCenterInfo?.name === 'Amazon' ? dataCenterInfo.metadata['availability-zone'] : undefined;
    expect([remains.dataCenterInfo?.name, zoneOf(remains)]).toEqual([
      instance.dataCenterInfo?.name,
      zoneOf(instance),
    ]);
  });

  it('is small, whatever field was large', () => {
    const texts = ['hostName', 'ipAddr', 'vipAddress', 'homePageUrl', 'asgName', 'appGroupName', 'sid'];
    const instance = gone({
      instanceId: 'web-1',
      ...Object.fromEntries(texts.map((name) => [name, long])),
      metadata: { [long]: long },
      dataCenterInfo: {
        name: 'Amazon',
        metadata: { 'instance-id': long, 'availability-zone': long, a: long },
      },
    });
    expect(sizeOfInstance(instance)).toBeGreaterThan(1_000_000);
    expect(sizeOfInstance(identityOf(instance))).toBeLessThan(100);
  });
});
