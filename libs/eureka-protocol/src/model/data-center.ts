import type { DataCenterInfo } from './instance-info.js';

/**
 * QUIRK(InstanceInfo): documents name a class that does not exist in Java; all readers take it for
 * MyDataCenterInfo.
 */
export const defaultDataCenterClass = 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo';
export const myDataCenterClass = 'com.netflix.appinfo.MyDataCenterInfo';
export const amazonDataCenterClass = 'com.netflix.appinfo.AmazonInfo';

/** Java class that a document names for a data center. */
export const dataCenterClass = ({ name }: DataCenterInfo): string =>
  name === 'Amazon' ? amazonDataCenterClass : defaultDataCenterClass;

const compactKeys = ['instance-id', 'public-ipv4', 'public-hostname', 'local-ipv4', 'availability-zone'];

/**
 * The data center in a compact document: Amazon's metadata are reduced to identifiers and
 * addresses.
 */
export function compactDataCenter(info: DataCenterInfo): DataCenterInfo {
  if (info.name !== 'Amazon') return info;
  const kept = Object.entries(info.metadata).filter(([key]) => compactKeys.includes(key));
  return { name: info.name, metadata: Object.fromEntries(kept) };
}
