export { DnsSource, type DnsName, type DnsSourceParts } from './dns-source.js';
export { firstOf } from './first-of.js';
