export {
  actionTypes,
  type ActionType,
  type DataCenterInfo,
  idOf,
  type InstanceInfo,
  instanceStatuses,
  type InstanceStatus,
  isInstanceStatus,
  type LeaseInfo,
  type Port,
} from './model/instance-info.js';
export type { Application, Applications } from './model/applications.js';
export { appsHashCode } from './model/apps-hash-code.js';
export { DecodeError } from './model/errors.js';
export { type Harm, harmOf, harmOfMetadata } from './model/unsafe-fields.js';
export { contentTypeOf, type Detail, type WireForm, type WireFormat } from './model/wire-form.js';
export { type Encoder, encoderOf, type Frame } from './encoder.js';
export { escapeText } from './xml/text.js';
export { paths } from './rest/registry-paths.js';
export {
  type ReplicationAction,
  replicationActions,
  type ReplicationAnswer,
  replicationHeader,
  type ReplicationItem,
} from './model/replication.js';
export { encodeInstance, encodeInstanceDocument } from './json/encode-instance.js';
export { decodeInstance, decodeInstanceDocument } from './json/decode-instance.js';
export {
  decodeApplicationDocument,
  decodeApplicationsDocument,
  encodeApplicationDocument,
  encodeApplicationsDocument,
} from './json/applications-json.js';
export { decodeApplicationsXml, decodeApplicationXml, decodeInstanceXml } from './xml/decode-xml.js';
export {
  decodeReplicationAnswers,
  decodeReplicationList,
  encodeReplicationAnswers,
  encodeReplicationList,
} from './json/replication-json.js';
export { readRegistryUrl, splitLogin, withoutLogin, type RegistryUrlVerdict } from './rest/registry-url.js';
export { isCovered, type Position, positionText, readPosition } from './extensions/change-position.js';
export { changesHeader, positionHeader } from './extensions/feed-headers.js';
export {
  decodeNodeHeaders,
  encodeNodeHeaders,
  hasNodeHeaders,
  type NodeHeaders,
} from './extensions/node-headers.js';
export type { AppDetail, AppDigests, LeftRow, ListedRow } from './extensions/comparison.js';
export {
  comparisonPaths,
  decodeCompareRequest,
  decodeDetailRequest,
  decodeInstancesRequest,
  encodeCompareRequest,
  encodeDetailRequest,
  encodeInstancesRequest,
  type InstancePath,
} from './extensions/comparison-requests.js';
export {
  decodeCompareResponse,
  decodeDetailResponse,
  decodeInstancesResponse,
  encodeCompareResponse,
  encodeDetailResponse,
  encodeInstancesResponse,
} from './extensions/comparison-responses.js';
