import type { DataCenterInfo } from './instance-info.js';

/** QUIRK(InstanceInfo): there is no class of this name in Java; it stands for MyDataCenterInfo and all readers know it. */
export const defaultDataCenterClass = 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo';
export const myDataCenterClass = 'com.netflix.appinfo.MyDataCenterInfo';
export const amazonDataCenterClass = 'com.netflix.appinfo.AmazonInfo';

/** Which class of Java a document says that a data center is. */
export const dataCenterClassOf = ({ name }: DataCenterInfo): string =>
  name === 'Amazon' ? amazonDataCenterClass : defaultDataCenterClass;

const compactKeys = ['instance-id', 'public-ipv4', 'public-hostname', 'local-ipv4', 'availability-zone'];

/** What the compact forms keep: of Amazon's metadata that by which an instance is found. */
export function compactDataCenter(info: DataCenterInfo): DataCenterInfo {
  if (info.name !== 'Amazon') return info;
  const kept = Object.entries(info.metadata).filter(([key]) => compactKeys.includes(key));
  return { name: info.name, metadata: Object.fromEntries(kept) };
}
