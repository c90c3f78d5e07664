import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { validateRegistration, withDataCenterId } from './registration.js';

const amazon = (metadata: Record<string, string>): Partial<InstanceInfo> => ({
  dataCenterInfo: { name: 'Amazon', metadata },
});

describe('a registration', () => {
  it('of a whole instance is fine, whatever the case of the path', () => {
    expect(validateRegistration('SHOP', anInstance({ app: 'SHOP' }))).toBeUndefined();
    expect(validateRegistration('shop', anInstance({ app: 'SHOP' }))).toBeUndefined();
  });

  it.each<{ without: string; given: Partial<InstanceInfo>; says: string }>([
    { without: 'id and host name', given: { instanceId: '', hostName: '' }, says: 'Missing instanceId' },
    { without: 'a host name', given: { hostName: '' }, says: 'Missing hostname' },
    { without: 'an ip address', given: { ipAddr: '' }, says: 'Missing ip address' },
    { without: 'an application', given: { app: '' }, says: 'Missing appName' },
    {
      without: 'the application of its path',
      given: { app: 'BILLING' },
      says: 'Mismatched appName, expecting SHOP but was BILLING',
    },
    { without: 'a data center', given: { dataCenterInfo: undefined }, says: 'Missing dataCenterInfo' },
    {
      without: "a data center's name",
      given: { dataCenterInfo: { name: '' } },
      says: 'Missing dataCenterInfo Name',
    },
  ])('without $without is refused: $says', ({ given, says }) => {
    expect(validateRegistration('shop', anInstance({ app: 'SHOP', ...given }))).toBe(says);
  });

  it('is checked in this order: the first fault is reported', () => {
    let instance = anInstance({
      instanceId: undefined,
      hostName: '',
      ipAddr: '',
      app: '',
      dataCenterInfo: undefined,
    });
    const faults: (string | undefined)[] = [];
    const repairs: Partial<InstanceInfo>[] = [
      { instanceId: 'web-1' },
      { hostName: 'localhost' },
      { ipAddr: '127.0.0.1' },
      { app: 'BILLING' },
      { app: 'SHOP' },
      { dataCenterInfo: { name: '' } },
      { dataCenterInfo: { name: 'MyOwn' } },
    ];
    for (const repair of repairs) {
      faults.push(validateRegistration('SHOP', instance));
      instance = { ...instance, ...repair };
    }
    expect(faults).toEqual([
      'Missing instanceId',
      'Missing hostname',
      'Missing ip address',
      'Missing appName',
      'Mismatched appName, expecting SHOP but was BILLING',
      'Missing dataCenterInfo',
      'Missing dataCenterInfo Name',
    ]);
    expect(validateRegistration('SHOP', instance)).toBeUndefined();
  });

  it('needs no id if it has a host name', () => {
    expect(validateRegistration('SHOP', anInstance({ app: 'SHOP', instanceId: undefined }))).toBeUndefined();
  });

  it('takes a space for a name', () => {
    expect(validateRegistration('SHOP', anInstance({ app: 'SHOP', ipAddr: ' ' }))).toBeUndefined();
  });

  it('from Amazon may do without an id of the data center', () => {
    expect(validateRegistration('SHOP', anInstance({ app: 'SHOP', ...amazon({}) }))).toBeUndefined();
  });
});

describe('an Amazon data center', () => {
  it("without an id is given the instance's", () => {
    const filled = withDataCenterId(anInstance({ instanceId: 'web-1', ...amazon({ 'ami-id': 'ami-1' }) }));
    expect(filled.dataCenterInfo).toEqual({
      name: 'Amazon',
      metadata: { 'ami-id': 'ami-1', 'instance-id': 'web-1' },
    });
  });

  it('with an id is left alone, as is any other data center', () => {
    const whole = anInstance(amazon({ 'instance-id': 'i-1' }));
    expect(withDataCenterId(whole)).toBe(whole);
    const other = anInstance();
    expect(withDataCenterId(other)).toBe(other);
  });
});
