import type { InstanceStatus } from '@eureka-nest/protocol';
import type { Schedule } from './step.js';
import type { SimulatedClient } from './simulated-client.js';
import type { SimulatedNode } from './simulated-node.js';

/** What operators want to be true of one instance, as far as it can be known. */
interface Wishes {
  /** `unsure`: two spoke at one time, or nobody is left who knows. */
  forced: InstanceStatus | 'unsure';
  /** When an operator last spoke. */
  forcedAt: number;
  /** A status that was given when an override ended: it is listed until the instance registers again. */
  statusGiven?: { readonly status: InstanceStatus; readonly at: number };
  readonly tags: { readonly value: string; readonly at: number; readonly version: number; isSure: boolean }[];
  /** Its cancel was taken by a registry, and cannot have been forgotten by all. */
  hasSurelyLeft: boolean;
}

/** Sees everything, and so knows in the end what every registry ought to list. */
export class Truth {
  private readonly wishes = new Map<string, Wishes>();
  /** What operators say within this of each other has no order. */
  private readonly blurMs: number;
  /** What an instance says may still be under way so long. */
  private readonly lateMs: number;

  constructor(
    private readonly schedule: Schedule,
    private readonly nodes: readonly SimulatedNode[],
  ) {
    const jumps = schedule.steps.map((step) => (step.kind === 'clock' ? 2 * Math.abs(step.byMs) : 0));
    this.blurMs = 2_000 + jumps.reduce((sum, each) => sum + each, 0);
    const delays = schedule.steps.map((step) => {
      if (step.kind === 'stall') return step.forMs;
      const comesLate = step.kind === 'mishap' && (step.what === 'late' || step.what === 'twice');
      return comesLate && schedule.clients.includes(step.from) ? step.ms : 0;
    });
    this.lateMs = this.blurMs + Math.max(0, ...delays);
  }

  // ---- what happened ----

  forced(
    node: SimulatedNode,
    client: string,
    before: InstanceStatus,
    status: InstanceStatus,
    at: number,
  ): void {
    const wishes = this.of(client);
    const isRecorded = before !== status && node.row(client)?.overriddenStatus === status;
    this.said(wishes, isRecorded, status, at);
  }

  unforced(client: string, before: InstanceStatus, status: InstanceStatus, at: number): void {
    const wishes = this.of(client);
    if (status !== 'UNKNOWN') wishes.statusGiven = { status, at };
    this.said(wishes, before !== 'UNKNOWN', 'UNKNOWN', at);
  }

  tagged(
    node: SimulatedNode,
    { name, lastDirtyTimestamp, registeredAt }: SimulatedClient,
    value: string,
    at: number,
  ): void {
    const wishes = this.of(name);
    const { tags } = wishes;
    // For the registries that an operator still finds it there is a sign of life: until its lease is over.
    wishes.hasSurelyLeft = false;
    const rows = this.living.map((each) => each.row(name));
    const own = node.row(name);
    const others = rows.filter((row) => row?.lastDirtyTimestamp !== lastDirtyTimestamp);
    const isSure = others.length === 0 && at - registeredAt > this.blurMs;
    for (const tag of tags) tag.isSure &&= at - tag.at > this.blurMs;
    tags.push({ value, at, version: own?.lastDirtyTimestamp ?? 0, isSure });
  }

  /** It takes what operators said along; and each registry that lists it still may bring that back. */
  cancelled(client: string, isItsLastWord: boolean): void {
    const wishes = this.of(client);
    wishes.forced = 'unsure';
    if (isItsLastWord) wishes.hasSurelyLeft = true;
    for (const tag of wishes.tags) tag.isSure = false;
  }

  joined(client: string): void {
    const wishes = this.of(client);
    wishes.hasSurelyLeft = false;
    wishes.statusGiven = undefined;
  }

  /** A registry has lost what it knew of these: is there another who knows? */
  lost(clients: Iterable<string>): void {
    for (const client of clients) {
      const wishes = this.of(client);
      const rows = this.living.flatMap((node) => node.row(client) ?? []);
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

  // ---- what follows ----

  /** `unsure`: whatever all registries agree on. */
  overrideOf(client: string): InstanceStatus | 'unsure' {
    return this.of(client).forced;
  }

  /** What may be listed of one that lives and has this override. */
  statusesOf(
    { name, status, registeredAt }: SimulatedClient,
    override: InstanceStatus,
  ): readonly InstanceStatus[] {
    const { statusGiven } = this.of(name);
    const isGiven = statusGiven && registeredAt - statusGiven.at < this.blurMs;
    const given = isGiven ? [statusGiven.status] : [];
    if (override === 'UNKNOWN') return [status, ...given];
    // Java: who says that it cannot serve is believed, until an operator speaks after that.
    return status === 'UP' ? [override] : [status, override];
  }

  /** What may be among the metadata of one that lives: undefined stands for no tag. */
  tagsOf({ name, lastDirtyTimestamp, registeredAt }: SimulatedClient): readonly (string | undefined)[] {
    const tags = this.of(name).tags.filter(({ version }) => version === lastDirtyTimestamp);
    const last = tags.at(-1);
    const isSure = last && last.isSure && tags.length === 1 && last.at - registeredAt > this.blurMs;
    return isSure ? [last.value] : [undefined, ...tags.map(({ value }) => value)];
  }

  /** Nobody may list it any more, whatever its lease says. */
  hasSurelyLeft({ name, state }: SimulatedClient): boolean {
    return !this.schedule.asJava && this.isPunctual && state === 'left' && this.of(name).hasSurelyLeft;
  }

  /** Whether nothing of what an instance said came after its cancel. */
  private get isPunctual(): boolean {
    return this.lateMs === 2_000;
  }

  /** @param isRecorded where it is not, the registry thought that it was so already */
  private said(wishes: Wishes, isRecorded: boolean, status: InstanceStatus, at: number): void {
    const isClear = at - wishes.forcedAt > this.blurMs;
    if (isRecorded) wishes.forced = isClear ? status : 'unsure';
    else if (wishes.forced !== status || !isClear) wishes.forced = 'unsure';
    wishes.forcedAt = at;
  }

  private get living(): readonly SimulatedNode[] {
    return this.nodes.filter(({ isUp }) => isUp);
  }

  private of(client: string): Wishes {
    const known = this.wishes.get(client);
    if (known) return known;
    const fresh: Wishes = { forced: 'UNKNOWN', forcedAt: -Infinity, tags: [], hasSurelyLeft: false };
    this.wishes.set(client, fresh);
    return fresh;
  }
}
