import { serviceUrlsInOrder, type ZonedServiceUrls } from './zones.js';

const given: ZonedServiceUrls = {
  serviceUrls: ['http://default/eureka/'],
  serviceUrlsByZone: { z1: ['http://z1a/eureka/', 'http://z1b/eureka/'], z2: ['http://z2/eureka/'] },
  availabilityZones: ['z1', 'z2', 'z3'],
  preferSameZone: true,
};
const hosts = (more: Partial<ZonedServiceUrls>) =>
  serviceUrlsInOrder({ ...given, ...more }).map((url) => new URL(url).hostname);

describe('the order of registries in zones', () => {
  it.each<[string, Partial<ZonedServiceUrls>, string[]]>([
    ['begins with the first zone, which is one’s own', {}, ['z1a', 'z1b', 'z2', 'default']],
    ['begins with the zone of the metadata', { zone: 'z2' }, ['z2', 'default', 'z1a', 'z1b']],
    ['minds no zone that is not in the list', { zone: 'z9' }, ['z1a', 'z1b', 'z2', 'default']],
    [
      'QUIRK(EndpointUtils.getZoneOffset): starts with another zone unless the own one is preferred',
      { preferSameZone: false },
      ['z2', 'default', 'z1a', 'z1b'],
    ],
    [
      'starts with the own zone if there is no other',
      { preferSameZone: false, availabilityZones: ['z1'] },
      ['z1a', 'z1b'],
    ],
    ['is the plain list without zones', { availabilityZones: ['defaultZone'] }, ['default']],
    ['names each registry once', { serviceUrlsByZone: {}, availabilityZones: ['x', 'y'] }, ['default']],
  ])('%s', (_, more, expected) => expect(hosts(more)).toEqual(expected));
});
