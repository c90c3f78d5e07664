import type {
  ConsoleActionResult,
  LabAction,
  LabEvents,
  LabHello,
  LabProcess,
} from '@eureka-nest/protocol/console';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allSix, type AppName, consumer, providers, registries } from '../../harness/app-names.js';
import { Demo } from '../../harness/demo.js';
import { eventually } from '../../harness/eventually.js';
import { freePorts } from '../../harness/free-ports.js';
import { get, post } from '../../harness/http.js';
import { listed, up } from '../../harness/registry-view.js';
import { Program, type Env } from '../../harness/program.js';
import { EventStream } from './event-stream.js';

const root = join(__dirname, '..', '..', '..');

/** Settings with which `serve` starts the apps. */
const serveSettings = {
  EUREKA_CONSOLE_FOLLOW_CALLS: 'true',
  EUREKA_CONSOLE_FOLLOW_CALLS_ANY_ADDRESS: 'true',
};

/** The six apps as `serve` starts them, and the lab, all on free ports. */
export class LabDemo {
  private token = '';

  private constructor(
    readonly demo: Demo,
    readonly lab: Program,
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** @param ofProviders settings of the providers alone, also of those that the lab starts */
  static async running(env: Env = {}, ofProviders: Env = {}): Promise<LabDemo> {
    const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-lab-'));
    const demo = await Demo.prepare({
      all: { LAB_FOLDER: folder, ...serveSettings, ...env },
      providers: ofProviders,
    });
    const [port = 0] = await freePorts(1);
    const started = new LabDemo(demo, startLab(demo, port, folder, env), port, folder);
    try {
      await demo.start(...registries);
      await demo.start(...providers, consumer);
      await eventually(async () => {
        expect(await listed(demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, providers));
        expect(await listed(demo, 'eureka-7001', 'CLOUD-ORDER-SERVICE')).toEqual(up(demo, [consumer]));
      });
      await started.lab.until(async () => expect((await started.hello()).processes).toHaveLength(6), 20_000);
      return started;
    } catch (error) {
      await started.close();
      throw error;
    }
  }

  url(path = '/console'): string {
    return `http://localhost:${this.port}${path}`;
  }

  async hello(): Promise<LabHello> {
    const { status, text, body } = await get(this.url('/console/lab'));
    if (status !== 200) throw new Error(`the lab responds ${status} ${text}`);
    const hello = body as LabHello;
    this.token = hello.token;
    return hello;
  }

  async act(action: LabAction): Promise<ConsoleActionResult> {
    if (!this.token) await this.hello();
    const reply = await post(this.url('/console/lab/actions'), action, { 'Eureka-Nest-Lab': this.token });
    return reply.body as ConsoleActionResult;
  }

  events(): Promise<EventStream> {
    return EventStream.open(this.url('/console/lab/events'));
  }

  /** Makes calls and returns their events. */
  async call(times: number, within = 20_000): Promise<readonly LabEvents['call'][]> {
    const stream = await this.events();
    try {
      expect(await this.act({ action: 'call', times })).toMatchObject({ ok: true });
      return await stream.until<LabEvents['call']>('call', times, within);
    } finally {
      stream.close();
    }
  }

  async state(name: AppName): Promise<LabProcess> {
    const { processes } = await this.hello();
    return processes.find((each) => each.name === name)!;
  }

  async isIn(name: AppName, state: LabProcess['state'], within = 20_000): Promise<LabProcess> {
    return eventually(async () => {
      const found = await this.state(name);
      expect(`${name} ${found.state}`).toBe(`${name} ${state}`);
      return found;
    }, within);
  }

  async close(): Promise<void> {
    if (!this.lab.hasEnded) await this.lab.stop();
    await this.demo.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts a lab beside a demo. */
export function startLab(demo: Demo, port: number, folder: string, env: Env = {}): Program {
  const apps = Object.fromEntries(allSix.map((app) => [app, { port: demo.port(app), env: demo.envOf(app) }]));
  return new Program('lab', process.execPath, ['tools/lab/main.mjs'], {
    cwd: root,
    env: {
      NO_COLOR: '1',
      ...env,
      LAB_PORT: String(port),
      LAB_FOLDER: folder,
      LAB_APPS: JSON.stringify(apps),
    },
  });
}
