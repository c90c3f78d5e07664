import { setTimeout as pause } from 'node:timers/promises';
import { clients, type AppName } from '../../harness/app-names.js';
import { get } from '../../harness/http.js';
import { idOf } from '../../harness/registry-view.js';
import { java, renewalMs, type Actor, type World } from './world.js';

/** Slack beyond one interval: a heartbeat in flight, polls of the watch, a busy machine. */
const slackMs = 3_000;

interface Listed {
  readonly instanceId: string;
  readonly status: string;
}

interface Document {
  readonly applications: { readonly application: readonly { readonly instance: readonly Listed[] }[] };
}

/** Reads all instances that a registry lists, as `payment8001 UP`, sorted. */
export async function listedAt(url: string): Promise<string[]> {
  const { status, body } = await get(`${url}eureka/apps`);
  if (status !== 200) throw new Error(`${url}: status ${status}`);
  const all = (body as Document).applications.application.flatMap(({ instance }) => instance);
  return all.map(({ instanceId, status: state }) => `${instanceId} ${state}`).sort();
}

/** Polls our registries: a ready one must list every client that sends heartbeats. */
export class RegistryWatch {
  /** Number of polls that found a registry ready. */
  polls = 0;
  private readonly missingSince = new Map<string, number>();
  private readonly listedSince = new Map<AppName, number>();
  private isRunning = true;
  private readonly watching: Promise<unknown>;

  constructor(private readonly world: World) {
    const ours = world.registries.filter((each) => each !== java);
    this.watching = Promise.all(ours.map((each) => this.watch(each)));
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.watching;
  }

  /**
   * Time since which the client has been undisturbed and was seen at a ready registry; Infinity if
   * it is disturbed or was not seen.
   */
  knownSince(app: AppName): number {
    const steady = this.world.steadiness.since(app);
    const listed = this.listedSince.get(app) ?? Infinity;
    return listed >= steady ? listed : Infinity;
  }

  private async watch(registry: Actor): Promise<void> {
    while (this.isRunning) {
      await this.poll(registry).catch(() => this.forget(registry));
      await pause(250);
    }
  }

  private async poll(registry: Actor): Promise<void> {
    const since = this.world.steadiness.since(registry);
    const startedAt = performance.now();
    const ready = await get(this.world.url(registry, '/health/ready'));
    if (ready.status !== 200) return this.forget(registry);
    const listed = new Set((await listedAt(this.world.url(registry))).map((each) => each.split(' ')[0]));
    if (this.world.steadiness.since(registry) !== since || since === Infinity) return this.forget(registry);
    this.polls++;
    for (const app of clients) {
      const key = `${registry} ${app}`;
      if (!this.world.hasRegistered(app)) this.missingSince.delete(key);
      else if (listed.has(idOf(this.world.demo, app))) {
        this.missingSince.delete(key);
        this.noteListed(app, startedAt);
      } else this.noteMissing(registry, app, startedAt);
    }
  }

  private noteListed(app: AppName, at: number): void {
    const steady = this.world.steadiness.since(app);
    const before = this.listedSince.get(app) ?? -Infinity;
    if (at >= steady && before < steady) this.listedSince.set(app, at);
  }

  private noteMissing(registry: Actor, app: AppName, at: number): void {
    const key = `${registry} ${app}`;
    const first = this.missingSince.get(key) ?? at;
    this.missingSince.set(key, first);
    const { steadiness, chronicle } = this.world;
    const since = Math.max(first, steadiness.since(app), steadiness.since(registry));
    const missingMs = at - since;
    if (missingMs <= renewalMs + slackMs) return;
    chronicle.violation(`${registry} is ready and does not list ${app} for ${Math.round(missingMs)} ms`);
    this.missingSince.set(key, Infinity);
  }

  private forget(registry: Actor): void {
    for (const key of this.missingSince.keys())
      if (key.startsWith(`${registry} `)) this.missingSince.delete(key);
  }
}
