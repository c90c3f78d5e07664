import type { ServerLogger } from '../log/server-logger.js';
import { oneLine } from '../service/log-format.js';
import type { PeerFailure, PeerRequest } from './peer-request.js';

/** Log of failed comparisons with one peer: one line per reason until the next success. */
export class ComparisonLog {
  private readonly loggedReasons = new Map<PeerRequest['kind'], string>();

  constructor(
    private readonly url: string,
    private readonly logger: Pick<ServerLogger, 'warn'>,
  ) {}

  succeeded(kind: PeerRequest['kind']): void {
    this.loggedReasons.delete(kind);
  }

  /** Ignores outages, which the batches to the same peer report. */
  failed(kind: PeerRequest['kind'], failure: PeerFailure, reason: string): void {
    if (failure === 'transient' || failure === 'congestion') return;
    if (reason === this.loggedReasons.get(kind)) return;
    this.loggedReasons.set(kind, reason);
    this.logger.warn(oneLine(`peer ${this.url}: comparison failed, retrying (${reason})`));
  }
}
