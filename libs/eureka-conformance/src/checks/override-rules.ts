import { strict as assert } from 'node:assert';
import { checkOf, type Check, type CheckFactory, type CheckGroup } from '../check.js';
import { fromPeer, acceptJson, type TestSession } from '../test-session.js';
import { parseJson } from '../replies.js';
import type { WireInstance } from '../wire.js';

const overrideExists = checkOf('OverrideExistsRule');
const downOrStarting = checkOf('DownOrStartingRule');
const leaseExists = checkOf('LeaseExistsRule');
const statusUpdate = checkOf('AbstractInstanceRegistry.statusUpdate');

type Step = (session: TestSession) => Promise<unknown>;

const registers =
  (status: string, headers: Record<string, string> = acceptJson): Step =>
  (session) =>
    session.register({ status }, headers);
const override =
  (status: string): Step =>
  (session) =>
    session.put(`${session.path()}/status?value=${status}`);

/** Checks the status of the instance after some steps. */
const resultsIn = (
  by: CheckFactory,
  id: string,
  requirement: string,
  steps: readonly Step[],
  expected: string,
): Check =>
  by(id, requirement, async (session) => {
    for (const step of steps) await step(session);
    assert.equal((await session.read()).status, expected);
  });

export const overrideRules: CheckGroup = {
  title: 'status override rules',
  checks: [
    resultsIn(
      overrideExists,
      'rule-override',
      'an override wins over the status that the instance reports',
      [registers('UP'), override('OUT_OF_SERVICE'), registers('UP')],
      'OUT_OF_SERVICE',
    ),
    resultsIn(
      overrideExists,
      'rule-override-down',
      'the override DOWN wins over the status that the instance reports',
      [registers('UP'), override('DOWN'), registers('UP')],
      'DOWN',
    ),
    ...['DOWN', 'STARTING'].map((own) =>
      downOrStarting(
        `rule-${own.toLowerCase()}`,
        `the status ${own} of an instance wins over an override`,
        async (session) => {
          await session.register();
          await override('OUT_OF_SERVICE')(session);
          await session.register({ status: own });
          const { status, overriddenStatus } = await session.read();
          assert.deepEqual([status, overriddenStatus], [own, 'OUT_OF_SERVICE']);
        },
      ),
    ),
    resultsIn(
      overrideExists,
      'rule-override-again',
      'an override is effective again when the instance reports UP',
      [registers('UP'), override('OUT_OF_SERVICE'), registers('DOWN'), registers('UP')],
      'OUT_OF_SERVICE',
    ),
    resultsIn(
      leaseExists,
      'rule-up-stays',
      'an instance that is UP cannot register itself OUT_OF_SERVICE',
      [registers('UP'), registers('OUT_OF_SERVICE')],
      'UP',
    ),
    resultsIn(
      leaseExists,
      'rule-out-stays',
      'an instance that is OUT_OF_SERVICE cannot register itself UP',
      [registers('OUT_OF_SERVICE'), registers('UP')],
      'OUT_OF_SERVICE',
    ),
    resultsIn(
      leaseExists,
      'rule-detour',
      'an instance that was DOWN in between can register itself UP',
      [registers('OUT_OF_SERVICE'), registers('DOWN'), registers('UP')],
      'UP',
    ),
    resultsIn(
      leaseExists,
      'rule-peer-out',
      'OUT_OF_SERVICE registered by a peer is accepted',
      [registers('UP'), registers('OUT_OF_SERVICE', fromPeer)],
      'OUT_OF_SERVICE',
    ),
    resultsIn(
      leaseExists,
      'rule-peer-up',
      'UP registered by a peer is accepted',
      [registers('OUT_OF_SERVICE'), registers('UP', fromPeer)],
      'UP',
    ),
    statusUpdate(
      'rule-by-id',
      'an override belongs to the id, regardless of the application',
      async (session) => {
        const app = `${session.app}-OTHER`;
        await session.register();
        await override('OUT_OF_SERVICE')(session);
        await session.registerIn(app);
        const { instance } = parseJson<{ instance: WireInstance }>(
          await session.get(`apps/${app}/${session.id}`),
        );
        assert.equal(instance.status, 'OUT_OF_SERVICE');
      },
    ),
  ],
};
