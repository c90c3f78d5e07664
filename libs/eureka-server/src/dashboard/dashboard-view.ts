import {
  idOf,
  instanceStatuses,
  type Application,
  type InstanceInfo,
  type InstanceStatus,
} from '@eureka-nest/protocol';

export interface LinkView {
  readonly id: string;
  /** Where the instance tells about itself; only what a browser may safely follow. */
  readonly url?: string;
}

export type Counted = readonly (readonly [name: string, count: number])[];

export interface ApplicationView {
  readonly name: string;
  readonly amis: Counted;
  readonly zones: Counted;
  readonly statuses: readonly { readonly status: InstanceStatus; readonly instances: readonly LinkView[] }[];
}

/** Sorted by name, as on the original page; each is looked at only when it is asked for. */
export function* applicationViews(applications: readonly Application[]): Iterable<ApplicationView> {
  for (const application of applications.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    yield applicationView(application);
  }
}

/** Each instance is met once: an application may have ten thousand of them. */
function applicationView({ name, instances }: Application): ApplicationView {
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

function linkView(instance: InstanceInfo): LinkView {
  const { statusPageUrl } = instance;
  const isSafe = statusPageUrl !== undefined && /^https?:\/\//i.test(statusPageUrl);
  return isSafe ? { id: idOf(instance), url: statusPageUrl } : { id: idOf(instance) };
}

const amazonOf = ({ dataCenterInfo }: InstanceInfo): Readonly<Record<string, string>> =>
  dataCenterInfo?.name === 'Amazon' ? dataCenterInfo.metadata : {};

const count = (names: Map<string, number>, name: string) => names.set(name, (names.get(name) ?? 0) + 1);
