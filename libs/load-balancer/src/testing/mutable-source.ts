import type { Candidate, InstanceSource } from '../core/instance-source.js';

const none: readonly Candidate[] = [];

/** A source whose instances a test adds and removes. */
export class MutableSource implements InstanceSource {
  /** Number of calls of `refresh`. */
  refreshes = 0;
  private readonly byName = new Map<string, readonly Candidate[]>();

  constructor(lists: Readonly<Record<string, readonly Candidate[]>> = {}) {
    for (const [service, list] of Object.entries(lists)) this.set(service, list);
  }

  set(service: string, list: readonly Candidate[]): void {
    this.byName.set(service.toLowerCase(), list);
  }

  add(service: string, candidate: Candidate): void {
    this.set(service, [...this.instances(service), candidate]);
  }

  remove(service: string, instanceId: string): void {
    const left = this.instances(service).filter((each) => each.instanceId !== instanceId);
    this.set(service, left);
  }

  instances(service: string): readonly Candidate[] {
    return this.byName.get(service.toLowerCase()) ?? none;
  }

  services(): readonly string[] {
    return [...this.byName.keys()];
  }

  async refresh(): Promise<void> {
    this.refreshes++;
  }
}

/** Creates a candidate: `aCandidate(8001)` is `payment8001` on 127.0.0.1. */
export const aCandidate = (port: number, more: Partial<Candidate> = {}): Candidate => ({
  instanceId: `payment${port}`,
  host: '127.0.0.1',
  port,
  ...more,
});
