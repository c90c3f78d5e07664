/** Service URLs of the registries, by zone. */
export interface ZonedServiceUrls {
  /** Registries of zones without an entry of their own. [eureka.client.service-url.defaultZone] */
  readonly serviceUrls: readonly string[];
  readonly serviceUrlsByZone: Readonly<Record<string, readonly string[]>>;
  readonly availabilityZones: readonly string[];
  readonly preferSameZone: boolean;
  /** Zone of this process. */
  readonly zone?: string;
}

/**
 * Orders the registries: those of the own zone first, then those of the zones that follow it in the
 * list. Java: EndpointUtils.getServiceUrlsFromConfig
 *
 * QUIRK(EndpointUtils.getZoneOffset): unless the own zone is preferred, the first other zone leads.
 * Better than Java: the own zone is the `zone` of the metadata if listed, not always the first.
 */
export function serviceUrlsInOrder(given: ZonedServiceUrls): readonly string[] {
  const { availabilityZones: zones, preferSameZone, zone } = given;
  const own = zone !== undefined && zones.includes(zone) ? zone : zones[0];
  const first = Math.max(
    0,
    zones.findIndex((each) => (each === own) === preferSameZone),
  );
  const inOrder = [...zones.slice(first), ...zones.slice(0, first)];
  const urlsIn = (each: string) => given.serviceUrlsByZone[each] ?? given.serviceUrls;
  return [...new Set(inOrder.flatMap(urlsIn))];
}
