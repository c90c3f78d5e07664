import fc from 'fast-check';
import sax from 'sax';
import { encoderOf } from './encoders.js';
import { actionTypes, type InstanceInfo, instanceStatuses } from '../model/instance-info.js';
import { decodeApplicationDocument, decodeApplicationsDocument } from '../json/applications-json.js';
import { decodeInstanceDocument } from '../json/decode-instance.js';
import type { Detail, WireFormat } from '../model/wire-form.js';
import { decodeApplicationsXml, decodeApplicationXml, decodeInstanceXml } from '../xml/decode-xml.js';
import { readXml } from '../xml/read-xml.js';

const now = 1_795_500_000_000;

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  // UTF-16 units in any order, unpaired surrogates included.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '',
    ' ',
    '\r\n',
    ']]>',
    '<!--',
    '&amp;',
    '&#0;',
    '_.0041',
    'a:b',
    'xmlns',
    'xmlns:x',
    '__proto__',
    'constructor',
    '$',
    '區 域',
  ),
);
const upper = text.map((each) => each.toUpperCase());
const time = fc.nat(Number.MAX_SAFE_INTEGER);
const secs = fc.integer({ min: 1, max: 2_147_483_647 });
const port = fc.record({ number: fc.nat(65_535), enabled: fc.boolean() });
// The key "@class" is Java's; readers drop it.
const texts = fc
  .dictionary(text, text, { maxKeys: 5, noNullPrototype: true })
  .map(({ '@class': _, ...others }) => others);

const anyInstance: fc.Arbitrary<InstanceInfo> = fc.record(
  {
    instanceId: text,
    hostName: text,
    app: upper,
    ipAddr: text,
    sid: text.filter((sid) => sid !== 'na' && sid !== 'unknown'),
    status: fc.constantFrom(...instanceStatuses),
    overriddenStatus: fc.constantFrom(...instanceStatuses),
    port,
    securePort: port,
    countryId: fc.nat(1_000),
    dataCenterInfo: fc.oneof(
      fc.constantFrom({ name: 'MyOwn' } as const, { name: 'Netflix' } as const, { name: '' } as const),
      texts.map((metadata) => ({ name: 'Amazon', metadata }) as const),
    ),
    leaseInfo: fc.record({
      renewalIntervalInSecs: secs,
      durationInSecs: secs,
      registrationTimestamp: time,
      lastRenewalTimestamp: time,
      evictionTimestamp: time,
      serviceUpTimestamp: time,
    }),
    metadata: texts,
    appGroupName: upper,
    homePageUrl: text,
    statusPageUrl: text,
    healthCheckUrl: text,
    secureHealthCheckUrl: text,
    vipAddress: text,
    secureVipAddress: text,
    isCoordinatingDiscoveryServer: fc.boolean(),
    lastUpdatedTimestamp: time,
    lastDirtyTimestamp: time,
    actionType: fc.constantFrom(...actionTypes),
    asgName: text,
  },
  {
    requiredKeys: [
      ...([
        'hostName',
        'app',
        'ipAddr',
        'status',
        'overriddenStatus',
        'port',
        'securePort',
        'countryId',
      ] as const),
      ...(['leaseInfo', 'metadata', 'isCoordinatingDiscoveryServer'] as const),
      ...(['lastUpdatedTimestamp', 'lastDirtyTimestamp'] as const),
    ],
  },
);

const anyApplication = fc.record({ name: upper, instances: fc.array(anyInstance, { maxLength: 3 }) });
const anyApplications = fc.record({
  version: text,
  hashCode: text,
  applications: fc.array(anyApplication, { maxLength: 3 }),
});

const encoder = (format: WireFormat, detail: Detail) => encoderOf({ format, detail, version: 'v2' });

/** The text that survives XML. */
const xmlText = (each: string): string =>
  each.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

