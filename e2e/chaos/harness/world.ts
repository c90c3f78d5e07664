import { setTimeout as pause } from 'node:timers/promises';
import { allSix, registries, type AppName } from '../../harness/app-names.js';
import { Demo } from '../../harness/demo.js';
import { freePorts } from '../../harness/free-ports.js';
import { get } from '../../harness/http.js';
import { type JavaPeer, startJavaPeer } from '../../peers/harness/java-peer.js';
import { Chronicle } from './chronicle.js';
import { obeysPermissions, SmallDisk } from './small-disk.js';
import { Steadiness } from './steadiness.js';

export const java = 'java-registry';
export type Actor = AppName | typeof java;

/** Lease of every instance: short, so that a frozen one is evicted during a run. */
export const renewalMs = 5_000;
const leaseMs = 15_000;

/** A start takes seconds on a busy machine, and longer while the database is locked. */
const startWithinMs = 90_000;

/** The six processes, their database, and a Java registry if wanted. */
export class World {
  readonly chronicle = new Chronicle();
  readonly steadiness = new Steadiness();
  private javaPeer?: JavaPeer;
  private isClosing = false;

  private constructor(
    readonly demo: Demo,
    readonly disk: SmallDisk,
    private readonly javaPort: number | undefined,
  ) {}

  static async prepare(withJava: boolean): Promise<World> {
    const disk = new SmallDisk();
    const [javaPort = 0] = await freePorts(1);
    const settings = {
      all: {
        EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS: String(renewalMs / 1000),
        EUREKA_INSTANCE_LEASE_EXPIRATION_DURATION_IN_SECONDS: String(leaseMs / 1000),
        EUREKA_CLIENT_REGISTRY_FETCH_INTERVAL_SECONDS: '5',
        DB_FILE: disk.databaseFile,
      },
      registries: { EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '3000' },
    };
    const demo = await Demo.prepare(settings, obeysPermissions);
    return new World(demo, disk, withJava ? javaPort : undefined);
  }

  /** The registries: ours, and Java's if it takes part. */
  get registries(): readonly Actor[] {
    return this.javaPort === undefined ? registries : [...registries, java];
  }

  get everyone(): readonly Actor[] {
    return this.javaPort === undefined ? allSix : [...allSix, java];
  }

  url(actor: Actor, path = '/'): string {
    return actor === java ? `http://127.0.0.1:${this.javaPort}${path}` : this.demo.url(actor, path);
  }

  /** Base URLs of the registries, as clients use them. */
  get zone(): string {
    return this.registries.map((each) => this.url(each, '/eureka/')).join(',');
  }

  process(actor: Actor): JavaPeer | ReturnType<Demo['process']> {
    if (actor !== java) return this.demo.process(actor);
    if (!this.javaPeer) throw new Error('the Java registry was not started');
    return this.javaPeer;
  }

  /**
   * True once the running process has registered itself. A row may be that of its predecessor: a
   * provider that starts while its database is full neither registers nor sends heartbeats.
   */
  hasRegistered(app: AppName): boolean {
    const process = this.demo.process(app);
    const isRegistration = (line: string) => /registered \S+ at http/.test(line);
    if (!this.registered.has(process) && process.lines.some(isRegistration)) this.registered.add(process);
    return this.registered.has(process);
  }

  /** Starts processes, and waits until each is healthy. */
  async start(...actors: readonly Actor[]): Promise<void> {
    await Promise.all(actors.map((each) => this.startOne(each)));
  }

  /** Ends a process by a signal and starts it again after a time. */
  async restart(actor: Actor, how: 'SIGKILL' | 'SIGTERM', downMs: number): Promise<void> {
    this.steadiness.begin(actor);
    const process = this.process(actor);
    this.expected.add(process);
    await (how === 'SIGKILL' ? process.kill() : process.stop());
    await pause(downMs);
    await this.startOne(actor);
    this.steadiness.end(actor);
  }

  async freeze(actor: Actor, ms: number): Promise<void> {
    this.steadiness.begin(actor);
    await this.process(actor).frozen(() => pause(ms));
    this.steadiness.end(actor);
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.javaPeer?.kill();
    await this.demo.close();
    this.disk.close();
  }

  /** Processes that we ended. */
  private readonly expected = new WeakSet<object>();
  private readonly registered = new WeakSet<object>();

  private async startOne(actor: Actor): Promise<void> {
    if (actor === java) await this.startJava();
    else await this.demo.startWith(actor, this.envOf(actor)).catch(() => this.lateStart(actor));
    const process = this.process(actor);
    void process.exited.then(({ code, signal }) => {
      if (this.isClosing || this.expected.has(process)) return;
      this.chronicle.violation(
        `${actor} ended by itself (${code ?? signal}): ${process.lines.slice(-5).join(' | ')}`,
      );
    });
  }

  private async startJava(): Promise<void> {
    const peers = registries.map((each) => this.url(each, '/eureka/'));
    this.javaPeer = await startJavaPeer('spring-cloud', 'server', {
      port: Number(this.javaPort),
      registries: peers,
    });
  }

  /** Waits longer than a spec does: the machine is busy, or the database locked. */
  private async lateStart(app: AppName): Promise<void> {
    const process = this.demo.process(app);
    const end = performance.now() + startWithinMs;
    while (performance.now() < end && !process.hasEnded) {
      const health = await get(this.url(app, '/actuator/health')).catch(() => undefined);
      if (health?.status === 200) return;
      await pause(200);
    }
    if (!process.hasEnded)
      this.chronicle.violation(`${app} is not healthy ${startWithinMs} ms after its start`);
  }

  private envOf(app: AppName): Record<string, string> {
    if (this.javaPort === undefined) return {};
    const peers = this.registries.filter((each) => each !== app).map((each) => this.url(each, '/eureka/'));
    return { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: peers.join(',') };
  }
}
