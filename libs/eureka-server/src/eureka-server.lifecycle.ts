import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { drained } from './drain.js';
import { EurekaServerOptions } from './eureka-server.options.js';
import { FirstSync } from './peers/first-sync.js';
import { Peers } from './peers/peers.js';
import { RegistryService } from './registry.service.js';

/** How long the last changes may take to reach a peer when this server stops. */
const FLUSH_MS = 400;

/** Joins the cluster when the server starts, and leaves it in order when it stops. */
@Injectable()
export class EurekaServerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Peers');
  private readonly firstSync: FirstSync;

  constructor(
    options: EurekaServerOptions,
    private readonly service: RegistryService,
    private readonly peers: Peers,
  ) {
    this.firstSync = new FirstSync({
      sources: peers.all,
      register: (instance) => service.register(instance, 'peer'),
      open: (copied) => service.registry.openForTraffic(copied),
      longestPauseMs: options.registrySyncRetryWaitMs,
      logger: this.logger,
    });
  }

  onApplicationBootstrap(): void {
    const { registry } = this.service;
    if (this.peers.all.length === 0) this.logger.log('no peers: a lone server');
    this.peers.start({
      peek: (app, id) => registry.peek(app, id),
      adopt: (instance) => this.service.adopt(instance),
    });
    void this.firstSync.run();
  }

  /** The server listens on until this is done: clients that stop at the same moment can still take themselves out. */
  async beforeApplicationShutdown(): Promise<void> {
    this.firstSync.stop();
    await drained(this.service);
    await this.peers.close(FLUSH_MS);
  }
}
