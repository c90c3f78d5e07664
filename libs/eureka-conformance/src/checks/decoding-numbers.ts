import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import { dirtyTimestamp } from '../java-instance.js';
import { assertAccepted } from '../replies.js';
import { decodes } from './decoding.js';

const fields = checkOf('EurekaJacksonCodec.InstanceInfoDeserializer');
const jsonBody = { 'content-type': 'application/json' };

/** Numbers that are sent as text, and text that is sent as numbers. */
export const decodingNumbers: CheckGroup = {
  title: 'decoding the numbers of a registration',
  checks: [
    decodes(
      'decode-port-fraction',
      'a fraction of a port is cut off, also in text, and an empty disabled one is 0',
      {
        port: { $: '8080.9', '@enabled': 'true' },
        securePort: { $: '', '@enabled': 'false' },
      },
      { port: { $: 8080, '@enabled': 'true' }, securePort: { $: 0, '@enabled': 'false' } },
    ),
    decodes(
      'decode-port-disabled',
      'a disabled port is listed as it is, since readers ignore it',
      { securePort: { $: -1, '@enabled': 'false' } },
      { securePort: { $: -1, '@enabled': 'false' } },
    ),
    fields(
      'decode-lease-text',
      'a duration may be text; an empty one is absent, a fraction is cut off',
      async (session) => {
        await session.register({ leaseInfo: { renewalIntervalInSecs: '', durationInSecs: '30.7' } });
        const { renewalIntervalInSecs, durationInSecs } = (await session.read()).leaseInfo;
        assert.deepEqual([renewalIntervalInSecs, durationInSecs], [30, 30]);
      },
    ),
    decodes(
      'decode-timestamp-fraction',
      'a fraction of a timestamp is cut off, also in text',
      { lastDirtyTimestamp: `${dirtyTimestamp}.456` },
      { lastDirtyTimestamp: `${dirtyTimestamp}` },
    ),
    fields(
      'decode-number-characters',
      'a number where text is meant keeps the characters it was sent with',
      async (session) => {
        const metadata = '{"a":1.10,"b":1.0,"c":1234567890123456789,"d":1e3,"e":-0}';
        const json = JSON.stringify({ instance: session.instance({ vipAddress: 0, metadata: 0 }) })
          .replace('"vipAddress":0', '"vipAddress":3.10')
          .replace('"metadata":0', `"metadata":${metadata}`);
        assertAccepted(await session.postRegistration(json, jsonBody));
        const read = await session.read();
        assert.equal(read.vipAddress, '3.10');
        assert.deepEqual(read.metadata, {
          a: '1.10',
          b: '1.0',
          c: '1234567890123456789',
          d: '1e3',
          e: '-0',
        });
      },
    ),
    fields(
      'decode-number-id',
      'an id may be a number of any size, and works in paths as it was sent',
      async (session) => {
        const id = '1234567890123456789';
        session.cancelAfterwards(id);
        const json = JSON.stringify({ instance: session.instance({ instanceId: 0 }) });
        const body = json.replace('"instanceId":0', `"instanceId":${id}`);
        assertAccepted(await session.postRegistration(body, jsonBody));
        assert.equal((await session.put(session.path(id))).status, 200);
      },
    ),
  ],
};
