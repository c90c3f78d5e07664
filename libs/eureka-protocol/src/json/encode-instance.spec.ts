import { anInstance } from '../testing/index.js';
import { encodeInstance, encodeInstanceDocument } from './encode-instance.js';

const written = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));

/** All fields of the protocol: a strict reader stops at any other. */
const allFields = [
  'instanceId hostName app ipAddr sid status overriddenStatus port securePort countryId dataCenterInfo leaseInfo metadata',
  'appGroupName homePageUrl statusPageUrl healthCheckUrl secureHealthCheckUrl vipAddress secureVipAddress',
  'isCoordinatingDiscoveryServer lastUpdatedTimestamp lastDirtyTimestamp actionType asgName',
].flatMap((line) => line.split(' '));

const full = anInstance({
  sid: 's1',
  metadata: { zone: 'z1' },
  appGroupName: 'GROUP',
  secureHealthCheckUrl: 'https://localhost/health',
  actionType: 'ADDED',
  asgName: 'asg-1',
});

it("writes exactly Java's fields, in Java's order", () => {
  expect(Object.keys(written(encodeInstance(full)))).toEqual(allFields);
});

it('omits absent optional fields', () => {
  const { sid, appGroupName, secureHealthCheckUrl, actionType, asgName, dataCenterInfo, ...rest } = full;
  const absent = { sid, appGroupName, secureHealthCheckUrl, actionType, asgName, dataCenterInfo };
  expect(Object.keys(written(encodeInstance(rest)))).toEqual(allFields.filter((name) => !(name in absent)));
});

it.each(['na', 'unknown'])('omits the default sid %p', (sid) => {
  expect(written(encodeInstance({ ...full, sid }))).not.toHaveProperty('sid');
});

it('writes the two timestamps and the flag as texts, other numbers as numbers', () => {
  const instance = anInstance({
    port: 8001,
    leaseSecs: 90,
    lastDirtyTimestamp: 17,
    lastUpdatedTimestamp: 18,
  });
  expect(written(encodeInstance({ ...instance, isCoordinatingDiscoveryServer: true }))).toMatchObject({
    isCoordinatingDiscoveryServer: 'true',
    lastDirtyTimestamp: '17',
    lastUpdatedTimestamp: '18',
    port: { $: 8001, '@enabled': 'true' },
    securePort: { $: 443, '@enabled': 'false' },
    countryId: 1,
    leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90, evictionTimestamp: 0 },
  });
});

it('QUIRK(InstanceInfo.getMetadata): writes empty metadata with the class of the map', () => {
  expect(JSON.stringify(encodeInstance(anInstance({ metadata: {} })))).toContain(
    '"metadata":{"@class":"java.util.Collections$EmptyMap"}',
  );
});

it('writes @class first, which Java needs to read the rest', () => {
  const text = JSON.stringify(encodeInstance(anInstance({ dataCenterInfo: { name: 'Netflix' } })));
  expect(text).toContain(
    '"dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"Netflix"}',
  );
  const amazon = anInstance({ dataCenterInfo: { name: 'Amazon', metadata: { 'instance-id': 'i-1' } } });
  expect(JSON.stringify(encodeInstance(amazon))).toContain(
    '"dataCenterInfo":{"@class":"com.netflix.appinfo.AmazonInfo","name":"Amazon","metadata":{"instance-id":"i-1"}}',
  );
});

it('writes a single instance under its root name', () => {
  expect(encodeInstanceDocument(full)).toEqual({ instance: encodeInstance(full) });
});
