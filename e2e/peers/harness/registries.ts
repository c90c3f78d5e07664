import { registries as bothNames, type AppName } from '../../harness/app-names.js';
import { Demo, type Settings } from '../../harness/demo.js';
import { freePorts } from '../../harness/free-ports.js';
import type { Env } from '../../harness/program.js';
import { startJavaPeer, type JavaPeer } from './java-peer.js';
import type { Train } from './java-settings.js';

/** One or two registries, ours or Java's, that can be killed and restarted. */
export interface Registries {
  /** Origins, like `http://127.0.0.1:7001`. */
  readonly bases: readonly string[];
  start(): Promise<void>;
  kill(index: number): Promise<void>;
  startAgain(index: number): Promise<void>;
  close(): Promise<void>;
}

/** URLs for the `defaultZone` of a client. */
export const zoneOf = ({ bases }: Pick<Registries, 'bases'>): string[] =>
  bases.map((each) => `${each}/eureka/`);

/** One lone registry of ours, or two that replicate to each other. */
export class OurRegistries implements Registries {
  private constructor(
    readonly demo: Demo,
    private readonly names: readonly (typeof bothNames)[number][],
    private readonly extra: Env,
  ) {}

  static async prepare(count: 1 | 2, settings: Settings = {}): Promise<OurRegistries> {
    const demo = await Demo.prepare(settings);
    const [alone] = bothNames;
    // A lone Eureka server is configured with its own URL as its only peer.
    const lone = { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: demo.url(alone, '/eureka/') };
    return new OurRegistries(demo, bothNames.slice(0, count), count === 1 ? lone : {});
  }

  get bases(): string[] {
    return this.names.map((each) => this.demo.url(each, ''));
  }

  async start(): Promise<void> {
    await Promise.all(this.names.map((each) => this.demo.startWith(each, this.extra)));
  }

  async kill(index: number): Promise<void> {
    await this.demo.kill(this.name(index));
  }

  async startAgain(index: number): Promise<void> {
    await this.demo.startWith(this.name(index), this.extra);
  }

  close(): Promise<void> {
    return this.demo.close();
  }

  private name(index: number): AppName {
    const name = this.names[index];
    if (!name) throw new Error(`there is no registry ${index}`);
    return name;
  }
}

/** Spring's server, with which every expectation is verified first. */
export class JavaRegistry implements Registries {
  private running?: JavaPeer;

  private constructor(
    private readonly train: Train,
    private readonly port: number,
  ) {}

  static async prepare(train: Train): Promise<JavaRegistry> {
    const [port = 0] = await freePorts(1);
    return new JavaRegistry(train, port);
  }

  get bases(): string[] {
    return [`http://127.0.0.1:${this.port}`];
  }

  async start(): Promise<void> {
    this.running = await startJavaPeer(this.train, 'server', { port: this.port });
  }

  async kill(): Promise<void> {
    await this.running?.kill();
  }

  startAgain(): Promise<void> {
    return this.start();
  }

  close(): Promise<void> {
    return this.kill();
  }
}
