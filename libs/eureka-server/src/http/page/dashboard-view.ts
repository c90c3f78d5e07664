import { idOf, type Application, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { SelfPreservationNumbers } from '../../core/self-preservation.js';
import { sumOf } from '../../words.js';

export interface ReplicaView {
  readonly name: string;
  readonly page: string;
  readonly state: string;
}

export interface LinkView {
  readonly id: string;
  /** Where the instance tells about itself; only what a browser may safely follow. */
  readonly url?: string;
}

export interface ApplicationView {
  readonly name: string;
  readonly amis: readonly (readonly [name: string, count: number])[];
  readonly zones: readonly (readonly [name: string, count: number])[];
  readonly statuses: readonly { readonly status: InstanceStatus; readonly instances: readonly LinkView[] }[];
}

/** The red line, and the sum that explains it. */
export interface BannerView {
  readonly text: string;
  readonly sum: string;
}

const danger = 'THIS MAY NOT PROTECT INSTANCE EXPIRY IN CASE OF NETWORK/OTHER PROBLEMS.';
const off = `THE SELF PRESERVATION MODE IS TURNED OFF. ${danger}`;
const lesser = 'RENEWALS ARE LESSER THAN';

/** Java: navbar.ftlh */
export function bannerView(numbers: SelfPreservationNumbers): BannerView | undefined {
  const below = numbers.isBelowThreshold();
  if (!below && numbers.enabled) return undefined;
  const emergency =
    `EMERGENCY! EUREKA MAY BE INCORRECTLY CLAIMING INSTANCES ARE UP WHEN THEY'RE NOT. ` +
    `${lesser} THRESHOLD AND HENCE THE INSTANCES ARE NOT BEING EXPIRED JUST TO BE SAFE.`;
  const text = !below ? off : numbers.enabled ? emergency : `${lesser} THE THRESHOLD. ${off}`;
  return { text, sum: `${sumOf(numbers)}.` };
}

/** Sorted by name, as on the original page. */
export const applicationViews = (applications: readonly Application[]): readonly ApplicationView[] =>
  applications.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(applicationView);

/** The peer's own page, for its base URL shows nothing to a browser; without user and password. */
export function replicaView(url: string, state: string): ReplicaView {
  const page = new URL(url);
  const name = page.host;
  page.pathname = page.pathname.replace(/eureka(\/v2)?\/?$/, '');
  page.username = '';
  page.password = '';
  return { name, page: page.href, state };
}

function applicationView({ name, instances }: Application): ApplicationView {
  return {
    name,
    amis: counted(instances.map((each) => amazon(each)['ami-id'] ?? 'n/a')),
    zones: counted(instances.map((each) => amazon(each)['availability-zone'] ?? '')),
    statuses: [...new Set(instances.map(({ status }) => status))].map((status) => ({
      status,
      instances: instances
        .filter((each) => each.status === status)
        .map(linkView)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    })),
  };
}

function linkView(instance: InstanceInfo): LinkView {
  const { statusPageUrl } = instance;
  const isSafe = statusPageUrl !== undefined && /^https?:\/\//i.test(statusPageUrl);
  return { id: idOf(instance), ...(isSafe && { url: statusPageUrl }) };
}

const amazon = ({ dataCenterInfo }: InstanceInfo): Readonly<Record<string, string>> =>
  dataCenterInfo?.name === 'Amazon' ? dataCenterInfo.metadata : {};

const counted = (names: readonly string[]) =>
  [...new Set(names)].map((name) => [name, names.filter((each) => each === name).length] as const);
