import type { NodeHeaders } from '@eureka-nest/protocol';
import type { ServerLogger } from '../log/server-logger.js';
import { oneLine } from '../service/log-format.js';

/** Identity of the process behind a peer's URL, from the node headers of its responses. */
export class PeerIdentity {
  /** True while the URL is a further address of another peer. */
  isAlias = false;
  private headers: NodeHeaders = {};

  constructor(
    private readonly url: string,
    private readonly own: NodeHeaders,
    private readonly logger: Pick<ServerLogger, 'log' | 'warn'>,
  ) {}

  /** Id of the process; undefined before its first response, and always for Java's servers. */
  get node(): string | undefined {
    return this.headers.node;
  }

  get environment(): string {
    return this.headers.environment ?? '';
  }

  /** True for a server of this project; Java's servers send no node id. */
  get isOurs(): boolean {
    return this.node !== undefined;
  }

  get isMyself(): boolean {
    return this.isOurs && this.node === this.own.node;
  }

  /** True for a server of another environment. */
  get isForeign(): boolean {
    const { environment } = this.headers;
    return environment !== undefined && environment !== this.own.environment;
  }

  /** Records the headers of a response; true if another process sent them than the one before. */
  update(headers: NodeHeaders): boolean {
    const isAnother = headers.node !== this.node;
    this.headers = headers;
    return isAnother;
  }

  /** Logs why this URL gets no mutations, if it is this server or a foreign one. */
  logIfSkipped(): void {
    if (this.isMyself) this.logger.log(`peer ${this.url} is this server itself: skipped`);
    if (!this.isForeign) return;
    const environments = `${this.environment}, this server to ${this.own.environment}`;
    this.logger.warn(
      oneLine(`peer ${this.url} belongs to environment ${environments}: skipped (eureka.environment)`),
    );
  }
}
