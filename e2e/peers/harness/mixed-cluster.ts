import { registries } from '../../harness/app-names.js';
import { Demo } from '../../harness/demo.js';
import { freePorts } from '../../harness/free-ports.js';
import { startJavaPeer, type JavaPeer } from './java-peer.js';
import type { Properties, Train } from './java-settings.js';
import { Link } from './link.js';

export type Ours = (typeof registries)[number];
export type Node = 'java' | Ours;

export const ours: readonly Ours[] = registries;
export const nodes: readonly Node[] = ['java', ...registries];

const java: Properties = {
  // A member of a cluster copies the registry of its peers at its start, and tries again if none
  // responds.
  'eureka.client.fetch-registry': true,
  'eureka.server.registry-sync-retries': 5,
  'eureka.server.registry-sync-retry-wait-ms': 500,
  // Responses must be current. Without the second setting, a change that arrives while a response
  // is built could stay unseen for 180 s: the cache ignores the invalidation of an entry that it is
  // loading.
  'eureka.server.use-read-only-response-cache': false,
  'eureka.server.response-cache-auto-expiration-in-seconds': 1,
  // Spring's limit is 200 ms, which a busy machine would exceed.
  'eureka.server.peer-node-connect-timeout-ms': 2000,
  'eureka.server.peer-node-read-timeout-ms': 5000,
};

/**
 * One Java server and two of ours, peers of each other. Traffic between Java and ours goes through
 * links; clients reach every server directly, even one that is cut off.
 */
export class MixedCluster {
  /** All Java processes so far, in order. */
  private readonly javas: JavaPeer[] = [];

  private constructor(
    private readonly train: Train,
    private readonly demo: Demo,
    private readonly javaPort: number,
    readonly links: Readonly<Record<Node, Link>>,
  ) {}

  static async prepare(train: Train): Promise<MixedCluster> {
    const demo = await Demo.prepare();
    const [javaPort = 0, one = 0, two = 0, three = 0] = await freePorts(4);
    return new MixedCluster(train, demo, javaPort, {
      java: await Link.through(one, javaPort),
      'eureka-7001': await Link.through(two, demo.port('eureka-7001')),
      'eureka-7002': await Link.through(three, demo.port('eureka-7002')),
    });
  }

  /** Origin for clients, like `http://127.0.0.1:7001`. */
  base(node: Node): string {
    return node === 'java' ? `http://127.0.0.1:${this.javaPort}` : this.demo.url(node, '');
  }

  get bases(): readonly string[] {
    return nodes.map((each) => this.base(each));
  }

  /** Output of all processes of a node. */
  lines(node: Node): readonly string[] {
    if (node === 'java') return this.javas.flatMap(({ lines }) => lines);
    return this.demo.output.filter(({ app }) => app === node).map(({ line }) => line);
  }

  /** Starts all nodes at once, so that none finds the others up. */
  async start(): Promise<void> {
    await this.cutJavaOff();
    await Promise.all(nodes.map((each) => this.startAgain(each)));
  }

  /** Starts a node and leaves its link as it is: cut, after a {@link kill}. */
  async startAlone(node: Node): Promise<void> {
    if (node !== 'java') {
      await this.demo.startWith(node, {
        EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: [this.links.java.url, ...this.otherOf(node)].join(','),
        // Java takes ten times as long to start, so a registry without peers must retry soon.
        EUREKA_SERVER_REGISTRY_SYNC_RETRY_WAIT_MS: '500',
      });
      return;
    }
    const started = await startJavaPeer(this.train, 'server', {
      port: this.javaPort,
      registries: ours.map((each) => this.links[each].url),
      properties: java,
    });
    this.javas.push(started);
  }

  async startAgain(node: Node): Promise<void> {
    await this.startAlone(node);
    await this.links[node].mend();
  }

  async kill(node: Node): Promise<void> {
    await this.links[node].cut();
    await (node === 'java' ? this.javas.at(-1)?.kill() : this.demo.kill(node));
  }

  /** Cuts the links between Java and ours in both directions. */
  async cutJavaOff(): Promise<void> {
    await Promise.all(nodes.map((each) => this.links[each].cut()));
  }

  async heal(): Promise<void> {
    await Promise.all(nodes.map((each) => this.links[each].mend()));
  }

  async whileJavaHangs(meanwhile: () => Promise<void>): Promise<void> {
    await this.javas.at(-1)?.frozen(meanwhile);
  }

  async close(): Promise<void> {
    await Promise.all([this.javas.at(-1)?.kill(), this.demo.close()]);
    await Promise.all(nodes.map((each) => this.links[each].cut()));
  }

  private otherOf(node: Ours): readonly string[] {
    return ours.filter((each) => each !== node).map((each) => this.demo.url(each, '/eureka/'));
  }
}
