import { idOf, type InstanceInfo } from '@eureka-nest/protocol';

/**
 * What is wrong with a registration, in Java's words and order; undefined when nothing is.
 * Blank means missing or empty: a space is a name. Java: ApplicationResource.addInstance
 *
 * @param pathApp the application in the request's path
 */
export function validateRegistration(
  pathApp: string,
  instance: InstanceInfo,
  { requireDataCenterId = false }: { readonly requireDataCenterId?: boolean } = {},
): string | undefined {
  const { hostName, ipAddr, app, dataCenterInfo } = instance;
  const expected = pathApp.toUpperCase();
  if (!idOf(instance)) return 'Missing instanceId';
  if (!hostName) return 'Missing hostname';
  if (!ipAddr) return 'Missing ip address';
  if (!app) return 'Missing appName';
  if (app !== expected) return `Mismatched appName, expecting ${expected} but was ${app}`;
  if (!dataCenterInfo) return 'Missing dataCenterInfo';
  if (!dataCenterInfo.name) return 'Missing dataCenterInfo Name';
  if (requireDataCenterId && lacksDataCenterId(instance)) {
    return 'DataCenterInfo of type class com.netflix.appinfo.AmazonInfo must contain a valid id';
  }
  return undefined;
}

/**
 * QUIRK(ApplicationResource.addInstance): an Amazon data center that names no instance is given the
 * instance's own id.
 */
export function withDataCenterId(instance: InstanceInfo): InstanceInfo {
  const { dataCenterInfo } = instance;
  if (dataCenterInfo?.name !== 'Amazon' || !lacksDataCenterId(instance)) return instance;
  const metadata = { ...dataCenterInfo.metadata, 'instance-id': idOf(instance) };
  return { ...instance, dataCenterInfo: { name: 'Amazon', metadata } };
}

export type MetadataEntries = Iterable<readonly [key: string, value: string]>;

/** The instance with entries added to its metadata or replaced there; of several with one key the first counts. */
export function withMetadata(instance: InstanceInfo, entries: MetadataEntries): InstanceInfo {
  const added = new Map<string, string>();
  for (const [key, value] of entries) if (!added.has(key)) added.set(key, value);
  // fromEntries and spread define keys; assigning to a key `__proto__` would call its setter instead.
  return { ...instance, metadata: { ...instance.metadata, ...Object.fromEntries(added) } };
}

const lacksDataCenterId = ({ dataCenterInfo }: InstanceInfo) =>
  dataCenterInfo?.name === 'Amazon' && !dataCenterInfo.metadata['instance-id'];
