export type { EtcdParts } from './etcd-gateway.js';
export { EtcdRegistration, type EtcdRegistrationParts } from './etcd-registration.js';
export { EtcdSource, type EtcdSourceParts } from './etcd-source.js';
