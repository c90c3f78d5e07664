import { DecodeError } from '../model/errors.js';
import {
  type ReplicationAction,
  replicationActions,
  type ReplicationAnswer,
  type ReplicationItem,
} from '../model/replication.js';
import { decodeInstance } from './decode-instance.js';
import { encodeInstance } from './encode-instance.js';
import {
  epochMsOf,
  type Fields,
  intOf,
  listAt,
  objectAt,
  requiredTextOf,
  textOf,
  underRoot,
  type Writable,
} from './fields.js';

/**
 * A batch of changes for a peer. Java drops the whole batch for one field that it does not know: there are seven, no more,
 * but for an `ageMs` that the caller puts in for a server of ours.
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

/** A batch from a peer. Fields that we do not know are passed over: a newer peer's changes still arrive. */
export const decodeReplicationList = (value: unknown, now: number): ReplicationItem[] =>
  listUnderRoot(value, 'replicationList').map((each, i) => decodeItem(each, `replicationList[${i}]`, now));

/** What became of a batch: as many answers as there were items, in their order. */
export const encodeReplicationAnswers = (
  answers: readonly ReplicationAnswer[],
): { responseList: object[] } => ({
  responseList: answers.map(({ statusCode, instance }) => ({
    statusCode,
    responseEntity: instance && encodeInstance(instance),
  })),
});

/** What a peer answered to a batch. */
export const decodeReplicationAnswers = (value: unknown, now: number): ReplicationAnswer[] =>
  listUnderRoot(value, 'responseList').map((each, i) => decodeAnswer(each, `responseList[${i}]`, now));

function listUnderRoot(value: unknown, root: string): readonly unknown[] {
  const list = underRoot(value, root) ?? undefined;
  if (list === undefined) throw new DecodeError(root, 'an array');
  return listAt(list, root);
}

function decodeItem(value: unknown, at: string, now: number): ReplicationItem {
  const fields = objectAt(value, at);
  const item: Writable<ReplicationItem> = {
    appName: requiredTextOf(fields, 'appName', at),
    id: requiredTextOf(fields, 'id', at),
    action: actionOf(fields, at),
  };
  const lastDirtyTimestamp = epochMsOf(fields, 'lastDirtyTimestamp', at);
  if (lastDirtyTimestamp !== undefined) item.lastDirtyTimestamp = lastDirtyTimestamp;
  const overriddenStatus = textOf(fields, 'overriddenStatus', at);
  if (overriddenStatus !== undefined) item.overriddenStatus = overriddenStatus;
  const status = textOf(fields, 'status', at);
  if (status !== undefined) item.status = status;
  const ageMs = epochMsOf(fields, 'ageMs', at);
  if (ageMs !== undefined && ageMs >= 0) item.ageMs = ageMs;
  const info = fields['instanceInfo'] ?? undefined;
  if (info !== undefined) item.instanceInfo = decodeInstance(info, now, `${at}.instanceInfo`);
  return item;
}

function decodeAnswer(value: unknown, at: string, now: number): ReplicationAnswer {
  const fields = objectAt(value, at);
  const statusCode = intOf(fields, 'statusCode', at);
  if (statusCode === undefined) throw new DecodeError(`${at}.statusCode`, 'given');
  const entity = fields['responseEntity'] ?? undefined;
  if (entity === undefined) return { statusCode };
  return { statusCode, instance: decodeInstance(entity, now, `${at}.responseEntity`) };
}

function actionOf(fields: Fields, at: string): ReplicationAction {
  const action = replicationActions.find((each) => each === fields['action']);
  if (action === undefined) throw new DecodeError(`${at}.action`, `one of ${replicationActions.join(', ')}`);
  return action;
}
