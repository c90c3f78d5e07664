import type { NodeHeaders } from '@eureka-nest/protocol';
import type { ServerLogger } from '../log/server-logger.js';
import { oneLine } from '../service/log-format.js';

/** Identity of the process behind a peer's URL, from the node headers of its responses. */
export class PeerIdentity {
  /** True while the URL is a further address of another peer. */
  isAlias = false;
  private headers: NodeHeaders = {};
  /** Number of processes that have responded at this URL, one after the other. */
  private generation = 0;
  private readonly sentIn = new WeakMap<object, number>();

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
    return this.namesOtherEnvironment(this.headers);
  }

  /** True if these headers name another environment than this server's. */
  namesOtherEnvironment({ environment }: NodeHeaders): boolean {
    return environment !== undefined && environment !== this.own.environment;
  }

  /** Records the headers of a response; true if another process sent them than the one before. */
  update(headers: NodeHeaders): boolean {
    const isAnother = headers.node !== this.node;
    if (isAnother) this.generation += 1;
    this.headers = headers;
    return isAnother;
  }

  /** True unless the URL is this server, an alias, or a server of another environment. */
  get isPeer(): boolean {
    return !this.isMyself && !this.isForeign && !this.isAlias;
  }

  /** Records that a request goes out to the present process. */
  sent(request: object): void {
    this.sentIn.set(request, this.generation);
  }

  /** True if the response is of a process that another one has replaced since the request. */
  isOutdated(request: object, { node }: NodeHeaders): boolean {
    return (this.sentIn.get(request) ?? this.generation) !== this.generation && node !== this.node;
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
