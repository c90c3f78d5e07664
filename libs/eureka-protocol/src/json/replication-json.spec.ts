import { DecodeError } from '../model/errors.js';
import type { ReplicationItem } from '../model/replication.js';
import { anInstance } from '../testing/index.js';
import {
  decodeReplicationResponses,
  decodeReplicationList,
  encodeReplicationResponses,
  encodeReplicationList,
} from './replication-json.js';

const now = 1_795_500_000_000;
const payment = anInstance();
const register: ReplicationItem = {
  appName: payment.app,
  id: 'payment8001',
  action: 'Register',
  lastDirtyTimestamp: 17,
  overriddenStatus: 'DOWN',
  status: 'UP',
  instanceInfo: payment,
};
const cancel: ReplicationItem = { appName: 'SHOP', id: 'web-1', action: 'Cancel' };

it("writes Java's seven fields in its order, without absent ones", () => {
  const { replicationList } = JSON.parse(JSON.stringify(encodeReplicationList([register, cancel])));
  expect(Object.keys(replicationList[0]).join()).toBe(
    'appName,id,lastDirtyTimestamp,overriddenStatus,status,instanceInfo,action',
  );
  expect(replicationList[0]).toMatchObject({
    lastDirtyTimestamp: 17,
    instanceInfo: { instanceId: 'payment8001' },
  });
  expect(replicationList[1]).toEqual({ appName: 'SHOP', id: 'web-1', action: 'Cancel' });
});

it('decodes what it encoded', () => {
  expect(decodeReplicationList(encodeReplicationList([register, cancel]), now)).toEqual([register, cancel]);
  const answers = [{ statusCode: 200 }, { statusCode: 409, instance: payment }];
  expect(decodeReplicationResponses(encodeReplicationResponses(answers), now)).toEqual(answers);
});

it('transfers the age between Eureka Nest servers, and ignores a negative one', () => {
  const aged = { ...cancel, ageMs: 40 };
  expect(decodeReplicationList(encodeReplicationList([aged]), now)).toStrictEqual([aged]);
  const ahead = encodeReplicationList([{ ...cancel, ageMs: -1 }]);
  expect(decodeReplicationList(ahead, now)).toStrictEqual([cancel]);
});

it('ignores unknown fields, for which Java would reject the batch', () => {
  const list = { replicationList: [{ ...cancel, color: 'blue', parts: [{}] }], color: 'blue' };
  expect(decodeReplicationList(list, now)).toStrictEqual([cancel]);
});

it('accepts an invalid status or a missing instance, which fails its own item later', () => {
  const items = [
    { ...cancel, action: 'StatusUpdate', status: 'BROKEN', overriddenStatus: null },
    { ...cancel, action: 'Register' },
  ];
  expect(decodeReplicationList({ replicationList: items }, now)).toStrictEqual([
    { ...cancel, action: 'StatusUpdate', status: 'BROKEN' },
    { ...cancel, action: 'Register' },
  ]);
});

it('distinguishes an empty batch from a missing one', () => {
  expect(decodeReplicationList({ replicationList: [] }, now)).toEqual([]);
  expect(() => decodeReplicationList({}, now)).toThrow(DecodeError);
});

it.each<[list: unknown, field: string]>([
  [null, 'replicationList'],
  [{ replicationList: null }, 'replicationList'],
  [{ replicationList: 'x' }, 'replicationList'],
  [{ replicationList: [null] }, 'replicationList[0]'],
  [{ replicationList: [cancel, { ...cancel, action: 'Dance' }] }, 'replicationList[1].action'],
  [{ replicationList: [{ ...cancel, action: 'cancel' }] }, 'replicationList[0].action'],
  [{ replicationList: [{ ...cancel, action: ['Cancel'] }] }, 'replicationList[0].action'],
  [{ replicationList: [{ ...cancel, id: null }] }, 'replicationList[0].id'],
  [{ replicationList: [{ ...cancel, appName: {} }] }, 'replicationList[0].appName'],
  [{ replicationList: [{ ...cancel, lastDirtyTimestamp: 'x' }] }, 'replicationList[0].lastDirtyTimestamp'],
  [
    { replicationList: [{ ...cancel, instanceInfo: { app: 'A', port: '1' } }] },
    'replicationList[0].instanceInfo.port',
  ],
])('rejects the batch %j, naming %s', (list, field) => {
  expect(() => decodeReplicationList(list, now)).toThrow(
    expect.objectContaining({ field, message: expect.stringMatching(/^cannot parse request body: /) }),
  );
});

it.each<[list: unknown, field: string]>([
  [{ statusCode: 200 }, 'responseList'],
  [{ responseList: [200] }, 'responseList[0]'],
  [{ responseList: [{}] }, 'responseList[0].statusCode'],
  [{ responseList: [{ statusCode: 409, responseEntity: {} }] }, 'responseList[0].responseEntity.app'],
])('rejects the response %j, naming %s', (list, field) => {
  expect(() => decodeReplicationResponses(list, now)).toThrow(
    expect.objectContaining({ field, message: expect.stringMatching(/^cannot parse response: /) }),
  );
});
