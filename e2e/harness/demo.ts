import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allSix, consumer, providers, registries, type AppName } from './app-names.js';
import { freePorts } from './free-ports.js';
import { get, type Reply } from './http.js';
import { AppProcess } from './process.js';
import type { Env, Exit } from './program.js';

/** Settings by app or by kind of app. */
export type Settings = Partial<Record<AppName | 'registries' | 'providers' | 'all', Env>>;

/** The six apps on free ports, with a database file of their own; a test starts and stops them. */
export class Demo {
  /** Last process of each app, ended or not. */
  private readonly processes = new Map<AppName, AppProcess>();
  private readonly ended: AppProcess[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'eureka-nest-e2e-'));

  private constructor(
    private readonly ports: ReadonlyMap<AppName, number>,
    private readonly settings: Settings,
    private readonly through: readonly string[],
  ) {}

  /**
   * Reserves ports; no app is started.
   *
   * @param through command prefix that starts each app
   */
  static async prepare(settings: Settings = {}, through: readonly string[] = []): Promise<Demo> {
    const ports = await freePorts(allSix.length);
    return new Demo(new Map(allSix.map((app, index) => [app, Number(ports[index])])), settings, through);
  }

  /** Starts all six apps, the registries first. */
  static async running(settings: Settings = {}): Promise<Demo> {
    const demo = await Demo.prepare(settings);
    try {
      await demo.start(...registries);
      await demo.start(...providers, consumer);
      return demo;
    } catch (error) {
      await demo.close();
      throw error;
    }
  }

  port(app: AppName): number {
    return this.ports.get(app) ?? 0;
  }

  url(app: AppName, path = '/'): string {
    return `http://127.0.0.1:${this.port(app)}${path}`;
  }

  process(app: AppName): AppProcess {
    const found = this.processes.get(app);
    if (!found) throw new Error(`${app} was not started`);
    return found;
  }

  /** Starts apps in parallel and waits until each responds. */
  async start(...apps: readonly AppName[]): Promise<void> {
    await Promise.all(apps.map((app) => this.startWith(app)));
  }

  /** Starts one app with settings of its own. */
  async startWith(app: AppName, env: Env = {}): Promise<AppProcess> {
    const before = this.processes.get(app);
    if (before) this.ended.push(before);
    const started = new AppProcess(app, { ...this.envOf(app), ...env }, this.through);
    this.processes.set(app, started);
    return started.responding();
  }

  async restartWith(app: AppName, env: Env = {}): Promise<AppProcess> {
    await this.process(app).stop();
    return this.startWith(app, env);
  }

  stop(app: AppName): Promise<Exit & { tookMs: number }> {
    return this.process(app).stop();
  }

  kill(app: AppName): Promise<Exit> {
    return this.process(app).kill();
  }

  /** All lines that were printed, with their app. */
  get output(): readonly { readonly app: AppName; readonly line: string }[] {
    return [...this.ended, ...this.processes.values()].flatMap(({ name, lines }) =>
      lines.map((line) => ({ app: name, line })),
    );
  }

  /** Kills the remaining processes and removes the database. */
  async close(): Promise<void> {
    await Promise.all([...this.processes.values()].map((each) => each.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Sends a GET to the consumer. */
  ask(path: string): Promise<Reply> {
    return get(this.url(consumer, path));
  }

  /** Settings with which an app is started. */
  envOf(app: AppName): Env {
    const own: Record<AppName, Env> = {
      'eureka-7001': this.registryEnv('eureka-7001', 'eureka-7002'),
      'eureka-7002': this.registryEnv('eureka-7002', 'eureka-7001'),
      'payment-provider-8001': this.clientEnv,
      'payment-provider-8002': this.clientEnv,
      'payment-provider-8003': this.clientEnv,
      'order-consumer-80': {
        ...this.clientEnv,
        PAYMENT_ZIPKIN_URL: this.url('payment-provider-8001', '/payment/zipkin/'),
      },
    };
    const kind = app.startsWith('eureka') ? 'registries' : app.startsWith('payment') ? 'providers' : app;
    return {
      PORT: String(this.port(app)),
      HOST: '127.0.0.1',
      ...own[app],
      ...this.settings.all,
      ...this.settings[kind],
      ...this.settings[app],
    };
  }

  private registryEnv(own: AppName, peer: AppName): Env {
    return {
      EUREKA_SERVER_MY_URL: this.url(own, '/eureka/'),
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: this.url(peer, '/eureka/'),
    };
  }

  private get clientEnv(): Env {
    return {
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: registries.map((each) => this.url(each, '/eureka/')).join(','),
      DB_FILE: join(this.folder, 'payments.db'),
    };
  }
}
