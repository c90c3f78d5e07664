import type { InstanceInfo, ReplicationItem } from '@eureka-nest/protocol';

/**
 * Characters of all texts of an instance. A client decides how long those are; its numbers and
 * flags are always small.
 */
export function sizeOfInstance(instance: InstanceInfo): number {
  const { metadata, dataCenterInfo } = instance;
  const ofDataCenter = dataCenterInfo?.name === 'Amazon' ? sizeOfEntries(dataCenterInfo.metadata) : 0;
  let size = sizeOfEntries(metadata) + ofDataCenter;
  for (const value of Object.values(instance)) if (typeof value === 'string') size += value.length;
  return size;
}

function sizeOfEntries(entries: Readonly<Record<string, string>>): number {
  let size = 0;
  for (const key in entries) size += key.length + (entries[key]?.length ?? 0);
  return size;
}

/** Size of the two names of an instance. */
export const sizeOfNames = ({ app, id }: { readonly app: string; readonly id: string }): number =>
  app.length + id.length;

export const sizeOfItem = ({ appName, id, instanceInfo }: ReplicationItem): number =>
  appName.length + id.length + (instanceInfo ? sizeOfInstance(instanceInfo) : 0);
