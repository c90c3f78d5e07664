import { anInstance } from '@eureka-nest/protocol/testing';
import * as bad from './behaviours.js';
import { on } from './behaviours.js';
import type { Behaviour, ProgrammableRegistry } from './programmable-registry.js';
import { itEndures } from './trial.js';

const writes = ['register', 'heartbeat', 'cancel'] as const;
/** Each registry counts its own turns: rows run at the same time. */
const turns = new WeakMap<ProgrammableRegistry, number>();
function nextTurn(registry: ProgrammableRegistry): number {
  const turn = turns.get(registry) ?? 0;
  turns.set(registry, turn + 1);
  return turn;
}

const alternates =
  (...behaviours: readonly Behaviour[]): Behaviour =>
  (exchange) =>
    behaviours[nextTurn(exchange.registry) % behaviours.length]?.(exchange);

/** Lists this process in every other response. */
const listsInTurns: Behaviour = ({ registry, response }) => {
  const { truth } = registry;
  const own = truth.instances.get('own');
  if (nextTurn(registry) % 2 === 0) truth.drop('own');
  registry.respond('fetch', '', '', response);
  if (own) truth.put(own);
};

describe('a client endures a registry that', () => {
  itEndures([
    {
      name: 'responds to heartbeats with 404 for ever',
      isFollowed: true,
      behaviours: { heartbeat: bad.responds(404) },
    },
    { name: 'redirects heartbeats', isFollowed: true, behaviours: { heartbeat: bad.redirects } },
    {
      name: 'sends 200 and HTML to heartbeats',
      isFollowed: true,
      behaviours: { heartbeat: bad.responds(200, '<p>') },
    },
    { name: 'lets heartbeats hang', behaviours: { heartbeat: bad.hangs } },
    {
      name: 'accepts heartbeats in turns',
      behaviours: { heartbeat: alternates(bad.responds(200), bad.responds(404)) },
      // Each registration that a heartbeat confirmed and the next one lost is a line.
      maxLines: 20,
    },
    {
      name: 'fails in turns',
      behaviours: on(writes, alternates(bad.responds(200), bad.responds(500), bad.resets)),
    },
    {
      name: 'accepts a registration and never lists it',
      isFollowed: true,
      behaviours: { register: bad.responds(204), heartbeat: bad.responds(200) },
    },
    {
      name: 'lists a registration in turns',
      // Each of its lists is well-formed, and every other one is right.
      isBelieved: true,
      behaviours: { fetch: listsInTurns, delta: bad.responds(404) },
    },
    { name: 'sends 200 to registrations', isFollowed: true, behaviours: { register: bad.responds(200) } },
    {
      name: 'sends 400 to registrations',
      isFollowed: true,
      behaviours: { register: bad.responds(400, 'Missing instanceId') },
    },
    { name: 'lets registrations hang', isFollowed: true, behaviours: { register: bad.hangs } },
    { name: 'lets cancellations hang', isFollowed: true, behaviours: { cancel: bad.hangs } },
    { name: 'drips its response to cancellations', isFollowed: true, behaviours: { cancel: bad.drips } },
    {
      name: 'floods cancellations',
      isFollowed: true,
      behaviours: { cancel: bad.floods('x'.repeat(64_000)) },
    },
    {
      name: 'lists this process with another status',
      isBelieved: true,
      behaviours: {
        delta: bad.responds(404),
        fetch: ({ registry, response }) => {
          const own = registry.truth.instances.get('own') ?? anInstance({ instanceId: 'own' });
          registry.truth.instances.set('own', { ...own, status: 'OUT_OF_SERVICE' });
          registry.respond('fetch', '', '', response);
        },
      },
    },
  ]);
});
