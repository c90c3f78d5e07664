import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appsHashCode,
  decodeApplicationDocument,
  decodeApplicationsDocument,
  decodeInstanceDocument,
  decodeReplicationResponses,
  decodeReplicationList,
  encodeApplicationDocument,
  encodeApplicationsDocument,
  encodeInstanceDocument,
  encodeReplicationResponses,
  encodeReplicationList,
  type InstanceInfo,
} from '../index.js';

const now = 1_795_500_000_000;

/** A recorded body, as a Java process sent it, byte for byte. */
const recorded = (name: string): string =>
  readFileSync(join(__dirname, '../../fixtures', `${name}.json`), 'utf8').trim();

describe('a document written by Java, decoded and encoded again, is the same text', () => {
  const again: Record<string, (value: unknown) => object> = {
    instance: (value) => encodeInstanceDocument(decodeInstanceDocument(value, now)),
    application: (value) => encodeApplicationDocument(decodeApplicationDocument(value, now)),
    applications: (value) => encodeApplicationsDocument(decodeApplicationsDocument(value, now)),
    replicationList: (value) => encodeReplicationList(decodeReplicationList(value, now)),
    responseList: (value) => encodeReplicationResponses(decodeReplicationResponses(value, now)),
  };

  it.each([
    'register-hoxton-client',
    'instance-minimal',
    'instance-odd-metadata',
    'instance-amazon',
    'instance-sid',
    'app',
    'apps',
    'apps-empty',
    'apps-hoxton',
    'delta',
    'batch-register',
    'batch-register.answer',
    'batch-heartbeat-overridden',
    'batch-heartbeat-overridden.answer',
    'batch-heartbeat-conflict',
    'batch-heartbeat-conflict.answer',
    'batch-status-update',
    'batch-status-update.answer',
    'batch-delete-status-override',
    'batch-delete-status-override.answer',
    'batch-cancel',
    'batch-cancel.answer',
    'batch-mixed',
    'batch-mixed.answer',
  ])('%s', (name) => {
    const text = recorded(name);
    const value: object = JSON.parse(text);
    const root = Object.keys(value)[0] ?? '';
    expect(JSON.stringify(again[root]?.(value))).toBe(text);
  });
});

describe("the current Spring client's registration", () => {
  const payment: InstanceInfo = {
    instanceId: 'payment23101',
    hostName: 'localhost',
    app: 'CLOUD-PAYMENT-SERVICE',
    ipAddr: '127.0.0.1',
    status: 'UP',
    overriddenStatus: 'UNKNOWN',
    port: { number: 23101, enabled: true },
    securePort: { number: 443, enabled: false },
    countryId: 1,
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: {
      renewalIntervalInSecs: 2,
      durationInSecs: 6,
      registrationTimestamp: 0,
      lastRenewalTimestamp: 0,
      evictionTimestamp: 0,
      serviceUpTimestamp: 0,
    },
    metadata: { 'management.port': '23101' },
    homePageUrl: 'http://localhost:23101/',
    statusPageUrl: 'http://localhost:23101/actuator/info',
    healthCheckUrl: 'http://localhost:23101/actuator/health',
    vipAddress: 'cloud-payment-service',
    secureVipAddress: 'cloud-payment-service',
    isCoordinatingDiscoveryServer: false,
    lastUpdatedTimestamp: 1_795_407_391_407,
    lastDirtyTimestamp: 1_795_407_393_649,
  };

  it('is decoded completely, with null and "na" as absent', () => {
    const read = decodeInstanceDocument(JSON.parse(recorded('register-current-client')), now);
    expect(read).toEqual(payment);
  });

  it("decodes to the same values as the Hoxton client's", () => {
    const asHoxton = {
      ...payment,
      instanceId: 'payment23201',
      port: { number: 23201, enabled: true },
      metadata: { 'management.port': '23201' },
      homePageUrl: 'http://localhost:23201/',
      statusPageUrl: 'http://localhost:23201/actuator/info',
      healthCheckUrl: 'http://localhost:23201/actuator/health',
      lastUpdatedTimestamp: 1_795_407_541_427,
      lastDirtyTimestamp: 1_795_407_543_567,
    };
    expect(JSON.stringify(encodeInstanceDocument(asHoxton))).toBe(recorded('register-hoxton-client'));
  });
});

it('completes a minimal registration as the Java server does', () => {
  const read = decodeInstanceDocument(JSON.parse(recorded('register-minimal')), now);
  const answered = decodeInstanceDocument(JSON.parse(recorded('instance-minimal')), now);
  const { leaseInfo, lastUpdatedTimestamp: at } = answered;
  const lease = { registrationTimestamp: at, lastRenewalTimestamp: at, serviceUpTimestamp: at };
  expect({
    ...read,
    leaseInfo: { ...read.leaseInfo, ...lease },
    lastUpdatedTimestamp: at,
    lastDirtyTimestamp: at,
    actionType: 'ADDED',
  }).toStrictEqual({ ...answered, leaseInfo });
});

it('computes the same hash code of a registry as the Java server', () => {
  for (const name of ['apps', 'apps-hoxton', 'apps-empty']) {
    const { applications, hashCode } = decodeApplicationsDocument(JSON.parse(recorded(name)), now);
    expect(appsHashCode(applications.flatMap(({ instances }) => instances))).toBe(hashCode);
  }
});

it('decodes the changes in a delta', () => {
  const { version, hashCode, applications } = decodeApplicationsDocument(JSON.parse(recorded('delta')), now);
  expect(Number(version)).toBeGreaterThan(0);
  expect(hashCode).toBe('OUT_OF_SERVICE_1_UP_1_');
  expect(applications.flatMap(({ instances }) => instances.map(({ actionType }) => actionType))).toContain(
    'DELETED',
  );
});
