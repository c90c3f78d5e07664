import { DecodeError } from '../model/errors.js';
import {
  type ReplicationAction,
  replicationActions,
  type ReplicationResponse,
  type ReplicationItem,
} from '../model/replication.js';
import { decodeInstance } from './decode-instance.js';
import { encodeInstance } from './encode-instance.js';
import {
  epochMsField,
  type Fields,
  intField,
  listAt,
  objectAt,
  requiredTextField,
  textField,
  underRoot,
  type Writable,
} from './fields.js';

/**
 * Encodes a batch for a peer. Java rejects the whole batch for one unknown field, so the caller
 * sets `ageMs` only for Eureka Nest servers; the other seven fields are Java's.
 */
export const encodeReplicationList = (items: readonly ReplicationItem[]): { replicationList: object[] } => ({
  replicationList: items.map((item) => ({
    appName: item.appName,
    id: item.id,
    lastDirtyTimestamp: item.lastDirtyTimestamp,
    overriddenStatus: item.overriddenStatus,
    status: item.status,
    instanceInfo: item.instanceInfo && encodeInstance(item.instanceInfo),
    action: item.action,
    ageMs: item.ageMs,
  })),
});

/**
 * Decodes a batch from a peer. Unknown fields are ignored, so that a newer peer's changes still
 * arrive.
 */
export const decodeReplicationList = (value: unknown, now: number): ReplicationItem[] =>
  listUnderRoot(value, 'replicationList').map((each, i) => decodeItem(each, `replicationList[${i}]`, now));

/** Encodes the responses to a batch: one for each item, in the same order. */
export const encodeReplicationResponses = (
  responses: readonly ReplicationResponse[],
): { responseList: object[] } => ({
  responseList: responses.map(({ statusCode, instance }) => ({
    statusCode,
    responseEntity: instance && encodeInstance(instance),
  })),
});

/** Decodes a peer's responses to a batch. */
export const decodeReplicationResponses = (value: unknown, now: number): ReplicationResponse[] =>
  listUnderRoot(value, 'responseList').map((each, i) => decodeResponse(each, `responseList[${i}]`, now));

function listUnderRoot(value: unknown, root: string): readonly unknown[] {
  const list = underRoot(value, root) ?? undefined;
  if (list === undefined) throw new DecodeError(root, 'an array');
  return listAt(list, root);
}

function decodeItem(value: unknown, at: string, now: number): ReplicationItem {
  const fields = objectAt(value, at);
  const item: Writable<ReplicationItem> = {
    appName: requiredTextField(fields['appName'], at, 'appName'),
    id: requiredTextField(fields['id'], at, 'id'),
    action: actionField(fields, at),
  };
  const lastDirtyTimestamp = epochMsField(fields['lastDirtyTimestamp'], at, 'lastDirtyTimestamp');
  if (lastDirtyTimestamp !== undefined) item.lastDirtyTimestamp = lastDirtyTimestamp;
  const overriddenStatus = textField(fields['overriddenStatus'], at, 'overriddenStatus');
  if (overriddenStatus !== undefined) item.overriddenStatus = overriddenStatus;
  const status = textField(fields['status'], at, 'status');
  if (status !== undefined) item.status = status;
  const ageMs = epochMsField(fields['ageMs'], at, 'ageMs');
  if (ageMs !== undefined && ageMs >= 0) item.ageMs = ageMs;
  const info = fields['instanceInfo'] ?? undefined;
  if (info !== undefined) item.instanceInfo = decodeInstance(info, now, `${at}.instanceInfo`);
  return item;
}

function decodeResponse(value: unknown, at: string, now: number): ReplicationResponse {
  const fields = objectAt(value, at);
  const statusCode = intField(fields['statusCode'], at, 'statusCode');
  if (statusCode === undefined) throw new DecodeError(`${at}.statusCode`, 'given');
  const entity = fields['responseEntity'] ?? undefined;
  if (entity === undefined) return { statusCode };
  return { statusCode, instance: decodeInstance(entity, now, `${at}.responseEntity`) };
}

function actionField(fields: Fields, at: string): ReplicationAction {
  const action = replicationActions.find((each) => each === fields['action']);
  if (action === undefined) throw new DecodeError(`${at}.action`, `one of ${replicationActions.join(', ')}`);
  return action;
}
