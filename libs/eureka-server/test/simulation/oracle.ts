import type { InstanceStatus } from '@eureka-nest/protocol';
import type { Schedule } from './step.js';
import type { SimulatedClient } from './simulated-client.js';
import type { SimulatedNode } from './simulated-node.js';

/** Orders of operators for one instance, as far as their outcome can be known. */
interface OperatorOrders {
  /** `unsure`: two orders at the same time, or no registry left that knows the order. */
  forced: InstanceStatus | 'unsure';
  /** Time of the last order. */
  forcedAt: number;
  /** Status given with the removal of an override: listed until the instance registers again. */
  statusGiven?: { readonly status: InstanceStatus; readonly at: number };
  readonly tags: { readonly value: string; readonly at: number; readonly version: number; isSure: boolean }[];
  /** True if a registry accepted the cancel and at least one still remembers it. */
  hasSurelyLeft: boolean;
}

/** Omniscient observer: knows what every registry has to list in the end. */
export class Oracle {
  private readonly orders = new Map<string, OperatorOrders>();
  /** Orders closer than this have no defined sequence. */
  private readonly simultaneousMs: number;
  /** Longest time for which a request of an instance may be in flight. */
  private readonly maxDelayMs: number;

  constructor(
    private readonly schedule: Schedule,
    private readonly nodes: readonly SimulatedNode[],
  ) {
    const jumps = schedule.steps.map((step) => (step.kind === 'clock' ? 2 * Math.abs(step.byMs) : 0));
    this.simultaneousMs = 2_000 + jumps.reduce((sum, each) => sum + each, 0);
    const delays = schedule.steps.map((step) => {
      if (step.kind === 'stall') return step.forMs;
      const comesLate = step.kind === 'mishap' && (step.what === 'late' || step.what === 'twice');
      return comesLate && schedule.clients.includes(step.from) ? step.ms : 0;
    });
    this.maxDelayMs = this.simultaneousMs + Math.max(0, ...delays);
  }

  // ---- events ----

  forced(
    node: SimulatedNode,
    client: string,
    before: InstanceStatus,
    status: InstanceStatus,
    at: number,
  ): void {
    const wishes = this.ordersFor(client);
    const isRecorded = before !== status && node.row(client)?.overriddenStatus === status;
    this.recordOrder(wishes, isRecorded, status, at);
  }

  unforced(client: string, before: InstanceStatus, status: InstanceStatus, at: number): void {
    const wishes = this.ordersFor(client);
    if (status !== 'UNKNOWN') wishes.statusGiven = { status, at };
    this.recordOrder(wishes, before !== 'UNKNOWN', 'UNKNOWN', at);
  }

  tagged(
    node: SimulatedNode,
    { name, lastDirtyTimestamp, registeredAt }: SimulatedClient,
    value: string,
    at: number,
  ): void {
    const wishes = this.ordersFor(name);
    const { tags } = wishes;
    // Registries count an operator's order as a sign of life: the lease decides from now on.
    wishes.hasSurelyLeft = false;
    const rows = this.liveNodes.map((each) => each.row(name));
    const own = node.row(name);
    const others = rows.filter((row) => row?.lastDirtyTimestamp !== lastDirtyTimestamp);
    const isSure = others.length === 0 && at - registeredAt > this.simultaneousMs;
    for (const tag of tags) tag.isSure &&= at - tag.at > this.simultaneousMs;
    tags.push({ value, at, version: own?.lastDirtyTimestamp ?? 0, isSure });
  }

  /** A cancel drops the orders, but any registry that still lists the instance may restore them. */
  cancelled(client: string, isFinal: boolean): void {
    const wishes = this.ordersFor(client);
    wishes.forced = 'unsure';
    if (isFinal) wishes.hasSurelyLeft = true;
    for (const tag of wishes.tags) tag.isSure = false;
  }

  joined(client: string): void {
    const wishes = this.ordersFor(client);
    wishes.hasSurelyLeft = false;
    wishes.statusGiven = undefined;
  }

  /** A registry lost these instances; what no other registry knows is no longer certain. */
  lost(clients: Iterable<string>): void {
    for (const client of clients) {
      const wishes = this.ordersFor(client);
      const rows = this.liveNodes.flatMap((node) => node.row(client) ?? []);
      if (rows.length > 0) wishes.hasSurelyLeft = false;
      if (wishes.forced !== 'unsure') {
        const status = wishes.forced;
        const isSo = (row: { overriddenStatus: InstanceStatus }) => row.overriddenStatus === status;
        const isKnown = status === 'UNKNOWN' ? rows.every(isSo) : rows.some(isSo);
        if (!isKnown) wishes.forced = 'unsure';
      }
      for (const tag of wishes.tags) tag.isSure &&= rows.some(({ tag: value }) => value === tag.value);
    }
  }

  // ---- expectations ----

  /** Override that must be listed; `unsure`: any, if all registries agree. */
  expectedOverride(client: string): InstanceStatus | 'unsure' {
    return this.ordersFor(client).forced;
  }

  /** Statuses that may be listed for a live instance with this override. */
  allowedStatuses(
    { name, status, registeredAt }: SimulatedClient,
    override: InstanceStatus,
  ): readonly InstanceStatus[] {
    const { statusGiven } = this.ordersFor(name);
    const isGiven = statusGiven && registeredAt - statusGiven.at < this.simultaneousMs;
    const given = isGiven ? [statusGiven.status] : [];
    if (override === 'UNKNOWN') return [status, ...given];
    // QUIRK(DownOrStartingRule): an instance that is not UP wins over an override, until a new
    // order.
    return status === 'UP' ? [override] : [status, override];
  }

  /** Tags that may be listed for a live instance; undefined stands for no tag. */
  allowedTags({ name, lastDirtyTimestamp, registeredAt }: SimulatedClient): readonly (string | undefined)[] {
    const tags = this.ordersFor(name).tags.filter(({ version }) => version === lastDirtyTimestamp);
    const last = tags.at(-1);
    const isSure = last && last.isSure && tags.length === 1 && last.at - registeredAt > this.simultaneousMs;
    return isSure ? [last.value] : [undefined, ...tags.map(({ value }) => value)];
  }

  /** True if no registry may list the instance, whatever its lease. */
  hasSurelyLeft({ name, state }: SimulatedClient): boolean {
    return (
      !this.schedule.asJava && this.isDelayFree && state === 'left' && this.ordersFor(name).hasSurelyLeft
    );
  }

  /** True if no request of an instance can have been delivered after its cancel. */
  private get isDelayFree(): boolean {
    return this.maxDelayMs === 2_000;
  }

  /** @param isRecorded false if the registry already had this override */
  private recordOrder(wishes: OperatorOrders, isRecorded: boolean, status: InstanceStatus, at: number): void {
    const isClear = at - wishes.forcedAt > this.simultaneousMs;
    if (isRecorded) wishes.forced = isClear ? status : 'unsure';
    else if (wishes.forced !== status || !isClear) wishes.forced = 'unsure';
    wishes.forcedAt = at;
  }

  private get liveNodes(): readonly SimulatedNode[] {
    return this.nodes.filter(({ isUp }) => isUp);
  }

  private ordersFor(client: string): OperatorOrders {
    const known = this.orders.get(client);
    if (known) return known;
    const fresh: OperatorOrders = { forced: 'UNKNOWN', forcedAt: -Infinity, tags: [], hasSurelyLeft: false };
    this.orders.set(client, fresh);
    return fresh;
  }
}
