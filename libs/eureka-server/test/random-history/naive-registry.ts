import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { Origin } from '../../src/core/registry/heartbeat.js';

const HOUR = 3_600_000;

/** Record of one instance, built without a thought for speed. */
export interface Present {
  readonly app: string;
  readonly id: string;
  readonly durationMs: number;
  readonly overAt: number;
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  readonly lastDirtyTimestamp: number;
}

type Registered = Pick<InstanceInfo, 'status' | 'overriddenStatus' | 'lastDirtyTimestamp'>;

/**
 * A second registry, written from the text of the protocol and only to be compared with: which
 * instances are registered, when each lease ends, which status the rules give. It evicts no
 * instance by itself.
 */
export class NaiveRegistry {
  readonly present = new Map<string, Present>();
  expectedClients = 1;
  private readonly overrides = new Map<string, { status: InstanceStatus; usedAt: number }>();

  constructor(private readonly now: () => number) {}

  get(app: string, id: string): Present | undefined {
    return this.present.get(nameOf(app, id));
  }

  register(app: string, id: string, given: Registered, durationMs: number, from: Origin): void {
    const before = this.get(app, id);
    const { status, overriddenStatus, lastDirtyTimestamp } =
      before && before.lastDirtyTimestamp > given.lastDirtyTimestamp ? before : given;
    if (overriddenStatus !== 'UNKNOWN' && !this.overrideOf(id)) this.override(id, overriddenStatus);
    const listed = this.byRules(id, status, before?.status, from);
    if (!before && this.expectedClients > 0) this.expectedClients += 1;
    this.present.set(nameOf(app, id), {
      app,
      id,
      durationMs,
      overAt: this.now() + durationMs,
      status: listed,
      overriddenStatus: this.overrideOf(id) ?? overriddenStatus,
      lastDirtyTimestamp,
    });
  }

  /** Says whether it renewed a lease. */
  heartbeat(
    app: string,
    id: string,
    stamp: number | undefined,
    override: InstanceStatus | undefined,
    from: Origin,
  ) {
    const before = this.get(app, id);
    if (!before) return false;
    const status = this.byRules(id, before.status, before.status, from);
    if (status === 'UNKNOWN') return false;
    this.renew(before, { status });
    const isBehind = stamp !== undefined && stamp > before.lastDirtyTimestamp;
    if (
      isBehind &&
      from === 'peer' &&
      override &&
      override !== 'UNKNOWN' &&
      this.overrideOf(id) !== override
    ) {
      this.override(id, override);
      this.present.set(nameOf(app, id), { ...(this.get(app, id) as Present), overriddenStatus: override });
    }
    return true;
  }

  setStatus(before: Present, status: InstanceStatus, stamp: number | undefined): void {
    if (before.status === status) return this.renew(before, {});
    this.override(before.id, status);
    this.renew(before, { status, overriddenStatus: status, ...later(before, stamp) });
  }

  removeOverride(before: Present, status: InstanceStatus, stamp: number | undefined): void {
    const had = this.overrideOf(before.id);
    this.overrides.delete(before.id);
    this.renew(before, had ? { status, overriddenStatus: 'UNKNOWN', ...later(before, stamp) } : {});
  }

  leave(app: string, id: string): void {
    this.overrides.delete(id);
    if (!this.present.delete(nameOf(app, id))) return;
    this.expectedClients = Math.max(0, this.expectedClients - 1);
  }

  private byRules(
    id: string,
    own: InstanceStatus,
    listed: InstanceStatus | undefined,
    from: Origin,
  ): InstanceStatus {
    if (own !== 'UP' && own !== 'OUT_OF_SERVICE') return own;
    const override = this.overrideOf(id);
    if (override) return override;
    if (from === 'client' && (listed === 'UP' || listed === 'OUT_OF_SERVICE')) return listed;
    return own;
  }

  private renew(before: Present, changes: Partial<Present>): void {
    const overAt = this.now() + 2 * before.durationMs;
    this.present.set(nameOf(before.app, before.id), { ...before, ...changes, overAt });
  }

  private override(id: string, status: InstanceStatus): void {
    this.overrides.set(id, { status, usedAt: this.now() });
  }

  private overrideOf(id: string): InstanceStatus | undefined {
    const entry = this.overrides.get(id);
    if (!entry || this.now() - entry.usedAt >= HOUR) return undefined;
    entry.usedAt = this.now();
    return entry.status;
  }
}

const later = ({ lastDirtyTimestamp }: Present, stamp = 0): Partial<Present> => ({
  lastDirtyTimestamp: Math.max(lastDirtyTimestamp, stamp),
});

const nameOf = (app: string, id: string) => `${app.toUpperCase()}/${id}`;
