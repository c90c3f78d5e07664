import {
  amazonDataCenterClass,
  dataCenterClass,
  defaultDataCenterClass,
  myDataCenterClass,
} from '../model/data-center.js';
import { DecodeError } from '../model/errors.js';
import type { DataCenterInfo } from '../model/instance-info.js';
import { objectAt, fieldPath, textField, textMapAt } from './fields.js';

export function encodeDataCenter(info: DataCenterInfo): object {
  const base = { '@class': dataCenterClass(info), name: info.name || undefined };
  return info.name === 'Amazon' ? { ...base, metadata: info.metadata } : base;
}

/**
 * Decodes a data center, about as strictly as Java, which instantiates the class that is named.
 * Better than Java: without a class, as Node clients send it, the data center's name decides, and a
 * field that is null is absent, as anywhere else.
 */
export function decodeDataCenter(value: unknown, at: string): DataCenterInfo {
  const fields = objectAt(value, at);
  const javaClass = fields['@class'] ?? impliedClass(fields['name']);
  if (javaClass === amazonDataCenterClass)
    return { name: 'Amazon', metadata: textMapAt(fields['metadata'], `${at}.metadata`) };
  if (javaClass !== defaultDataCenterClass && javaClass !== myDataCenterClass) {
    throw new DecodeError(`${at}.@class`, `"${defaultDataCenterClass}" or "${amazonDataCenterClass}"`);
  }
  for (const name of Object.keys(fields)) {
    if (name === '@class' || name === 'name' || fields[name] === null) continue;
    throw new DecodeError(fieldPath(at, name), 'left out: only an AmazonInfo has more than a name');
  }
  const name = textField(fields['name'], at, 'name') ?? '';
  if (name === 'Amazon') return { name, metadata: {} };
  if (name === 'MyOwn' || name === 'Netflix' || name === '') return { name };
  throw new DecodeError(`${at}.name`, '"MyOwn", "Netflix" or "Amazon"');
}

const impliedClass = (name: unknown) => (name === 'Amazon' ? amazonDataCenterClass : defaultDataCenterClass);
