import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckFactory, type CheckGroup } from '../check.js';
import { acceptXml, type TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';
import { assertAccepted } from '../replies.js';
import type { WireInstance } from '../wire.js';

const unmarshal = checkOf('Converters.InstanceInfoConverter.unmarshal');
const metadataConverter = checkOf('Converters.MetadataConverter');

const ownElements = (session: TestSession) => `
  <instanceId>${session.id}</instanceId><hostName>one.example</hostName><app>${session.app}</app>
  <ipAddr>10.0.0.1</ipAddr><vipAddress>${session.vip}</vipAddress>
  <dataCenterInfo class="com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo"><name>MyOwn</name></dataCenterInfo>
  <lastDirtyTimestamp>${dirtyTimestamp}</lastDirtyTimestamp>`;

const register = (session: TestSession, more: string) =>
  session.postRegistration(`<instance>${ownElements(session)}${more}</instance>`, {
    ...acceptXml,
    'content-type': 'application/xml',
  });

/** Checks that a registration in XML with some elements is listed with the expected fields. */
const decodes = (
  id: string,
  requirement: string,
  more: string,
  listed: Partial<WireInstance>,
  by: CheckFactory = unmarshal,
): Check =>
  by(id, requirement, async (session) => {
    assertAccepted(await register(session, more));
    const read = (await session.read()) as unknown as Record<string, unknown>;
    const expected = { hostName: 'one.example', vipAddress: session.vip, ...listed };
    for (const [key, value] of Object.entries(expected)) assert.deepEqual(read[key], value, key);
  });

export const xmlBodies: CheckGroup = {
  title: 'registrations in XML',
  checks: [
    decodes(
      'xml-register',
      'a registration in XML is accepted',
      `<status>STARTING</status><port enabled="false">8081</port><securePort enabled="true">8443</securePort>
       <metadata><zone>z1</zone><management.port>8081</management.port></metadata>`,
      {
        status: 'STARTING',
        port: { $: 8081, '@enabled': 'false' },
        securePort: { $: 8443, '@enabled': 'true' },
        metadata: { zone: 'z1', 'management.port': '8081' },
        lastDirtyTimestamp: `${dirtyTimestamp}`,
        actionType: 'ADDED',
      },
    ),
    decodes('xml-register-minimal', 'a minimal registration is completed with defaults', '', {
      status: 'UP',
      port: { $: 7001, '@enabled': 'true' },
      securePort: { $: 7002, '@enabled': 'false' },
      metadata: { '@class': 'java.util.Collections$EmptyMap' },
    }),
    decodes(
      'xml-register-ports',
      'a port without a flag is enabled, a secure one is not',
      '<port>1</port><securePort>2</securePort>',
      {
        port: { $: 1, '@enabled': 'true' },
        securePort: { $: 2, '@enabled': 'false' },
      },
    ),
    decodes('xml-register-case', 'a status may be in lower case in XML', '<status>down</status>', {
      status: 'DOWN',
    }),
    decodes('xml-register-weird', 'an unknown status is UNKNOWN', '<status>WEIRD</status>', {
      status: 'UNKNOWN',
    }),
    ...['overriddenstatus', 'overriddenStatus'].map((name) =>
      decodes(
        `xml-register-${name === 'overriddenstatus' ? 'override' : 'override-capital'}`,
        `${name} is read`,
        `<${name}>OUT_OF_SERVICE</${name}>`,
        { overriddenStatus: 'OUT_OF_SERVICE' },
      ),
    ),
    decodes(
      'xml-register-unknown',
      'unknown elements are ignored with their content',
      '<later>x</later><more a="b"><hostName>evil</hostName></more><homePageUrl>http://h/</homePageUrl>',
      { hostName: 'one.example', homePageUrl: 'http://h/' } as Partial<WireInstance>,
    ),
    decodes(
      'xml-register-escapes',
      'text may be escaped in any way of XML',
      '<metadata><a>&lt;&amp;&#233;&#x4e2d;</a><b><![CDATA[<&]]></b><!-- no --><c>é</c></metadata>',
      { metadata: { a: '<&é中', b: '<&', c: 'é' } },
    ),
    decodes(
      'xml-register-names',
      'an escaped key of metadata is decoded',
      '<metadata><a__b>1</a__b><a_-b>2</a_-b></metadata>',
      { metadata: { a_b: '1', a$b: '2' } },
      metadataConverter,
    ),
    unmarshal(
      'xml-register-declaration',
      'a declaration may come first, with a charset in the content type',
      async (session) => {
        const body = `<?xml version="1.0" encoding="UTF-8"?>\n<instance>${ownElements(session)}</instance>`;
        assertAccepted(
          await session.postRegistration(body, { 'content-type': 'application/xml; charset=UTF-8' }),
        );
        assert.equal((await session.read()).hostName, 'one.example');
      },
    ),
    betterThan('Converters.LeaseInfoConverter')(
      'xml-register-lease-text',
      'an invalid duration does not swallow the elements after it',
      async (session) => {
        const lease = '<leaseInfo><durationInSecs>long</durationInSecs></leaseInfo>';
        const reply = await register(session, `${lease}<status>STARTING</status>`);
        if (reply.status === 400) return;
        assertAccepted(reply);
        assert.equal((await session.read()).status, 'STARTING');
      },
    ),
  ],
};
