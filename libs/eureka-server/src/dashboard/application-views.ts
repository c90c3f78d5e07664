import { idOf, instanceStatuses, type InstanceStatus } from '@eureka-nest/protocol';
import type { ListedInstance } from '../core/listed-instance.js';

/** An application as the page shows it: without the times of leases. */
interface ListedApplication {
  readonly name: string;
  readonly instances: readonly ListedInstance[];
}

export interface LinkView {
  readonly id: string;
  /** Status page of the instance; left out unless it is an HTTP URL. */
  readonly url?: string;
}

export type Counts = readonly (readonly [name: string, count: number])[];

export interface ApplicationView {
  readonly name: string;
  readonly amis: Counts;
  readonly zones: Counts;
  readonly statuses: readonly { readonly status: InstanceStatus; readonly instances: readonly LinkView[] }[];
}

/** Views of applications, made one by one while the page is sent. */
export function* applicationViews(applications: Iterable<ListedApplication>): Iterable<ApplicationView> {
  for (const application of applications) yield applicationView(application);
}

/** A single pass over the instances: an application may have 10,000. */
function applicationView({ name, instances }: ListedApplication): ApplicationView {
  const amis = new Map<string, number>();
  const zones = new Map<string, number>();
  const byStatus = new Map<InstanceStatus, LinkView[]>(instanceStatuses.map((status) => [status, []]));
  for (const instance of instances) {
    const amazon = amazonOf(instance);
    count(amis, amazon['ami-id'] ?? 'n/a');
    count(zones, amazon['availability-zone'] ?? '');
    byStatus.get(instance.status)?.push(linkView(instance));
  }
  const statuses = [...byStatus].map(([status, links]) => ({ status, instances: links.sort(byId) }));
  return {
    name,
    amis: [...amis],
    zones: [...zones],
    statuses: statuses.filter((each) => each.instances.length > 0),
  };
}

const byId = (a: LinkView, b: LinkView) => (a.id < b.id ? -1 : 1);

function linkView(instance: ListedInstance): LinkView {
  const { statusPageUrl } = instance;
  const isSafe = statusPageUrl !== undefined && /^https?:\/\//i.test(statusPageUrl);
  return isSafe ? { id: idOf(instance), url: statusPageUrl } : { id: idOf(instance) };
}

const amazonOf = ({ dataCenterInfo }: ListedInstance): Readonly<Record<string, string>> =>
  dataCenterInfo?.name === 'Amazon' ? dataCenterInfo.metadata : {};

const count = (names: Map<string, number>, name: string) => names.set(name, (names.get(name) ?? 0) + 1);
