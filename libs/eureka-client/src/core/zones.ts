/** Where registries are, by zone. */
export interface ZonedServiceUrls {
  /** Of every zone that has none of its own. [eureka.client.service-url.defaultZone] */
  readonly serviceUrls: readonly string[];
  readonly serviceUrlsByZone: Readonly<Record<string, readonly string[]>>;
  readonly availabilityZones: readonly string[];
  readonly preferSameZone: boolean;
  /** Of this process. */
  readonly zone?: string;
}

/**
 * The registries in the order in which they are asked: those of the own zone first, then of the zones that follow it in the list.
 * Java: EndpointUtils.getServiceUrlsFromConfig
 *
 * QUIRK(EndpointUtils.getZoneOffset): where the own zone is not preferred, Java begins at the first zone that is another one.
 * Better than Java: the own zone is the `zone` of the metadata, where that is a zone of the list, and not always the first.
 */
export function serviceUrlsInOrder(given: ZonedServiceUrls): readonly string[] {
  const { availabilityZones: zones, preferSameZone, zone } = given;
  const own = zone !== undefined && zones.includes(zone) ? zone : zones[0];
  const first = Math.max(
    0,
    zones.findIndex((each) => (each === own) === preferSameZone),
  );
  const inOrder = [...zones.slice(first), ...zones.slice(0, first)];
  const urlsOf = (each: string) => given.serviceUrlsByZone[each] ?? given.serviceUrls;
  return [...new Set(inOrder.flatMap(urlsOf))];
}
