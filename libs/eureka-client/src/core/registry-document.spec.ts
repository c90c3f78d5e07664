import { appsHashCode, encodeApplicationsDocument, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { matchesOwnHashCode, irregularitiesIn, readApplications } from './registry-document.js';

const now = 1_750_000_000_000;
const [one, two] = [anInstance({ port: 8001 }), anInstance({ port: 8002 })] as const;
const applications = (instances: readonly InstanceInfo[], hashCode = appsHashCode(instances)) => ({
  version: '1',
  hashCode,
  applications: [{ name: one.app, instances }],
});
const documentOf = (instance: object) => ({
  applications: { apps__hashcode: 'UP_1_', application: [{ name: 'SHOP', instance: [instance] }] },
});
const soleIn = (instance: object) =>
  readApplications(documentOf(instance), now).applications[0]?.instances[0];

describe('the document of a registry', () => {
  it.each([
    ['as many as it says', applications([one, two]), true],
    ['fewer than it says', applications([one], 'UP_2_'), false],
    ['others than it says', applications([one], 'DOWN_1_'), false],
    ['no hash code to check', applications([one], ''), true],
  ])('with %s matches its hash code: %#', (_, given, expected) =>
    expect(matchesOwnHashCode(given)).toBe(expected),
  );

  it('is irregular if an id occurs twice in an application, or an instance has no port', () => {
    const portless = anInstance({ instanceId: 'mute', port: { number: 0, enabled: false } });
    const textsOf = (...instances: InstanceInfo[]) =>
      irregularitiesIn(applications(instances)).flatMap(({ count, text }) => (count > 0 ? [text] : []));
    const again: InstanceInfo = { ...one, status: 'DOWN' };
    expect(textsOf(one, two, again, portless)).toEqual([
      ': CLOUD-PAYMENT-SERVICE/payment8001 is listed twice, using the last entry',
      ': CLOUD-PAYMENT-SERVICE/mute has no port, so it cannot be called',
    ]);
    expect(textsOf(one, two)).toEqual([]);
    expect(textsOf(one, two, again, again, portless, { ...portless, instanceId: 'dumb' })).toEqual([
      ': 2 instances are listed twice, using their last entries, such as CLOUD-PAYMENT-SERVICE/payment8001',
      ': 2 instances have no port, so they cannot be called, such as CLOUD-PAYMENT-SERVICE/mute',
    ]);
  });

  it('leaves an instance without a port, instead of Java’s 7001', () => {
    const bare = { instanceId: 'a', app: 'SHOP', hostName: 'desk' };
    expect(soleIn(bare)).toMatchObject({ port: { number: 0, enabled: false } });
    expect(soleIn({ ...bare, port: { $: 80, '@enabled': 'true' } })).toMatchObject({
      port: { number: 80, enabled: true },
    });
  });

  it('uses the time of the last update as the version in the compact form', () => {
    const compact = { instanceId: 'a', app: 'SHOP', hostName: 'desk', lastUpdatedTimestamp: 7 };
    expect(soleIn(compact)?.lastDirtyTimestamp).toBe(7);
  });

  it('is read as it was written', () => {
    const given = applications([one, two]);
    expect(readApplications(JSON.parse(JSON.stringify(encodeApplicationsDocument(given))), now)).toEqual(
      given,
    );
  });

  it.each([
    null,
    7,
    'text',
    [],
    {},
    { applications: 3 },
    { applications: { application: [{ instance: [null] }] } },
  ])('is rejected if it is %j', (document) => expect(() => readApplications(document, now)).toThrow());
});
