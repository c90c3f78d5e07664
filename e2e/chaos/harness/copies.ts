import { EurekaClient } from '@eureka-nest/client';
import { clients, providers } from '../../harness/app-names.js';
import { get } from '../../harness/http.js';
import { idOf } from '../../harness/registry-view.js';
import { listedAt } from './registry-watch.js';
import type { World } from './world.js';

const silent = {
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

/** Clients of this process: they follow the feed of either registry, or poll. */
export class Copies {
  private readonly followers: ReadonlyMap<string, EurekaClient>;

  constructor(private readonly world: World) {
    const urls = world.registries.map((each) => world.url(each, '/eureka/'));
    const client = (serviceUrls: readonly string[], more = {}) =>
      new EurekaClient(
        { serviceUrls, registerWithEureka: false, registryFetchIntervalSecs: 5, ...more },
        { logger: silent },
      );
    this.followers = new Map([
      ['a follower of the first registry', client(urls)],
      ['a follower of the last registry', client(urls.toReversed())],
      ['a client that polls', client(urls, { followChanges: false })],
    ]);
  }

  async start(): Promise<void> {
    await Promise.all([...this.followers.values()].map((each) => each.start()));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.followers.values()].map((each) => each.stop()));
  }

  /** Lines about what differs from "every client is UP": at registries, and in copies. */
  async differences(): Promise<string[]> {
    const { world } = this;
    const expected = clients.map((each) => `${idOf(world.demo, each)} UP`).sort();
    const found = new Map<string, string[]>();
    for (const each of world.registries)
      found.set(each, await listedAt(world.url(each)).catch((error: Error) => [error.message]));
    for (const [name, client] of this.followers) {
      const all = client.allInstances().map(({ instanceId, status }) => `${instanceId} ${status}`);
      found.set(name, all.sort());
    }
    const payments = providers.map((each) => idOf(world.demo, each)).sort();
    const differences = [...found].filter(([, list]) => list.join() !== expected.join());
    const ofProviders = await Promise.all(providers.map((each) => this.copyOfProvider(each)));
    return [
      ...differences.map(([name, list]) => `${name} has ${list.join(', ')}`),
      ...ofProviders.flatMap((list, index) =>
        list.join() === payments.join() ? [] : [`${providers[index]} has ${list.join(', ')}`],
      ),
    ];
  }

  private async copyOfProvider(provider: (typeof providers)[number]): Promise<string[]> {
    const { body } = await get(this.world.url(provider, '/payment/discovery'));
    return (body as { instances: { instanceId: string }[] }).instances.map((each) => each.instanceId).sort();
  }
}
