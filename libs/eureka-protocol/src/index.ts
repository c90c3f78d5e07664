export {
  actionTypes,
  defaultLeaseInfo,
  idOf,
  instanceStatuses,
  isInstanceStatus,
  type ActionType,
  type DataCenterInfo,
  type InstanceInfo,
  type InstanceStatus,
  type LeaseInfo,
  type Port,
} from './model/instance-info.js';
export type { Application, Applications } from './model/applications.js';
export { appsHashCode, hashCodeOfCounts, type StatusCounts } from './model/apps-hash-code.js';
export type { Encoder, Frame } from './model/encoder.js';
export { DecodeError } from './model/errors.js';
export {
  replicationActions,
  replicationHeader,
  type ReplicationAction,
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
export { decodeJson } from './json/parse-json.js';
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
  changesHeader,
  encodeDelta,
  encodeHello,
  encodeResync,
  keepAliveComment,
  type FeedHello,
  type FeedState,
} from './extensions/change-events.js';
export {
  isCovered,
  positionHeader,
  positionText,
  readPosition,
  type Position,
} from './extensions/change-position.js';
export {
  decodeNodeHeaders,
  encodeNodeHeaders,
  hasNodeHeaders,
  type NodeHeaders,
  syncingHeader,
} from './extensions/node-headers.js';
export {
  comparisonPaths,
  decodeCompareRequest,
  decodeCompareResponse,
  decodeDetailRequest,
  decodeDetailResponse,
  decodeInstancesRequest,
  decodeInstancesResponse,
  encodeCompareRequest,
  encodeCompareResponse,
  encodeDetailRequest,
  encodeDetailResponse,
  encodeInstancesRequest,
  encodeInstancesResponse,
  type AppDetail,
  type AppDigests,
  type InstancePath,
  type LeftRow,
  type ListedRow,
} from './extensions/comparison.js';
