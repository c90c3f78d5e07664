import { idOf, type InstanceInfo } from '@eureka-nest/protocol';

/**
 * The first fault of a registration, in Java's words and order of checks; undefined if it has none.
 * A field is missing if it is absent or empty; a space counts as a value. Java:
 * ApplicationResource.addInstance
 *
 * @param pathApp the application in the request's path
 */
export function validateRegistration(pathApp: string, instance: InstanceInfo): string | undefined {
  const { hostName, ipAddr, app, dataCenterInfo } = instance;
  const expected = pathApp.toUpperCase();
  if (!idOf(instance)) return 'Missing instanceId';
  if (!hostName) return 'Missing hostname';
  if (!ipAddr) return 'Missing ip address';
  if (!app) return 'Missing appName';
  if (app !== expected) return `Mismatched appName, expecting ${expected} but was ${app}`;
  if (!dataCenterInfo) return 'Missing dataCenterInfo';
  if (!dataCenterInfo.name) return 'Missing dataCenterInfo Name';
  return undefined;
}

/**
 * QUIRK(ApplicationResource.addInstance): an Amazon data center without an `instance-id` receives
 * the id of the instance.
 */
export function withDataCenterId(instance: InstanceInfo): InstanceInfo {
  const { dataCenterInfo } = instance;
  if (dataCenterInfo?.name !== 'Amazon' || dataCenterInfo.metadata['instance-id']) return instance;
  const metadata = { ...dataCenterInfo.metadata, 'instance-id': idOf(instance) };
  return { ...instance, dataCenterInfo: { name: 'Amazon', metadata } };
}

export type MetadataEntries = Iterable<readonly [key: string, value: string]>;

/** Adds or replaces metadata entries; of several entries with one key the first counts. */
export function withMetadata(instance: InstanceInfo, entries: MetadataEntries): InstanceInfo {
  const added = new Map<string, string>();
  for (const [key, value] of entries) if (!added.has(key)) added.set(key, value);
  // Assigning to a key `__proto__` would call its setter; fromEntries and spread define the key.
  return { ...instance, metadata: { ...instance.metadata, ...Object.fromEntries(added) } };
}
