import type { NodeDeclaration } from '../scenario/scenario.js';
import { Balancer, type EndedCall } from './balancer.js';
import { Discovery } from './discovery.js';
import type { HttpRequest, HttpResponse } from './messages.js';
import { overrideRequest, Registration } from './registration.js';
import { respond } from './registry-http.js';
import { RegistryRequests } from './registry-requests.js';
import { SimProcess } from './sim-process.js';
import type { SimRegistry } from './sim-registry.js';
import type { World } from './world.js';

interface Surroundings {
  readonly registries: () => readonly SimRegistry[];
  readonly processAt: (port: number) => SimProcess | undefined;
  readonly ended: (call: EndedCall) => void;
}

/** A provider or a consumer: it registers, follows the registry, answers and makes calls. */
export class SimClient extends SimProcess {
  discovery: Discovery | undefined;
  balancer: Balancer | undefined;
  private registration: Registration | undefined;

  constructor(
    declared: NodeDeclaration,
    world: World,
    private readonly around: Surroundings,
  ) {
    super(declared, world);
  }

  /** Id under which registries list it. */
  get app(): string {
    return (this.declared.service ?? '').toUpperCase();
  }

  protected started(): void {
    const { world, around } = this;
    const log = (text: string) => this.log(text);
    const requests = new RegistryRequests(this, world, around.registries());
    const registration = new Registration(this, world, requests, log, () => discovery?.identityChanged());
    const identity = () => registration.identity;
    const isConsumer = this.declared.kind === 'consumer';
    // A provider that makes no call needs the connection of the feed alone, which speaks for it.
    const discovery =
      isConsumer || world.pace.hasFeed
        ? new Discovery(this, world, requests, identity, isConsumer ? log : () => undefined, (listed) =>
            registration.compareWith(listed.get(this.name)),
          )
        : undefined;
    this.discovery = discovery;
    this.registration = registration;
    this.balancer = discovery
      ? new Balancer(this, world, discovery.cache, around.processAt, around.ended)
      : undefined;
    registration.start();
    discovery?.start();
  }

  protected ended(): void {
    this.discovery?.end();
    this.discovery = undefined;
    this.registration = undefined;
    this.balancer = undefined;
  }

  /** Cancels, lingers, and ends. */
  override stop(): void {
    if (!this.isUp) return;
    this.registration?.leave(() => this.later(this.world.pace.lingerMs, () => this.kill()));
  }

  call(method: string, url: string): void {
    if (this.isPaused) return this.later(0, () => this.call(method, url));
    this.balancer?.call(method, url);
  }

  /** Request by which an operator overrides its status. */
  overrideRequest(status: string | undefined): HttpRequest | undefined {
    return this.registration && overrideRequest(this.registration.instance, status);
  }

  serve({ method, path }: HttpRequest): HttpResponse {
    const { port } = this;
    const id = Number(/(\d+)$/.exec(path)?.[1] ?? 0);
    const message = method === 'POST' ? `created, serverPort: ${port}` : `found, serverPort: ${port}`;
    return respond(200, JSON.stringify({ code: 200, message, data: { id, serial: 'eureka' } }));
  }
}