/** The value that survives XML, which has no empty names. */
function survivingXml<T>(value: T): T {
  if (typeof value === 'string') return xmlText(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(survivingXml) as T;
  const entries = Object.entries(value).filter(([name]) => name !== '');
  return Object.fromEntries(entries.map(([name, each]) => [name, survivingXml(each)])) as T;
}

describe('encoding and decoding is lossless', () => {
  it('an instance in JSON', () => {
    fc.assert(
      fc.property(anyInstance, (instance) => {
        const written = encoder('json', 'full').instance(instance);
        expect(decodeInstanceDocument(JSON.parse(written), now)).toEqual(instance);
      }),
    );
  });

  it('an instance in XML', () => {
    fc.assert(
      fc.property(anyInstance, (instance) => {
        const written = encoder('xml', 'full').instance(instance);
        expect(decodeInstanceXml(written, now)).toEqual(survivingXml(instance));
      }),
    );
  });

  it('an application and a registry in JSON', () => {
    fc.assert(
      fc.property(anyApplications, (applications) => {
        const { application, applications: all } = encoder('json', 'full');
        expect(decodeApplicationsDocument(JSON.parse(all(applications)), now)).toEqual(applications);
        for (const each of applications.applications)
          expect(decodeApplicationDocument(JSON.parse(application(each)), now)).toEqual(each);
      }),
    );
  });

  it('an application and a registry in XML', () => {
    fc.assert(
      fc.property(anyApplications, (applications) => {
        const { application, applications: all } = encoder('xml', 'full');
        expect(decodeApplicationsXml(all(applications), now)).toEqual(survivingXml(applications));
        for (const each of applications.applications)
          expect(decodeApplicationXml(application(each), now)).toEqual(survivingXml(each));
      }),
    );
  });

  it('encoded again, the same text', () => {
    fc.assert(
      fc.property(anyInstance, (instance) => {
        for (const version of ['v1', 'v2'] as const) {
          const { instance: write } = encoderOf({ format: 'xml', detail: 'full', version });
          expect(write(decodeInstanceXml(write(instance), now))).toBe(write(instance));
        }
      }),
    );
  });
});

describe('the compact forms keep the fields a caller needs', () => {
  const names = [
    ...(['instanceId', 'app', 'ipAddr', 'vipAddress', 'secureVipAddress', 'hostName', 'status'] as const),
    ...(['lastUpdatedTimestamp', 'actionType', 'asgName', 'port', 'securePort'] as const),
  ];
  const kept = (instance: InstanceInfo): object => ({
    ...Object.fromEntries(names.map((name) => [name, instance[name]])),
    dataCenterInfo: instance.dataCenterInfo?.name,
  });

  it('in JSON', () => {
    fc.assert(
      fc.property(anyApplication, (application) => {
        const read: unknown = JSON.parse(encoder('json', 'compact').application(application));
        const { instances } = decodeApplicationDocument(read, now);
        expect(instances.map(kept)).toEqual(application.instances.map(kept));
      }),
    );
  });

  it('in XML', () => {
    fc.assert(
      fc.property(anyApplication, (application) => {
        const { instances } = decodeApplicationXml(encoder('xml', 'compact').application(application), now);
        expect(instances.map(kept)).toEqual(survivingXml(application.instances.map(kept)));
      }),
    );
  });
});

it('XML is well-formed for any values', () => {
  fc.assert(
    fc.property(anyApplications, fc.constantFrom('full', 'compact'), (applications, detail) => {
      expect(readXml(encoder('xml', detail).applications(applications), 'applications').name).toBe(
        'applications',
      );
    }),
  );
});

it('XML is well-formed with namespaces, whatever the metadata', () => {
  fc.assert(
    fc.property(anyInstance, fc.constantFrom('full', 'compact'), (instance, detail) => {
      const parser = sax.parser(true, { xmlns: true });
      const names: string[] = [];
      parser.onerror = (error) => {
        throw error;
      };
      parser.onopentag = ({ name }) => names.push(name);
      parser.write(encoder('xml', detail).instance(instance)).close();
      expect(names.filter((name) => name.includes(':') || name === 'xmlns')).toEqual([]);
    }),
  );
});
