import type { Applications } from '../model/applications.js';
import { DecodeError } from '../model/errors.js';
import { anInstance } from '../testing/index.js';
import {
  decodeApplicationDocument,
  decodeApplicationsDocument,
  encodeApplicationDocument,
  encodeApplicationsDocument,
} from './applications-json.js';
import { encodeInstance } from './encode-instance.js';

const now = 1_795_500_000_000;
const one = anInstance({ port: 8001 });
const two = anInstance({ port: 8002 });
const shop = { name: 'SHOP', instances: [one, two] };
const decode = (applications: unknown): Applications => decodeApplicationsDocument({ applications }, now);

it("writes version, hash code and lists under Java's names, in Java's order", () => {
  expect(
    JSON.stringify(encodeApplicationsDocument({ version: '1', hashCode: 'UP_2_', applications: [shop] })),
  ).toBe(
    `{"applications":{"versions__delta":"1","apps__hashcode":"UP_2_","application":[` +
      `{"name":"SHOP","instance":[${JSON.stringify(encodeInstance(one))},${JSON.stringify(encodeInstance(two))}]}]}}`,
  );
});

it('writes a list of one or none as a list', () => {
  const lonely = encodeApplicationDocument({ name: 'SHOP', instances: [one] });
  expect(lonely.application).toMatchObject({ instance: [encodeInstance(one)] });
  const empty = encodeApplicationsDocument({ version: '1', hashCode: '', applications: [] });
  expect(empty.applications).toMatchObject({ application: [] });
});

it('decodes what it encoded', () => {
  expect(decodeApplicationDocument(encodeApplicationDocument(shop), now)).toEqual(shop);
  const registry = { version: '7', hashCode: 'UP_2_', applications: [shop] };
  expect(decodeApplicationsDocument(encodeApplicationsDocument(registry), now)).toEqual(registry);
});

it('accepts a single element instead of a list, as older Java writes it', () => {
  const read = decode({ versions__delta: 1, application: { name: 'SHOP', instance: encodeInstance(one) } });
  expect(read).toEqual({ version: '1', hashCode: '', applications: [{ name: 'SHOP', instances: [one] }] });
});

it('decodes an empty document as an empty registry with version -1', () => {
  expect(decode({})).toEqual({ version: '-1', hashCode: '', applications: [] });
  expect(decode({ application: null })).toMatchObject({ applications: [] });
  expect(decode({ application: [{ name: 'shop' }] })).toMatchObject({
    applications: [{ name: 'SHOP', instances: [] }],
  });
});

it('ignores unknown fields beside the lists, such as the flag of the compact form', () => {
  expect(decode({ application: [], registeredApplicationsEmpty: true, more: [{}] }).applications).toEqual([]);
});

it('decodes the compact form, which has no lease and no metadata', () => {
  const { instanceId, app, ipAddr, hostName, status } = one;
  const dataCenterInfo = {
    '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
    name: 'MyOwn',
  };
  const compact = {
    instanceId,
    app,
    ipAddr,
    dataCenterInfo,
    hostName,
    status,
    lastUpdatedTimestamp: 5,
    port: { $: 8001, '@enabled': 'true' },
  };
  const [read] =
    decode({ application: [{ name: app, instance: [compact] }] }).applications[0]?.instances ?? [];
  expect(read).toMatchObject({ instanceId, app, port: one.port, lastUpdatedTimestamp: 5, metadata: {} });
});

it.each<[document: unknown, field: string]>([
  [null, 'applications'],
  ['<applications/>', 'applications'],
  [{}, 'applications'],
  [{ applications: [] }, 'applications'],
  [{ applications: { application: 'SHOP' } }, 'applications.application'],
  [{ applications: { application: [7] } }, 'applications.application[0]'],
  [{ applications: { application: [{ instance: [] }] } }, 'applications.application[0].name'],
  [
    { applications: { application: [{ name: 'A' }, { name: 'B', instance: [{}] }] } },
    'applications.application[1].instance[0].app',
  ],
  [
    { applications: { application: { name: 'A', instance: { app: 'A', port: '1' } } } },
    'applications.application[0].instance[0].port',
  ],
])('rejects %j, naming %s', (document, field) => {
  const decoding = () => decodeApplicationsDocument(document, now);
  expect(decoding).toThrow(expect.objectContaining({ constructor: DecodeError, field }));
  expect(decoding).toThrow(/^cannot parse response: applications/);
});
