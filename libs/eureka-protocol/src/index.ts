export {
  actionTypes,
  type ActionType,
  type DataCenterInfo,
  defaultLeaseInfo,
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
export type { Encoder, Frame } from './model/encoder.js';
export { DecodeError } from './model/errors.js';
export {
  type ReplicationAction,
  replicationActions,
  replicationHeader,
  type ReplicationItem,
  type ReplicationResponse,
} from './model/replication.js';
export { contentTypeOf, type Detail, type WireForm, type WireFormat } from './model/wire-form.js';
export {
  decodeApplicationDocument,
  decodeApplicationsDocument,
  encodeApplicationDocument,
  encodeApplicationsDocument,
} from './json/applications-json.js';
export { decodeInstance, decodeInstanceDocument } from './json/decode-instance.js';
export { encodeInstance, encodeInstanceDocument } from './json/encode-instance.js';
export {
  decodeReplicationList,
  decodeReplicationResponses,
  encodeReplicationList,
  encodeReplicationResponses,
} from './json/replication-json.js';
export { decodeApplicationsXml, decodeApplicationXml, decodeInstanceXml } from './xml/decode-xml.js';
export { escapeText } from './xml/text.js';
export { encoderOf } from './encoding/encoders.js';
export { findUnsafeField, findUnsafeMetadata, type UnsafeField } from './encoding/unsafe-fields.js';
export { paths } from './rest/registry-paths.js';
export { readRegistryUrl, splitLogin, withoutLogin, type RegistryUrlVerdict } from './rest/registry-url.js';
export {
  encodeDelta,
  encodeHello,
  encodeResync,
  type FeedHello,
  type FeedState,
  keepAliveComment,
} from './extensions/change-events.js';
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
