import { decodeApplicationsDocument, idOf } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { freePort } from '@eureka-nest/runtime/testing';
import { systemClock } from '@eureka-nest/runtime/time';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { EventReader, ReadEvent } from '../builders/event-reader.js';
import { FeedTarget } from '../builders/feed-target.js';

const changesIn = ({ data }: ReadEvent) =>
  decodeApplicationsDocument(JSON.parse(data), 0).applications.flatMap(({ instances }) =>
    instances.map((instance) => `${idOf(instance)} ${instance.actionType}`),
  );

/** Waits for a change. During the first comparison of two servers it may come twice. */
async function untilChange(reader: EventReader, change: string): Promise<void> {
  while (!changesIn(await reader.next()).includes(change));
}

/** Two peers; the feed of the second one is read. */
describe('the change feed of a pair', () => {
  let first: FeedTarget;
  let second: FeedTarget;

  beforeEach(async () => {
    const [one, other] = [await freePort(), await freePort()];
    const open = (port: number, peer: number) =>
      new FeedTarget({ port, peers: [`http://127.0.0.1:${peer}/eureka/`] }, { clock: systemClock }).open(
        port,
      );
    [first, second] = await Promise.all([open(one, other), open(other, one)]);
    first.server.start();
    second.server.start();
  });
  afterEach(() => Promise.all([first.close(), second.close()]));

  it('shows changes at the other server, and that an instance was killed', async () => {
    const provider = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const { port } = provider.address() as AddressInfo;
    const reader = await second.openFeed();
    first.register(anInstance({ app: 'SHOP', instanceId: 'web-1', port }));
    await untilChange(reader, 'web-1 ADDED');

    const looked = once(provider, 'connection');
    const own = await first.openFeed('?instance=SHOP/web-1');
    const [look] = await looked;
    await once(look, 'close');
    provider.close();
    own.close();
    await untilChange(reader, 'web-1 DELETED');
    expect(first.server.registry.reads.size).toBe(0);
  });
});
