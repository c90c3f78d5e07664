import { encodeInstance } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { parseResponses } from './raw-responses.js';
import { invalidItems } from './batch.rows.js';
import { batch, post, withField } from './bytes.js';
import { Target } from './target.js';

describe('a batch', () => {
  const target = new Target();
  beforeAll(() => target.open());
  afterAll(() => target.close());
  beforeEach(() => target.log.clear());
  afterEach(async () => {
    expect(target.log.faults).toEqual([]);
    target.removeGuests();
    expect(await target.isUntouched()).toBe(true);
  });

  async function statusesFor(items: readonly object[]): Promise<readonly number[]> {
    const response = parseResponses(await target.send(batch(JSON.stringify({ replicationList: items }))))[0];
    expect(response?.status).toBe(200);
    const { responseList } = JSON.parse(response?.body ?? '') as { responseList: { statusCode: number }[] };
    return responseList.map(({ statusCode }) => statusCode);
  }

  it.each([...invalidItems])(
    'with %s affects no other item, and logs one line at most',
    async (_what, item, status) => {
      expect(await statusesFor([item])).toEqual([status]);
      expect(target.log.refusals.length).toBeLessThanOrEqual(1);
    },
  );

  it('with hundreds of invalid items still applies the valid ones between them', async () => {
    const wanted = Array.from({ length: 30 }, (_, i) =>
      anInstance({ app: 'GUEST', instanceId: `good-${i}` }),
    );
    const good = wanted.map((instance) => ({
      appName: instance.app,
      id: instance.instanceId,
      action: 'Register',
      instanceInfo: encodeInstance(instance),
    }));
    const items = good.flatMap((each) => [...invalidItems.map(([, item]) => item), each]);
    expect(items.length).toBeGreaterThan(250);
    const statuses = await statusesFor(items);
    expect(statuses).toEqual(good.flatMap(() => [...invalidItems.map(([, , status]) => status), 200]));
    for (const { app, instanceId = '' } of wanted) {
      expect(target.server.registry.reads.find(app, instanceId)?.status).toBe('UP');
    }
  });

  it('with an unreadable item changes nothing at all, as in Java', async () => {
    const cancel = { appName: 'SHOP', id: 'web-1', action: 'Cancel' };
    const bytes = batch(JSON.stringify({ replicationList: [cancel, null] }));
    expect(parseResponses(await target.send(bytes))[0]?.status).toBe(400);
  });

  it.each([
    ['in the body', post(withField('app', 'A\nB\u2028C'))],
    [
      'in a name',
      batch(JSON.stringify({ replicationList: [{ ...invalidItems[1]?.[1], appName: 'A\r\nB\u0085C' }] })),
    ],
    ['of 100 kB', post(withField('app', 'x\n'.repeat(50_000)))],
  ])('or a registration with many lines %s is one short line in the log', async (_where, bytes) => {
    await target.send(bytes);
    expect(target.log.refusals).toHaveLength(1);
    expect(target.log.refusals[0]).toMatch(/^[^\p{Cc}\u2028]{1,401}$/u);
  });
});
