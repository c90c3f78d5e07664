import {
  amazonDataCenterClass,
  dataCenterClassOf,
  defaultDataCenterClass,
  myDataCenterClass,
} from '../model/data-center.js';
import { DecodeError } from '../model/errors.js';
import type { DataCenterInfo } from '../model/instance-info.js';
import { objectAt, pathTo, textOf, textsAt } from './fields.js';

export function encodeDataCenter(info: DataCenterInfo): object {
  const base = { '@class': dataCenterClassOf(info), name: info.name || undefined };
  return info.name === 'Amazon' ? { ...base, metadata: info.metadata } : base;
}

/**
 * Nearly as strict as Java, which makes an object of the class that is named. Better than Java: where none is named, the name of the data
 * center decides, for clients of Node send it so.
 */
export function decodeDataCenter(value: unknown, at: string): DataCenterInfo {
  const fields = objectAt(value, at);
  const javaClass = fields['@class'] ?? classOf(fields['name']);
  if (javaClass === amazonDataCenterClass)
    return { name: 'Amazon', metadata: textsAt(fields['metadata'], `${at}.metadata`) };
  if (javaClass !== defaultDataCenterClass && javaClass !== myDataCenterClass) {
    throw new DecodeError(`${at}.@class`, `"${defaultDataCenterClass}" or "${amazonDataCenterClass}"`);
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

const classOf = (name: unknown) => (name === 'Amazon' ? amazonDataCenterClass : defaultDataCenterClass);
