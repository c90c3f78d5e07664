import { DecodeError } from '../errors.js';
import type { DataCenterInfo } from '../instance-info.js';
import { objectAt, pathTo, textOf, textsAt } from './fields.js';

/** QUIRK(InstanceInfo): there is no class of this name in Java; it stands for MyDataCenterInfo and all readers know it. */
const defaultClass = 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo';
const myClass = 'com.netflix.appinfo.MyDataCenterInfo';
const amazonClass = 'com.netflix.appinfo.AmazonInfo';

export function encodeDataCenter(info: DataCenterInfo): object {
  if (info.name === 'Amazon') return { '@class': amazonClass, name: info.name, metadata: info.metadata };
  return { '@class': defaultClass, name: info.name || undefined };
}

/** Strict, for Java is: it makes an object of the class that is named. */
export function decodeDataCenter(value: unknown, at: string): DataCenterInfo {
  const fields = objectAt(value, at);
  const javaClass = fields['@class'];
  if (javaClass === amazonClass)
    return { name: 'Amazon', metadata: textsAt(fields['metadata'], `${at}.metadata`) };
  if (javaClass !== defaultClass && javaClass !== myClass) {
    throw new DecodeError(`${at}.@class`, `"${defaultClass}" or "${amazonClass}"`);
  }
  for (const name of Object.keys(fields)) {
    if (name === '@class' || name === 'name') continue;
    throw new DecodeError(pathTo(at, name), 'left out: only an AmazonInfo has more than a name');
  }
  const name = textOf(fields, 'name', at) ?? '';
  switch (name) {
    case 'MyOwn':
    case 'Netflix':
    case '':
      return { name };
    case 'Amazon':
      return { name, metadata: {} };
    default:
      throw new DecodeError(`${at}.name`, '"MyOwn", "Netflix" or "Amazon"');
  }
}
