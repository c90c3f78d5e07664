import { encodeInstance } from '@eureka-nest/protocol';
import { batch, guest } from './bytes.js';
import type { HostileRow } from './row.js';

const register = { appName: 'GUEST', id: 'odd-1', action: 'Register', instanceInfo: encodeInstance(guest) };
const listOf = (...items: unknown[]) => batch(JSON.stringify({ replicationList: items }));
const withInstance = (changed: object) => ({
  ...register,
  instanceInfo: { ...encodeInstance(guest), ...changed },
});

/** Invalid batches. */
export const batchRows: readonly HostileRow[] = [
  ['no batch', batch(''), 400, 'it must be JSON'],
  ['a batch that ends early', batch('{"replicationList":[{"appName":"A",'), 400, 'it must be JSON'],
  ['a batch of null', batch('null'), 400, 'replicationList must be'],
  ['a batch that is a list', batch('[]'), 400, 'replicationList must be'],
  ['a batch that is a number', batch('17'), 400, 'replicationList must be'],
  ['a list that is a number', batch('{"replicationList":1}'), 400, 'replicationList must be'],
  ['a list that is a text', batch('{"replicationList":"[]"}'), 400, 'replicationList must be'],
  ['an item that is null', listOf(null), 400, 'replicationList[0] must be'],
  ['an item that is a list', listOf([]), 400, 'replicationList[0] must be'],
  ['an item that is empty', listOf({}), 400, 'replicationList[0].appName must be'],
  ['an item without an action', listOf({ appName: 'A', id: 'b' }), 400, 'action must be one of'],
  ['an unknown action', listOf({ appName: 'A', id: 'b', action: 'Explode' }), 400, 'action must be one of'],
  [
    'an action of every object',
    listOf({ appName: 'A', id: 'b', action: 'toString' }),
    400,
    'action must be one of',
  ],
  ['an action in lower case', listOf({ ...register, action: 'register' }), 400, 'action must be one of'],
  [
    'an app that is an object',
    listOf({ ...register, appName: {} }),
    400,
    'replicationList[0].appName must be',
  ],
  [
    'a stamp of 1e400',
    batch('{"replicationList":[{"appName":"A","id":"b","action":"Heartbeat","lastDirtyTimestamp":1e400}]}'),
    400,
    'lastDirtyTimestamp must be',
  ],
  ['an instance that is a text', listOf({ ...register, instanceInfo: 'x' }), 400, 'instanceInfo must be'],
  [
    'an instance whose port is a text',
    listOf(withInstance({ port: '80' })),
    400,
    'replicationList[0].instanceInfo.port must be',
  ],
  ['bytes that are no text', batch(Buffer.from([0x7b, 0xff, 0x7d])), 400, 'its text must be UTF-8'],
  ['a batch in XML', batch('<a/>', 'Content-Type: application/xml\r\n'), 415],
  ['a batch without a type', batch('{"replicationList":[]}', ''), 415],
  ['a batch of nothing', listOf(), 200, '{"responseList":[]}'],
  [
    'a batch with a prototype',
    batch('{"__proto__":{"replicationList":[]},"replicationList":[]}'),
    200,
    '{"responseList":[]}',
  ],
  ['a batch without its list', batch('{}'), 400],
  ['a batch whose list is a prototype’s', batch('{"__proto__":{"replicationList":[]}}'), 400],
];

/** Invalid items, and the status that each gets in the response of a valid batch. */
export const invalidItems: readonly (readonly [what: string, item: object, status: number])[] = [
  ['a registration of nothing', { appName: 'A', id: 'b', action: 'Register' }, 500],
  ['a registration of another application', { ...register, appName: 'OTHER' }, 200],
  ['a registration without a host', withInstance({ hostName: '' }), 200],
  ['a registration without a data center', withInstance({ dataCenterInfo: null }), 200],
  ['a heartbeat of an unknown instance', { appName: 'A', id: 'b', action: 'Heartbeat' }, 404],
  ['a heartbeat of __proto__', { appName: '__proto__', id: 'constructor', action: 'Heartbeat' }, 404],
  ['a cancel of an unknown instance', { appName: 'A', id: 'b', action: 'Cancel' }, 404],
  ['a status of an unknown instance', { appName: 'A', id: 'b', action: 'StatusUpdate', status: 'UP' }, 404],
  ['an unknown status', { appName: 'SHOP', id: 'web-1', action: 'StatusUpdate', status: 'toString' }, 500],
  ['a status that is missing', { appName: 'SHOP', id: 'web-1', action: 'StatusUpdate' }, 500],
  [
    'the end of an override without a timestamp',
    { appName: 'SHOP', id: 'web-1', action: 'DeleteStatusOverride' },
    500,
  ],
  [
    'the end of an override with an unknown status',
    { appName: 'SHOP', id: 'web-1', action: 'DeleteStatusOverride', lastDirtyTimestamp: 1, status: 'x' },
    500,
  ],
];
