import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { parseResponses } from './raw-responses.js';
import { asGzip, batch, chunked, post, postXml, withField } from './bytes.js';
import { Target } from './target.js';

jest.setTimeout(300_000);

const megabyte = 1_048_576;
const note = 'x'.repeat(megabyte - 2_000);

/** Requests of about a megabyte each, accepted or refused at every depth of the server. */
const large: readonly (readonly [status: number, bytes: Buffer])[] = [
  [204, post(withField('metadata', { note }))],
  [204, post(withField('unknown', note))],
  [400, post(withField('instanceId', note))],
  [400, post(`{"instance":{"app":"${note}`)],
  [400, post('['.repeat(megabyte))],
  [400, postXml(`<instance><app>GUEST</app><a>${'<b/>'.repeat(250_000)}`)],
  [413, chunked('POST /eureka/apps/GUEST', [Buffer.alloc(2 * megabyte)])],
  [413, post(gzipSync(Buffer.alloc(50 * megabyte)), asGzip)],
  [400, batch(`{"replicationList":[{"appName":"${note}"`)],
  [400, batch(`{"replicationList":["${note}"]}`)],
  // Cancels of unknown instances, each with another name.
  [200, batch(`{"replicationList":[{"appName":"A","id":"${note}","action":"Cancel"}]}`)],
];

describe('the memory of a server', () => {
  const target = new Target();
  beforeAll(() => target.open());
  afterAll(() => target.close());

  async function storm(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      for (const [status, bytes] of large) {
        expect(parseResponses(await target.send(bytes)).at(-1)?.status).toBe(status);
      }
      target.log.clear();
    }
    target.removeGuests();
    target.emptyDelta();
    expect(await target.isUntouched()).toBe(true);
  }

  it('does not grow over 200 large requests', async () => {
    await storm(2);
    const before = usedMegabytes();
    await storm(20);
    expect(usedMegabytes() - before).toBeLessThan(4);
  });
});

/** Memory in use after garbage collection, Buffers included. */
function usedMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / megabyte;
}
