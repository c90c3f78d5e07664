import { type AppDetail, idOf, type InstanceInfo, type ListedRow } from '@eureka-nest/protocol';
import type { ConsoleComparison, ConsoleDifference, ConsoleSide } from '@eureka-nest/protocol/console';
import { repairOfLeft, repairOfListed } from '../core/anti-entropy/reconcile.js';
import { fingerprintContent } from '../core/registry/fingerprint.js';
import type { RegistryService } from '../service/registry.service.js';
import { consoleKey } from './instance-view.js';

const MAX_DIFFERENCES = 1_000;

/** Row of a registry that reports no ages. */
type BareRow = Pick<ListedRow, 'id' | 'fingerprint' | 'lastDirtyTimestamp' | 'status' | 'overriddenStatus'>;

/** Collects how this registry and a peer differ; which side is newer is decided as in a repair. */
export class PeerComparison {
  private readonly differences: ConsoleDifference[] = [];
  private total = 0;

  constructor(private readonly service: Pick<RegistryService, 'inventory' | 'registry'>) {}

  /** Compares an application with the rows of a Eureka Nest peer. */
  addDetail(app: string, { listed, left }: AppDetail): void {
    const { inventory } = this.service;
    const theirs = new Map(listed.map((row) => [row.id, row]));
    const leftThere = new Map(left.map((row) => [row.id, row]));
    for (const row of listed) {
      const known = inventory.known(app, row.id);
      const repair = () => (repairOfListed(row, known) === 'none' ? 'here' : 'there');
      this.add(app, row.id, known.listed, row, repair);
    }
    for (const { id } of inventory.details([app]).get(app)?.listed ?? []) {
      if (theirs.has(id)) continue;
      const known = inventory.known(app, id);
      const gone = leftThere.get(id);
      this.add(app, id, known.listed, undefined, () =>
        gone && repairOfLeft(gone, known) === 'cancel' ? 'there' : 'here',
      );
    }
  }

  /** Compares the whole registry with the list of a Java peer, which reports no times. */
  addList(instances: readonly InstanceInfo[]): void {
    const { registry, inventory } = this.service;
    const seen = new Set<string>();
    for (const instance of instances) {
      const [app, id] = [instance.app.toUpperCase(), idOf(instance)];
      seen.add(consoleKey(app, id));
      const { lastDirtyTimestamp, status, overriddenStatus } = instance;
      const fingerprint = fingerprintContent(instance);
      const row = { id, fingerprint, lastDirtyTimestamp, status, overriddenStatus };
      const ours = inventory.known(app, id).listed;
      this.add(app, id, ours, row, () => newerByVersion(ours, row));
    }
    for (const { app, id } of registry.reads.entries()) {
      if (seen.has(consoleKey(app, id))) continue;
      this.add(app, id, inventory.known(app, id).listed, undefined, () => 'unknown');
    }
  }

  result(peer: string, at: number, there: number): ConsoleComparison {
    const { differences, total } = this;
    return { peer, at, here: this.service.registry.reads.size, there, differences, total };
  }

  private add(
    app: string,
    id: string,
    here: BareRow | undefined,
    there: BareRow | undefined,
    newer: () => ConsoleDifference['newer'],
  ): void {
    const kind = kindOf(here, there);
    if (!kind) return;
    this.total += 1;
    if (this.differences.length >= MAX_DIFFERENCES) return;
    this.differences.push({
      key: consoleKey(app, id),
      kind,
      ...(here && { here: sideOf(here) }),
      ...(there && { there: sideOf(there) }),
      newer: newer(),
    });
  }
}

function kindOf(here?: BareRow, there?: BareRow): ConsoleDifference['kind'] | undefined {
  if (!here || !there) return here ? 'missing-there' : there && 'missing-here';
  if (here.overriddenStatus !== there.overriddenStatus) return 'override';
  if (here.status !== there.status) return 'status';
  const isSame =
    here.fingerprint === there.fingerprint && here.lastDirtyTimestamp === there.lastDirtyTimestamp;
  return isSame ? undefined : 'content';
}

const sideOf = ({ status, overriddenStatus, lastDirtyTimestamp }: BareRow): ConsoleSide => ({
  status,
  ...(overriddenStatus !== 'UNKNOWN' && { override: overriddenStatus }),
  dirtyAt: lastDirtyTimestamp,
});

function newerByVersion(here: BareRow | undefined, there: BareRow): ConsoleDifference['newer'] {
  if (!here) return 'unknown';
  const ahead = here.lastDirtyTimestamp - there.lastDirtyTimestamp;
  return ahead === 0 ? 'same' : ahead > 0 ? 'here' : 'there';
}
