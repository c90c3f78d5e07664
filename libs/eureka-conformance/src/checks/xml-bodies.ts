import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckMaker, type Group } from '../check.js';
import { xml, type TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';
import { assertTaken } from '../replies.js';
import type { WireInstance } from '../wire.js';

const unmarshal = checkOf('Converters.InstanceInfoConverter.unmarshal');
const metadataConverter = checkOf('Converters.MetadataConverter');

const head = (guest: TestSession) => `
  <instanceId>${guest.id}</instanceId><hostName>one.example</hostName><app>${guest.app}</app>
  <ipAddr>10.0.0.1</ipAddr><vipAddress>${guest.vip}</vipAddress>
  <dataCenterInfo class="com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo"><name>MyOwn</name></dataCenterInfo>
  <lastDirtyTimestamp>${stamp}</lastDirtyTimestamp>`;

const sends = (guest: TestSession, more: string) =>
  guest.post(`<instance>${head(guest)}${more}</instance>`, { ...xml, 'content-type': 'application/xml' });

/** A registration in XML with these elements, and what is listed then. */
const reads = (
  id: string,
  says: string,
  more: string,
  listed: Partial<WireInstance>,
  by: CheckMaker = unmarshal,
): Check =>
  by(id, says, async (guest) => {
    assertTaken(await sends(guest, more));
    const read = (await guest.read()) as unknown as Record<string, unknown>;
    const expected = { hostName: 'one.example', vipAddress: guest.vip, ...listed };
    for (const [key, value] of Object.entries(expected)) assert.deepEqual(read[key], value, key);
  });

export const xmlBodies: Group = {
  about: 'registrations in XML',
  checks: [
    reads(
      'xml-register',
      'a registration in XML is one as good as any',
      `<status>STARTING</status><port enabled="false">8081</port><securePort enabled="true">8443</securePort>
       <metadata><zone>z1</zone><management.port>8081</management.port></metadata>`,
      {
        status: 'STARTING',
        port: { $: 8081, '@enabled': 'false' },
        securePort: { $: 8443, '@enabled': 'true' },
        metadata: { zone: 'z1', 'management.port': '8081' },
        lastDirtyTimestamp: `${stamp}`,
        actionType: 'ADDED',
      },
    ),
    reads('xml-register-minimal', 'the least that registers is completed with defaults', '', {
      status: 'UP',
      port: { $: 7001, '@enabled': 'true' },
      securePort: { $: 7002, '@enabled': 'false' },
      metadata: { '@class': 'java.util.Collections$EmptyMap' },
    }),
    reads(
      'xml-register-ports',
      'a port without a flag is open, a secure one is not',
      '<port>1</port><securePort>2</securePort>',
      {
        port: { $: 1, '@enabled': 'true' },
        securePort: { $: 2, '@enabled': 'false' },
      },
    ),
    reads('xml-register-case', 'in XML a status may be in lower case', '<status>down</status>', {
      status: 'DOWN',
    }),
    reads('xml-register-weird', 'an unknown status is UNKNOWN', '<status>WEIRD</status>', {
      status: 'UNKNOWN',
    }),
    ...['overriddenstatus', 'overriddenStatus'].map((name) =>
      reads(
        `xml-register-${name === 'overriddenstatus' ? 'override' : 'override-capital'}`,
        `${name} is read`,
        `<${name}>OUT_OF_SERVICE</${name}>`,
        { overriddenStatus: 'OUT_OF_SERVICE' },
      ),
    ),
    reads(
      'xml-register-unknown',
      'unknown elements are passed over, with all that is in them',
      '<later>x</later><more a="b"><hostName>evil</hostName></more><homePageUrl>http://h/</homePageUrl>',
      { hostName: 'one.example', homePageUrl: 'http://h/' } as Partial<WireInstance>,
    ),
    reads(
      'xml-register-escapes',
      'text may be escaped in each way that XML has',
      '<metadata><a>&lt;&amp;&#233;&#x4e2d;</a><b><![CDATA[<&]]></b><!-- no --><c>é</c></metadata>',
      { metadata: { a: '<&é中', b: '<&', c: 'é' } },
    ),
    reads(
      'xml-register-names',
      'an escaped key of metadata is read as it was meant',
      '<metadata><a__b>1</a__b><a_-b>2</a_-b></metadata>',
      { metadata: { a_b: '1', a$b: '2' } },
      metadataConverter,
    ),
    unmarshal(
      'xml-register-declaration',
      'a declaration may come first, with a charset in the type',
      async (guest) => {
        const body = `<?xml version="1.0" encoding="UTF-8"?>\n<instance>${head(guest)}</instance>`;
        assertTaken(await guest.post(body, { 'content-type': 'application/xml; charset=UTF-8' }));
        assert.equal((await guest.read()).hostName, 'one.example');
      },
    ),
    betterThan('Converters.LeaseInfoConverter')(
      'xml-register-lease-text',
      'a duration that is no number never makes what follows it be lost',
      async (guest) => {
        const lease = '<leaseInfo><durationInSecs>long</durationInSecs></leaseInfo>';
        const reply = await sends(guest, `${lease}<status>STARTING</status>`);
        if (reply.status === 400) return;
        assertTaken(reply);
        assert.equal((await guest.read()).status, 'STARTING');
      },
    ),
  ],
};
