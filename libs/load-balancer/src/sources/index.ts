export { DnsSource, type DnsName, type DnsSourceParts } from './dns-source.js';
export type { EtcdParts } from './etcd-gateway.js';
export { EtcdRegistration, type EtcdRegistrationParts } from './etcd-registration.js';
export { EtcdSource, type EtcdSourceParts } from './etcd-source.js';
export { firstOf } from './first-of.js';
export type { SourceLogger } from './source-log.js';
