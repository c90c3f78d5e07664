import { strict as assert } from 'node:assert';
import { checkOf, type Check, type CheckMaker, type Group } from '../check.js';
import { fromPeer, json, type TestSession } from '../test-session.js';
import { documentOf } from '../replies.js';
import type { WireInstance } from '../wire.js';

const overrideExists = checkOf('OverrideExistsRule');
const downOrStarting = checkOf('DownOrStartingRule');
const leaseExists = checkOf('LeaseExistsRule');
const statusUpdate = checkOf('AbstractInstanceRegistry.statusUpdate');

type Step = (guest: TestSession) => Promise<unknown>;

const registers =
  (status: string, headers: Record<string, string> = json): Step =>
  (guest) =>
    guest.register({ status }, headers);
const forced =
  (status: string): Step =>
  (guest) =>
    guest.put(`${guest.at()}/status?value=${status}`);

/** After these steps the instance has this status. */
const leadsTo = (by: CheckMaker, id: string, says: string, steps: readonly Step[], expected: string): Check =>
  by(id, says, async (guest) => {
    for (const step of steps) await step(guest);
    assert.equal((await guest.read()).status, expected);
  });

export const overrideRules: Group = {
  about: 'which status counts',
  checks: [
    leadsTo(
      overrideExists,
      'rule-override',
      'a forced status beats what the instance says of itself',
      [registers('UP'), forced('OUT_OF_SERVICE'), registers('UP')],
      'OUT_OF_SERVICE',
    ),
    leadsTo(
      overrideExists,
      'rule-override-down',
      'an instance that is forced to be DOWN is, whatever it says of itself',
      [registers('UP'), forced('DOWN'), registers('UP')],
      'DOWN',
    ),
    ...['DOWN', 'STARTING'].map((own) =>
      downOrStarting(
        `rule-${own.toLowerCase()}`,
        `an instance that says it is ${own} is believed, whatever is forced`,
        async (guest) => {
          await guest.register();
          await forced('OUT_OF_SERVICE')(guest);
          await guest.register({ status: own });
          const { status, overriddenStatus } = await guest.read();
          assert.deepEqual([status, overriddenStatus], [own, 'OUT_OF_SERVICE']);
        },
      ),
    ),
    leadsTo(
      overrideExists,
      'rule-override-again',
      'what is forced counts again when the instance comes UP',
      [registers('UP'), forced('OUT_OF_SERVICE'), registers('DOWN'), registers('UP')],
      'OUT_OF_SERVICE',
    ),
    leadsTo(
      leaseExists,
      'rule-up-stays',
      'an instance that is UP cannot register itself OUT_OF_SERVICE',
      [registers('UP'), registers('OUT_OF_SERVICE')],
      'UP',
    ),
    leadsTo(
      leaseExists,
      'rule-out-stays',
      'one that is OUT_OF_SERVICE cannot register itself UP',
      [registers('OUT_OF_SERVICE'), registers('UP')],
      'OUT_OF_SERVICE',
    ),
    leadsTo(
      leaseExists,
      'rule-detour',
      'one that was DOWN in between can register itself UP',
      [registers('OUT_OF_SERVICE'), registers('DOWN'), registers('UP')],
      'UP',
    ),
    leadsTo(
      leaseExists,
      'rule-peer-out',
      'a peer is believed that it is OUT_OF_SERVICE',
      [registers('UP'), registers('OUT_OF_SERVICE', fromPeer)],
      'OUT_OF_SERVICE',
    ),
    leadsTo(
      leaseExists,
      'rule-peer-up',
      'a peer is believed that it is UP',
      [registers('OUT_OF_SERVICE'), registers('UP', fromPeer)],
      'UP',
    ),
    statusUpdate(
      'rule-by-id',
      'what is forced belongs to the id alone, whatever its application',
      async (guest) => {
        const app = `${guest.app}-OTHER`;
        await guest.register();
        await forced('OUT_OF_SERVICE')(guest);
        await guest.registerIn(app);
        const { instance } = documentOf<{ instance: WireInstance }>(
          await guest.get(`apps/${app}/${guest.id}`),
        );
        assert.equal(instance.status, 'OUT_OF_SERVICE');
      },
    ),
  ],
};
