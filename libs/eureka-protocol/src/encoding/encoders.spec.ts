import { encoderOf } from './encoders.js';
import { instanceStatuses } from '../model/instance-info.js';
import { anInstance } from '../testing/index.js';
import type { WireForm } from '../model/wire-form.js';

const xml = encoderOf({ format: 'xml', detail: 'full', version: 'v2' });
const compactXml = encoderOf({ format: 'xml', detail: 'compact', version: 'v2' });
const compactJson = encoderOf({ format: 'json', detail: 'compact', version: 'v2' });

const forms: WireForm[] = (['json', 'xml'] as const).flatMap((format) =>
  (['full', 'compact'] as const).flatMap((detail) =>
    (['v1', 'v2'] as const).map((version) => ({ format, detail, version })),
  ),
);

const applications = {
  version: '1',
  hashCode: 'UP_3_',
  applications: [
    { name: 'SHOP', instances: [anInstance({ app: 'SHOP' }), anInstance({ app: 'SHOP', port: 8002 })] },
    { name: 'BILLING', instances: [anInstance({ app: 'BILLING' })] },
  ],
};

describe.each(forms)('$format, $detail, $version', (form) => {
  const encoder = encoderOf(form);

  it('has a single encoder', () => {
    expect(encoderOf({ ...form })).toBe(encoder);
  });

  it.each([
    ['a registry', applications],
    ['an empty one', { ...applications, hashCode: '', applications: [] }],
  ])('joins its parts to %s', (_what, whole) => {
    const isEmpty = whole.applications.length === 0;
    const { head, separator, tail } = encoder.frame({ ...whole, isEmpty });
    expect(head + whole.applications.map(encoder.part).join(separator) + tail).toBe(
      encoder.applications(whole),
    );
  });

  it('writes one instance in full', () => {
    expect(encoder.instance(anInstance())).toContain('leaseInfo');
  });
});

describe('a status in XML', () => {
  const said = (form: Partial<WireForm>) =>
    instanceStatuses.map((status) => {
      const encoder = encoderOf({ format: 'xml', detail: 'full', version: 'v2', ...form });
      const application = { name: 'A', instances: [anInstance({ status })] };
      return /<status>(\w+)</.exec(encoder.application(application))?.[1];
    });

  it('is the true status', () => {
    expect(said({})).toEqual(instanceStatuses);
    expect(said({ version: 'v1', detail: 'compact' })).toEqual(instanceStatuses);
  });

  it('is one of three in V1', () => {
    expect(said({ version: 'v1' })).toEqual(['UP', 'DOWN', 'STARTING', 'DOWN', 'DOWN']);
  });

  it('is the true status in a single instance too, where Java loses the version', () => {
    expect(xml.instance(anInstance({ status: 'OUT_OF_SERVICE' }))).toContain(
      '<status>OUT_OF_SERVICE</status>',
    );
  });

  it('does not affect the override', () => {
    const v1 = encoderOf({ format: 'xml', detail: 'full', version: 'v1' });
    const instance = anInstance({ status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
    expect(v1.instance(instance)).toContain(
      '<status>DOWN</status><overriddenstatus>OUT_OF_SERVICE</overriddenstatus>',
    );
  });
});

describe('the compact forms', () => {
  const amazon = anInstance({
    dataCenterInfo: {
      name: 'Amazon',
      metadata: {
        'ami-id': 'a',
        'instance-id': 'i-1',
        mac: 'm',
        'public-hostname': 'h',
        'local-ipv4': '10.0.0.1',
      },
    },
    metadata: { zone: 'z1' },
    actionType: 'ADDED',
    asgName: 'group',
  });
  const application = { name: 'A', instances: [amazon] };

  it('keep the identifiers and addresses of Amazon metadata', () => {
    expect(compactJson.part(application)).toContain(
      '"metadata":{"instance-id":"i-1","public-hostname":"h","local-ipv4":"10.0.0.1"}',
    );
    expect(compactXml.part(application)).toContain(
      '<metadata><instance-id>i-1</instance-id><public-hostname>h</public-hostname><local-ipv4>10.0.0.1</local-ipv4></metadata>',
    );
  });

  it('hold exactly these fields in this order', () => {
    const { instance } = JSON.parse(compactJson.part(application)) as { instance: object[] };
    expect(Object.keys(instance[0] ?? {})).toEqual([
      'instanceId',
      'app',
      'ipAddr',
      'vipAddress',
      'secureVipAddress',
      'dataCenterInfo',
      'hostName',
      'status',
      'lastUpdatedTimestamp',
      'actionType',
      'asgName',
      'port',
      'securePort',
    ]);
  });

  it('hold the same fields in both formats', () => {
    const names = [...compactXml.part(application).matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect(names.filter((name) => name === 'leaseInfo' || name === 'overriddenstatus')).toEqual([]);
    expect(compactXml.part(application)).toMatch(
      /^<application><name>A<\/name><instance><instanceId>.*<asgName>group<\/asgName><port enabled="true">8001<\/port><securePort enabled="false">443<\/securePort><\/instance><\/application>$/,
    );
  });

  it('write lastUpdatedTimestamp as a number in JSON', () => {
    expect(compactJson.part(application)).toContain('"lastUpdatedTimestamp":1795400000000,');
  });
});

describe('what XML cannot represent', () => {
  it('is omitted if it is an empty key', () => {
    expect(xml.instance(anInstance({ metadata: { '': 'lost', b: '1' } }))).toContain(
      '<metadata><b>1</b></metadata>',
    );
    expect(xml.instance(anInstance({ metadata: { '': 'lost' } }))).toContain(
      '<metadata class="java.util.Collections$EmptyMap"/>',
    );
  });

  it('is replaced if it is a character', () => {
    expect(xml.instance(anInstance({ hostName: 'a\u0000b' }))).toContain('<hostName>a\uFFFDb</hostName>');
  });
});

it.each(['na', 'unknown'])('a default sid is not written: %s', (sid) => {
  expect(xml.instance(anInstance({ sid }))).not.toContain('sid>');
  expect(xml.instance(anInstance({ sid: 's1' }))).toContain('<sid>s1</sid><status>');
});

it.each(forms)('an application is its instances in their frame: $format $detail $version', (form) => {
  const encoder = encoderOf(form);
  for (const application of applications.applications) {
    const { head, separator, tail } = encoder.partFrame(application.name);
    const part = head + application.instances.map((each) => encoder.listed(each)).join(separator) + tail;
    expect(encoder.part(application)).toBe(part);
    const { head: before, tail: after } = encoder.applicationFrame;
    expect(encoder.application(application)).toBe(before + part + after);
  }
});
